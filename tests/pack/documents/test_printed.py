"""report.html and report.pdf of a pack, printed by a real Chromium."""

from __future__ import annotations

import asyncio
import copy
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pack.documents.printing import facts
from xuncha import errors
from xuncha.pack.documents import legible, paper
from xuncha.pack.documents.pack_words import load_pack_words
from xuncha.pack.parts import PackFacts
from xuncha.reports import page

A4 = (595.3, 841.9)  # points
HOSTILE = '<img src=x onerror="document.title=1"><script>1</script>'


async def made(given: PackFacts, browser: Path | None = None) -> dict[str, bytes]:
    return {part.name: part.data async for part in paper.make_reports(given, browser)}


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    """Printed once for all who only read it."""
    return asyncio.run(made(facts()))


def fonts(sheet: pypdf.PageObject) -> Iterator[Any]:
    resources: Any = sheet["/Resources"]
    for font in resources.get("/Font", {}).values():
        yield font.get_object()


def embedded(font: Any) -> bool:
    if font["/Subtype"] == "/Type3":  # its glyphs are in the file by their nature
        return True
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    return any(key in inner["/FontDescriptor"] for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def titles(outline: Any) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield entry.title


@pytest.mark.browser
def test_the_report_is_printed_whole_and_can_be_searched(printed: dict[str, bytes]) -> None:
    given, parts = facts(), printed
    assert list(parts) == ["report.html", "report.pdf"]
    book = pypdf.PdfReader(io.BytesIO(parts["report.pdf"]))
    count = len(book.pages)
    texts = [printed_page.extract_text() for printed_page in book.pages]
    for number, (sheet, text) in enumerate(zip(book.pages, texts, strict=True), 1):
        assert (float(sheet.mediabox.width), float(sheet.mediabox.height)) == pytest.approx(A4, abs=1.5)
        flat = re.sub(r"\s", "", text)
        assert f"第{number}页，共{count}页" in flat
        assert given.audit.id in flat
        assert all(embedded(font) for font in fonts(sheet))
    whole = re.sub(r"\s", "", "".join(texts))
    assert not re.search("[\u2e80-\u2fdf\ufb00-\ufb06]", whole)
    items = given.record["items"]
    for item in items:
        assert item["item"] in whole
        assert re.sub(r"\s", "", item["name"]["zh"]) in whole
        assert re.sub(r"\s", "", item["text"]) in whole  # which is folded away on a screen
    assert given.audit.ruleset in re.sub(r"\s", "", texts[0])
    assert "已遮盖" in texts[0]
    named = list(titles(book.outline))
    for item in items:
        assert any(
            title.replace("\xa0", " ").split()[0] == item["item"] and item["name"]["zh"] in title for title in named
        )
    assert {"逐项结果", "方法、版本与局限"} <= set(named)


@pytest.mark.browser
def test_it_is_tagged_titled_and_dated_by_the_pack(printed: dict[str, bytes]) -> None:
    given = facts()
    book = pypdf.PdfReader(io.BytesIO(printed["report.pdf"]))
    root: Any = book.root_object
    assert book.metadata
    assert given.record["target"]["name"] in str(book.metadata.title)
    assert book.metadata.creation_date == given.made_at
    assert book.metadata.modification_date == given.made_at
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "zh-CN"


@pytest.mark.browser
async def test_equal_facts_are_printed_alike(printed: dict[str, bytes]) -> None:
    again = await made(facts())
    assert again["report.html"] == printed["report.html"]
    # How a browser packs the same page into a PDF is its own affair, which is why a pack keeps the one it was made with.
    assert words(again["report.pdf"]) == words(printed["report.pdf"])


def words(pdf: bytes) -> list[str]:
    return [printed_page.extract_text() for printed_page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


async def test_a_pack_of_originals_says_so_first() -> None:
    part = await anext(paper.make_reports(facts(sealed=True), None))
    head = part.data.decode().partition('<div class="hero')[0]
    assert part.name == "report.html"
    assert "未作遮盖" in head
    assert "not masked" in head
    assert facts().audit.ruleset in head
    assert "未作遮盖" not in page.render_report(facts().record, facts().blob)


@pytest.mark.browser
def test_numbers_on_paper_are_those_of_the_figures(printed: dict[str, bytes]) -> None:
    text = "".join(
        printed_page.extract_text() for printed_page in pypdf.PdfReader(io.BytesIO(printed["report.pdf"])).pages
    )
    flat = re.sub(r"\s", "", text)
    shown = re.findall(r'<figure id="fig-(\d+)"', printed["report.html"].decode())
    assert shown
    assert all(f"图{number}" in flat for number in shown)
    assert {int(number) for number in shown} <= {take.number for take in page.number_page_figures(facts().record).takes}


@pytest.mark.browser
async def test_hostile_words_stay_words() -> None:
    record = copy.deepcopy(dict(facts().record))
    record["target"]["name"] = HOSTILE
    for found in record["findings"]:
        found["because"] = {"zh": f"{HOSTILE}甲", "en": HOSTILE}
    parts = await made(facts(record=record))
    assert HOSTILE.encode() not in parts["report.html"]
    book = pypdf.PdfReader(io.BytesIO(parts["report.pdf"]))
    first = re.sub(r"\s", "", book.pages[0].extract_text())
    assert first.count(re.sub(r"\s", "", HOSTILE)) == 2  # the address of the page, and the line at its head
    assert HOSTILE[:20] in str(book.metadata and book.metadata.title)
    assert b"/JavaScript" not in parts["report.pdf"]


async def test_without_a_browser_the_remedy_is_said() -> None:
    with pytest.raises(paper.NotPrinted) as fault:
        await made(facts(), Path("/nowhere/chromium"))
    said = errors.describe_fault(fault.value)
    assert "./do doctor" in said.zh
    assert "--browser" in said.en
    assert "/nowhere/chromium" in said.en


@pytest.mark.browser
async def test_a_browser_that_does_not_start_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(paper.NotPrinted, match="doctor"):
        await made(facts(), broken)


def test_glyphs_are_named_by_characters_and_not_by_radicals() -> None:
    made = legible.mend_table(
        b"/CIDInit begincmap\n1 beginbfchar\n<0A> <2EDA>\nendbfchar\n2 beginbfrange\n<01> <03> <2F25>\n<10> <10> <FB01>\nendbfrange\nendcmap"
    )
    assert b"<0A> <9875>" in made  # 页
    assert b"<02> <5B50>" in made  # 子
    assert b"<10> <00660069>" in made
    assert b"4 beginbfchar" in made
    assert made.startswith(b"/CIDInit begincmap")
    assert made.endswith(b"endcmap")
    untouched = b"1 beginbfrange\n<01> <03> <0041>\nendbfrange"
    assert legible.mend_table(untouched) == untouched


@given(st.text())
def test_only_what_stands_for_another_character_is_put_right(text: str) -> None:
    right = legible.replace_lookalikes(text)
    assert legible.replace_lookalikes(right) == right
    if not re.search("[\u2e80-\u2fdf\ufb00-\ufb06]", text):
        assert right == text


def test_the_words_of_a_pack_are_complete() -> None:
    readme = load_pack_words()["readme"]
    for state in ("sealed", "masked"):
        said = readme[state]
        text = readme["text"].format(url="u", audit="a", state_zh=said["zh"], state_en=said["en"])
        assert said["zh"] in text
        assert said["en"] in text
        assert len(text.strip().splitlines()) <= 64
    assert len(load_pack_words()["sheets"]["index"]["heads"]) == 11
