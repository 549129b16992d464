"""Words in pictures are read by one worker that can hang, die or run out of memory without harm, and in bounded pieces."""

import asyncio
import io
import os
import subprocess
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from crawler.browser.memory import resident_bytes
from crawler.dom import ocr, ocr_worker
from crawler.dom.ocr import KnownPicture, Ocr, OcrFailed, ocr_available
from crawler.dom.ocr_worker import OcrLines, PictureSize, split_tiles, tile_count
from crawler.dom.snapshot_script import reading_settings
from tests.crawler.altered_settings import reading_with
from tests.crawler.dom.lent_reader import borrowed_reader

engine = pytest.mark.skipif(not ocr_available(), reason="the OCR extra is not installed")


def drawn(*lines: str, size: tuple[int, int] = (700, 80), step: int = 80) -> bytes:
    try:
        found = subprocess.run(
            ["fc-match", "-f", "%{file}", "sans:lang=zh-cn"], capture_output=True, text=True, check=True
        )
        font = ImageFont.truetype(found.stdout, 32)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no CJK font on this machine")
    image = Image.new("RGB", size, "white")
    for at, words in enumerate(lines):
        ImageDraw.Draw(image).text((20, 15 + at * step), words, fill="black", font=font)
    return png(image)


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _hang(*_: object) -> OcrLines:
    time.sleep(60)  # stands for a picture that the engine never finishes
    return OcrLines("", None, 0, True, 0.0)


def _die(*_: object) -> OcrLines:
    os._exit(1)


@pytest.mark.commands
@engine
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
            patch.setattr(ocr_worker, "read_words", _hang)
            patch.setattr(ocr, "reading_settings", reading_with("ocr", seconds=0.5))
            with pytest.raises(OcrFailed, match="hung"):
                await reader.words(drawn("一张图"), 1)
        with monkeypatch.context() as patch:
            patch.setattr(ocr_worker, "read_words", _die)
            with pytest.raises(OcrFailed, match="died"):
                await reader.words(drawn("又一张图"))
        assert "另一张图" in (await reader.words(drawn("另一张图"))).text
        nothing = await reader.words(png(Image.new("RGB", (100, 40), "white")))
        assert (nothing.text, nothing.confidence, nothing.tiles, nothing.whole) == ("", None, 0, True)


@pytest.mark.commands
@engine
async def test_sizes_are_told_while_a_long_picture_is_read() -> None:
    long = drawn(*(f"第{at}号说明七天无理由退货" for at in range(80)), size=(750, 60 * 80), step=60)
    async with borrowed_reader() as reader:
        await reader.warm()
        reading = asyncio.create_task(reader.words(long))
        assert await reader.size(drawn("另一张图", size=(300, 80))) == PictureSize(300, 80)
        assert not reading.done()
        assert (await reading).whole


@pytest.mark.commands
@engine
async def test_a_picture_that_failed_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    data = drawn("京ICP备12345678号")
    async with Ocr() as reader:
        with monkeypatch.context() as patch:
            patch.setattr(ocr_worker, "read_words", _die)
            with pytest.raises(OcrFailed, match="died"):
                await reader.words(data)
        assert reader.knows(data)
        for ask in (reader.words, reader.size):
            with pytest.raises(OcrFailed, match="died"):
                await ask(data)
        assert reader.reader.pool is None  # nobody was asked


@pytest.mark.commands
@engine
async def test_a_worker_that_runs_out_of_memory_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = Image.effect_noise((5000, 5000), 60).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=20)
    async with Ocr() as reader:
        with monkeypatch.context() as patch:
            patch.setattr(ocr, "reading_settings", reading_with("ocr", memory=420_000_000))
            with pytest.raises(OcrFailed, match=r"engine failed|died"):
                await reader.words(out.getvalue())
        assert "另一张图" in (await reader.words(drawn("另一张图"))).text


@pytest.mark.commands
@engine
async def test_a_tall_picture_is_read_in_tiles_and_each_line_once() -> None:
    count = 45
    said = [f"第{at:03d}号说明七天无理由退货" for at in range(count)]
    data = drawn(*said, size=(750, 60 * count), step=60)
    async with borrowed_reader() as reader:
        part = await reader.words(data, 1)
        assert (part.tiles, part.whole) == (1, False)
        assert said[0] in part.text
        assert said[-1] not in part.text
    async with borrowed_reader() as reader:
        words = await reader.words(data)
        assert words.text.splitlines() == said
        assert words.whole
        assert words.tiles == tile_count(PictureSize(750, 60 * count), reading_settings().ocr) == 3
        assert words.seconds > 0


