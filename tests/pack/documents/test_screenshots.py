"""Pictures of a pack: pages as they were kept, and pieces of them that bear the numbers of the report."""

from __future__ import annotations

import copy
import dataclasses
import io
import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from crawler.dom import screenshot
from tests.pack.documents.printing import BLOCKED, facts
from xuncha.pack.documents import screenshots
from xuncha.pack.documents.pack_words import load_pack_words
from xuncha.pack.parts import PackFacts
from xuncha.reports import page
from xuncha.reports.pictures import cutting
from xuncha.reports.pictures.figures import format_ranges, number_figures

NAME = re.compile(r"screenshots/findings/(\d+)-(\d+)\.png")
SETTINGS: dict[str, Any] = tomllib.loads(files("xuncha.reports").joinpath("page.toml").read_text("utf-8"))
RED, WHITE = (224, 0, 27), (255, 255, 255)


def made(given: PackFacts) -> dict[str, bytes]:
    parts = list(screenshots.make_screenshots(given))
    assert len({part.name for part in parts}) == len(parts)
    return {part.name: part.data for part in parts}


def pieces(names: dict[str, bytes]) -> dict[tuple[int, int], bytes]:
    return {(int(m[1]), int(m[2])): data for name, data in names.items() if (m := NAME.fullmatch(name))}


def test_full_pages_are_there_byte_for_byte() -> None:
    given = facts()
    names = made(given)
    for view in given.site.views:
        assert names[f"screenshots/{view.id}.jpg"] == given.blob(view.screenshot)
    assert len(given.site.gaps) > 1
    assert [name for name in names if "gap-" in name] == ["screenshots/gap-1.jpg"]
    assert names["screenshots/gap-1.jpg"] == BLOCKED
    assert all(re.fullmatch(r"[A-Za-z0-9/._-]{1,120}", name) for name in names)


def test_every_piece_of_evidence_at_a_place_has_its_picture_and_the_number_the_report_gives_it() -> None:
    given = facts()
    figures, files = page.number_page_figures(given.record), pieces(made(given))
    wanted = {
        figures.of(piece["view"], piece["box"])
        for found in given.record["findings"]
        for piece in found["evidence"]
        if piece["box"] is not None
    } - {0}
    assert len(wanted) >= 3
    assert {number for number, _ in files} == wanted
    assert sorted(wanted) == list(range(1, len(wanted) + 1))
    html = page.render_report(given.record, given.blob)
    shown = {int(piece) for piece in re.findall(r'id="fig-(\d+)"', html)}
    assert shown
    assert shown <= wanted
    for take in figures.takes:
        of = [piece for found in given.record["findings"] for piece in found["evidence"] if piece["view"] == take.view]
        assert list(take.box) in [piece["box"] for piece in of]
    assert any(n == 2 for _, n in files), "the second look at a place has a picture of its own"


def test_numbers_stand_beside_evidence_that_the_page_has_no_picture_of() -> None:
    given = facts()
    numbers = {take.number for take in page.number_page_figures(given.record).takes}
    html = page.render_report(given.record, lambda sha: None)
    assert "data:image" not in html
    said = {
        number
        for text in re.findall(r"图 ([\d, –]+)", html)
        for part in text.split(", ")
        for number in range(int(part.split("–")[0]), int(part.split("–")[-1]) + 1)
    }
    assert said
    assert said <= numbers


def test_equal_facts_give_equal_pictures_and_no_time() -> None:
    one, two = made(facts()), made(facts())
    assert one == two
    for data in pieces(one).values():
        with Image.open(io.BytesIO(data)) as image:
            assert image.format == "PNG"
            assert image.info == {}


@pytest.mark.parametrize("ground", ["#e0001b", "#ffffff", "#000000"])
def test_the_box_shows_on_any_ground(ground: str) -> None:
    looks = {**SETTINGS["pictures"], **load_pack_words()["crops"]}
    shown = cutting.cut_piece(looks, Image.new("RGB", (1366, 3000), ground), 1.0, (500, 1500, 200, 40), "12")
    assert shown is not None
    colours = {colour for _, colour in shown.getcolors(shown.width * shown.height) or ()}
    assert {RED, WHITE} <= colours


def test_the_number_is_drawn_and_the_element_is_left_free() -> None:
    looks = {**SETTINGS["pictures"], **load_pack_words()["crops"]}
    sheet, box = Image.new("RGB", (1366, 3000), "#ddeeff"), (500, 1500, 200, 40)
    plain, one, two = (cutting.cut_piece(looks, sheet, 1.0, box, label) for label in ("", "1", "27"))
    assert plain
    assert one
    assert two
    assert plain.tobytes() != one.tobytes() != two.tobytes()
    for shown in (one, two):
        middle = (shown.width // 2 - 95, shown.height // 2 - 15, shown.width // 2 + 95, shown.height // 2 + 15)
        assert shown.crop(middle).getcolors() == [(190 * 30, (0xDD, 0xEE, 0xFF))]


def test_the_number_goes_where_it_hides_least() -> None:
    looks = {**SETTINGS["pictures"], **load_pack_words()["crops"]}
    sheet = Image.effect_noise((1366, 3000), 90).convert("RGB")
    sheet.paste("#ffffff", (700, 1400, 1366, 1700))  # only on the right there is nothing
    shown = cutting.cut_piece(looks, sheet, 1.0, (500, 1500, 200, 40), "8")
    assert shown
    left = shown.width // 2
    red = [x for x in range(shown.width) for y in (shown.height // 2,) if shown.getpixel((x, y)) == RED]
    assert max(red) > left + 100 + 12


def test_pictures_that_are_gone_or_damaged_are_left_out() -> None:
    assert made(dataclasses.replace(facts(), blob=lambda sha: None)) == {}
    names = made(dataclasses.replace(facts(), blob=lambda sha: b"no picture"))
    assert names
    assert not pieces(names)


def test_each_page_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given = facts()
    opens: list[bytes] = []
    real: Callable[[bytes], Image.Image] = screenshot.open_picture

    def counted(data: bytes) -> Image.Image:
        opens.append(data)
        return real(data)

    monkeypatch.setattr(screenshots, "open_picture", counted)
    assert len(pieces(made(given))) > len(opens)
    assert len(opens) == len({take.view for take in page.number_page_figures(given.record).takes})


def test_evidence_off_the_page_has_no_number() -> None:
    given = copy.deepcopy(facts().record)
    for found in given["findings"]:
        for piece in found["evidence"]:
            piece["box"] = piece["box"] and [0.0, 99_999.0, 10.0, 10.0]
    assert number_figures(given, SETTINGS).takes == ()


@given(st.sets(st.integers(1, 200), max_size=40))
def test_ranges_name_each_number_once(numbers: set[int]) -> None:
    parts = [part.split("–") for part in format_ranges(numbers).split(", ") if part]
    assert [n for part in parts for n in range(int(part[0]), int(part[-1]) + 1)] == sorted(numbers)
