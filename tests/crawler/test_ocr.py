"""Words in pictures are read by one worker that can hang or die without harm; which pictures are worth it is decided purely."""

import io
import os
import subprocess
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from crawler import ocr
from crawler.ocr import Ocr, OcrFailed, available, candidates
from crawler.reading_script import settings
from crawler.site import Box, Element
from crawler.vocabulary import Region


def drawn(words: str) -> bytes:
    try:
        found = subprocess.run(
            ["fc-match", "-f", "%{file}", "sans:lang=zh-cn"], capture_output=True, text=True, check=True
        )
        font = ImageFont.truetype(found.stdout, 32)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no CJK font on this machine")
    image = Image.new("RGB", (700, 80), "white")
    ImageDraw.Draw(image).text((20, 15), words, fill="black", font=font)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _hang(*_: object) -> tuple[str, float | None]:
    time.sleep(60)  # stands for a picture that the engine never finishes
    return "", None


def _die(*_: object) -> tuple[str, float | None]:
    os._exit(1)


@pytest.mark.skipif(not available(), reason="the OCR extra is not installed")
async def test_words_are_read_once_and_a_hung_or_dead_worker_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    data = drawn("京ICP备12345678号")
    async with Ocr() as reader:
        first = await reader.words(data)
        assert first.text == "京ICP备12345678号"
        assert (first.confidence or 0) > 0.8
        assert first.engine.startswith("rapidocr ")
        assert await reader.words(data) is first
        with pytest.raises(OcrFailed, match="no picture"):
            await reader.words(b"no picture at all")
        with monkeypatch.context() as patch:
            patch.setattr(ocr, "_read", _hang)
            patch.setitem(settings()["ocr"], "seconds", 0.5)
            with pytest.raises(OcrFailed, match="hung"):
                await reader.words(drawn("另一张图"))
        with monkeypatch.context() as patch:
            patch.setattr(ocr, "_read", _die)
            with pytest.raises(OcrFailed, match="died"):
                await reader.words(drawn("另一张图"))
        assert "另一张图" in (await reader.words(drawn("另一张图"))).text
        blank = io.BytesIO()
        Image.new("RGB", (100, 40), "white").save(blank, "PNG")
        nothing = await reader.words(blank.getvalue())
        assert (nothing.text, nothing.confidence) == ("", None)


@pytest.mark.skipif(not available(), reason="the OCR extra is not installed")
async def test_the_engine_is_told_to_call_nobody_before_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    async with Ocr() as reader:
        await reader.words(drawn("京ICP备12345678号"))
        assert reader._pool is not None
        assert reader._pool.submit(os.getenv, "ORT_DISABLE_TELEMETRY").result(10) == "1"


async def test_too_many_bytes_start_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings()["ocr"], "bytes", 10)
    reader = Ocr()
    with pytest.raises(OcrFailed):
        await reader.words(b"x" * 11)
    assert reader._pool is None


def picture(
    id: int,
    y: float,
    *,
    w: float = 100,
    name: str = "",
    image: str = "/a.png",
    region: Region = Region.MAIN,
    seen: bool = True,
) -> Element:
    return Element(id, "img", f"#i{id}", Box(0, y, w, 40), name=name, image=image, region=region, seen=seen)


def test_which_pictures_are_worth_reading() -> None:
    elements = (
        picture(0, 0, image="/banner.png"),
        picture(1, 10, image="/icon-beian.png", name="备案"),
        picture(2, 900, region=Region.FOOTER, image="/x.png"),
        picture(3, 900, region=Region.FOOTER, image="/small.png", w=59),
        picture(4, 900, region=Region.FOOTER, image="/ghost.png", seen=False),
        picture(5, 100, image="/yyzz.png"),
        picture(6, 950, image="/low.png"),
        Element(7, "p", "p", Box(0, 950, 900, 50), text="京ICP备1号", region=Region.FOOTER),
    )
    assert [one.id for one in candidates(elements)] == [2, 5, 6, 1]
    assert [one.id for one in candidates(elements, 2)] == [2, 5]


@given(
    st.lists(
        st.tuples(st.floats(0, 5000), st.floats(0, 400), st.sampled_from(list(Region)), st.booleans()), max_size=60
    )
)
def test_candidates_are_few_seen_and_wide(given: list[tuple[float, float, Region, bool]]) -> None:
    elements = tuple(
        picture(i, y, w=w, region=region, seen=seen, image=f"/{i}.png") for i, (y, w, region, seen) in enumerate(given)
    )
    chosen = candidates(elements)
    assert len(chosen) <= 20
    assert all(one.seen and one.box.w >= 60 for one in chosen)
    assert len({one.id for one in chosen}) == len(chosen)