@pytest.mark.commands
@engine
async def test_a_narrow_picture_costs_little_memory_and_time() -> None:
    """The engine enlarges until the shorter side has 736 px: 60 x 2000 became 736 x 24,500 and four gigabytes."""
    narrow = Image.new("RGB", (60, 2000), "white")
    ImageDraw.Draw(narrow).line((30, 0, 30, 2000), fill="black", width=3)
    async with Ocr() as reader:
        words = await reader.words(png(narrow))
        assert reader.reader.pool is not None
        peak = reader.reader.pool.submit(_peak).result(10)
    assert words.whole
    assert peak < 1_500_000_000


@pytest.mark.commands
@engine
async def test_a_worker_without_a_picture_gives_back_what_the_last_one_took() -> None:
    noise = Image.effect_noise((1400, 1400), 60).convert("RGB")
    async with Ocr() as reader:
        await reader.words(drawn("先读一张小图"))
        assert reader.reader.pool is not None
        await reader.words(png(noise))
        peak = reader.reader.pool.submit(_peak).result(10)
        for _ in range(100):
            held = reader.reader.pool.submit(_resident).result(10)
            if held < 0.7 * peak:
                break
            await asyncio.sleep(0.1)
        else:
            pytest.fail(f"{held:,} bytes of {peak:,} are still held")
        assert "另一张图" in (await reader.words(drawn("另一张图"))).text


def _resident() -> int:
    return resident_bytes(os.getpid())


def _peak() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@given(st.integers(1, 20_000), st.integers(300, 2000), st.integers(10, 250))
def test_tiles_cover_a_picture_and_share_what_they_must(height: int, tile: int, overlap: int) -> None:
    places = split_tiles(height, tile, overlap)
    assert places[0][0] == 0
    assert places[-1][1] == height
    assert all(bottom - top <= tile + overlap for top, bottom in places)
    for (_, bottom), (top, _) in pairwise(places):
        assert bottom - top == overlap


@pytest.mark.commands
@engine
async def test_the_engine_is_told_to_call_nobody_before_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    async with Ocr() as reader:
        await reader.words(drawn("京ICP备12345678号"))
        assert reader.reader.pool is not None
        assert reader.reader.pool.submit(os.getenv, "ORT_DISABLE_TELEMETRY").result(10) == "1"


@pytest.mark.commands
async def test_too_many_bytes_start_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "reading_settings", reading_with("ocr", bytes=10))
    reader = Ocr()
    with pytest.raises(OcrFailed):
        await reader.words(b"x" * 11)
    assert reader.reader.pool is None


@pytest.mark.commands
@engine
async def test_what_was_read_before_waits_for_no_other_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    known, other = drawn("京ICP备12345678号"), drawn("营业执照")
    async with Ocr() as reader:
        await reader.warm()
        first, size = await reader.words(known), await reader.size(known)
        monkeypatch.setattr(ocr_worker, "read_words", _hang)
        waiting = asyncio.create_task(reader.words(other))
        await asyncio.sleep(0.2)
        async with asyncio.timeout(1.0):
            assert await reader.words(known) is first
            assert await reader.size(known) == size
        waiting.cancel()


class Remembered(dict[str, KnownPicture]):
    """Readings of earlier audits, in memory."""

    def __bool__(self) -> bool:
        return len(self) > 0

    def find(self, key: str) -> KnownPicture | None:
        return self.get(key)

    def keep(self, key: str, reading: KnownPicture) -> None:
        self[key] = reading

    def trim(self) -> None:
        """Nothing to forget."""


@pytest.mark.commands
@engine
async def test_what_an_earlier_audit_read_starts_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, data = Remembered(), drawn("京ICP备12345678号")
    async with borrowed_reader(kept) as reader:
        size, words = await reader.size(data), await reader.words(data)
    async with Ocr(kept) as later:
        await later.warm()
        assert later.knows(data)
        assert await later.words(data) == words
        assert await later.size(data) == size
        assert later.reader.pool is None
        assert not later.knows(drawn("营业执照"))
    monkeypatch.setattr(ocr, "reading_settings", reading_with("ocr", enlarge=2.0))
    assert not Ocr(kept).knows(data)  # it might be read otherwise


@pytest.mark.commands
@engine
async def test_a_picture_that_was_read_in_part_or_failed_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, long = Remembered(), drawn("京ICP备12345678号", "营业执照", size=(700, 1900), step=1700)
    async with Ocr(kept) as reader:
        size = await reader.size(long)
        assert not (await reader.words(long, 1)).whole
        monkeypatch.setattr(ocr_worker, "read_words", _die)
        with pytest.raises(OcrFailed):
            await reader.words(drawn("营业执照"))
    assert list(kept.values()) == [KnownPicture(size)]
