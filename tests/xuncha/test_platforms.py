"""Platforms come in from sheets people make, and go out again as the same: bad cells are named, good rows kept."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.vocabulary import Role
from probes.profile import FLAGS
from storage import register
from storage.register import Batch, Consent, Registered, Registration
from storage.register_tables import Standing
from storage.session import open_store
from tests.rules import real_rules
from xuncha import platforms, register_sheet
from xuncha.registering import Wrong, batch, registration, said_of, settings
from xuncha.target import BadTarget
from xuncha.words import Lang
from xuncha.workbook import FORMULA

STANDARD = real_rules().standard
URL = "https://shop.example.cn/"


def book(path: Path, *rows: tuple[str, ...]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "平台"
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


async def known(data: Path) -> dict[str, Registered]:
    async with open_store(data) as store:
        return {each.registration.url: each for each in await register.registered(store, removed=True)}


def test_chinese_and_english_heads_mean_the_same(tmp_path: Path) -> None:
    zh = book(tmp_path / "zh.xlsx", ("平台名称", " 网 址 *", "周期"), ("甲", URL, "每周"))
    en = book(tmp_path / "en.xlsx", ("name", "URL", "Schedule"), ("甲", URL, "7d"))
    assert register_sheet.read(zh, STANDARD)[0][0].registration == register_sheet.read(en, STANDARD)[0][0].registration


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("url", "ftp://shop.example.cn"),
        ("url", "示例商城"),
        ("mobile_url", "m shop"),
        ("uscc", "91110105MA07XYW261"),
        ("profile", "fod"),
        ("hints", "licnce=/licence"),
        ("hints", "licence"),
        ("schedule", "每八天"),
        ("seconds", "-5"),
        ("pages", "viele"),
        ("items", "4.2-9"),
        ("devices", "tablet"),
        ("consent_who", "=HYPERLINK(1)"),
        ("consent_date", "去年"),
        ("purpose", "年度检查"),
    ],
)
def test_a_bad_cell_is_named_and_the_good_row_kept(key: str, words: str, tmp_path: Path) -> None:
    keys = [column["key"] for column in settings()["columns"]]
    bad = {"url": URL, "consent_who": "甲方" if key.startswith("consent") else "", key: words}
    rows = [[bad.get(each, "") for each in keys], ["https://good.example.cn" if each == "url" else "" for each in keys]]
    heads = tuple(column["zh"] for column in settings()["columns"])
    good, faults = register_sheet.read(book(tmp_path / "l.xlsx", heads, *map(tuple, rows)), STANDARD)
    assert [each.registration.url for each in good] == ["https://good.example.cn/"]
    column = openpyxl.utils.get_column_letter(keys.index(key) + 1)
    assert [fault.place for fault in faults] == [f"平台!{column}2"]
    assert faults[0].text.zh != faults[0].text.en


def test_one_address_twice_and_unknown_columns_are_said(tmp_path: Path) -> None:
    path = book(tmp_path / "l.xlsx", ("我的平台清单",), ("网址", "电话"), (URL, "1"), ("HTTPS://shop.example.cn", "2"))
    good, faults = register_sheet.read(path, STANDARD)
    assert len(good) == 1
    assert [fault.place for fault in faults] == ["平台!B2", "平台!A4"]


def test_a_file_without_addresses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTarget, match="--template"):
        register_sheet.read(book(tmp_path / "l.xlsx", ("名称", "电话"), ("甲", "1")), STANDARD)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("lang", list(Lang))
def test_the_template_registers_its_example_and_nothing_else(ending: str, lang: Lang, tmp_path: Path) -> None:
    register_sheet.template(tmp_path / f"t.{ending}", lang)
    good, faults = register_sheet.read(tmp_path / f"t.{ending}", STANDARD)
    assert [each.registration.url for each in good] == [URL]
    assert faults == ()


WORDS = st.text(st.characters(blacklist_categories=("C", "Z")), min_size=1, max_size=20)
REGISTRATIONS = st.builds(
    Registration,
    url=st.sampled_from([URL, "https://b.example.cn/shop?x=1"]),
    mobile_url=st.sampled_from(["", "https://m.example.cn/"]),
    name=WORDS,
    operator=WORDS,
    uscc=st.sampled_from(["", "91110105MA07XYW26X"]),
    district=st.sampled_from(["", "朝阳区"]),
    tags=st.lists(st.sampled_from(["甲", "乙", "food"]), unique=True).map(tuple),
    profile=st.dictionaries(st.sampled_from(sorted(FLAGS)), st.booleans(), max_size=3),
    hints=st.dictionaries(st.sampled_from(list(Role)), st.sampled_from(["/help", "https://h.example.cn/"]), max_size=2),
    contact=WORDS,
    consent=st.none() | st.just(Consent("甲方", "2026-11-01", "京检〔2026〕1号")),
    schedule=st.sampled_from(["", "7d", "30 2 * * 1"]),
    seconds=st.sampled_from([0.0, 600.0, 1.5]),
    pages=st.sampled_from([0, 40]),
    batch=st.sampled_from(["", "2026 年度"]),
    items=st.sampled_from([(), ("4.2-2", "7.3-2")]),
    devices=st.sampled_from([(), ("desktop",)]),
    note=WORDS,
)


@given(REGISTRATIONS)
def test_what_is_registered_reads_back_from_its_own_words(made: Registration) -> None:
    of = Batch(made.batch, "目的", "依据", "机构", "负责人") if made.batch else None
    said = said_of(made, of)
    assert registration(said, STANDARD) == made
    assert batch(said) == of


@given(st.dictionaries(st.sampled_from([column["key"] for column in settings()["columns"]]), st.text(max_size=60)))
def test_any_words_become_a_registration_or_a_named_fault(said: Mapping[str, str]) -> None:
    try:
        made = registration({**said, "url": URL}, STANDARD)
    except Wrong as fault:
        named = fault.key
    else:
        named = ""
        assert registration(said_of(made, None), STANDARD) == made
    assert named in {"", *(column["key"] for column in settings()["columns"])}


async def test_import_export_import_is_the_same_register(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (
        ("网址", "名称", "周期", "批次", "法律依据", "备注"),
        (URL, "+1+1", "7d", "甲", "电子商务法", "+86"),
        ("b.example.cn", "@SUM", "", "", "", "-"),
    )
    assert await platforms.bring_in(tmp_path / "one", book(tmp_path / "l.xlsx", *rows), Lang.ZH) == 0
    for ending in ("xlsx", "csv"):
        to = tmp_path / f"out.{ending}"
        assert await platforms.write_out(tmp_path / "one", to, "", Lang.ZH) == 0
        assert await platforms.bring_in(tmp_path / ending, to, Lang.ZH) == 0
        one, two = await known(tmp_path / "one"), await known(tmp_path / ending)
        assert {url: each.registration for url, each in one.items()} == {
            url: each.registration for url, each in two.items()
        }
    written = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert {cell.data_type for row in written.iter_rows() for cell in row} <= {"s", "n"}  # n: an empty cell; no formula
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULA)]
    assert "有误 0 处" in capsys.readouterr().out


async def test_importing_a_list_again_updates_and_puts_nothing_off(tmp_path: Path) -> None:
    await platforms.bring_in(tmp_path, book(tmp_path / "l.xlsx", ("网址", "名称", "周期"), (URL, "甲", "7d")), Lang.ZH)
    before = (await known(tmp_path))[URL]
    await platforms.bring_in(tmp_path, book(tmp_path / "l.xlsx", ("网址", "名称", "周期"), (URL, "乙", "7d")), Lang.ZH)
    after = (await known(tmp_path))[URL]
    assert (after.registration.name, after.due_at, after.id) == ("乙", before.due_at, before.id)
    await platforms.bring_in(tmp_path, book(tmp_path / "l.xlsx", ("网址", "周期"), (URL, "")), Lang.ZH)
    assert (await known(tmp_path))[URL].due_at is None


async def test_pausing_removing_and_adding_again_keep_the_platform(tmp_path: Path) -> None:
    await platforms.add(tmp_path, {"url": URL, "schedule": "7d"}, Lang.EN)
    with pytest.raises(BadTarget, match="edit"):
        await platforms.add(tmp_path, {"url": URL}, Lang.EN)
    await platforms.set_state(tmp_path, "shop.example", Standing.PAUSED, Lang.EN)
    await platforms.edit(tmp_path, "1", platforms.fields(["平台名称=甲", "schedule=-"]), Lang.EN)
    now = (await known(tmp_path))[URL]
    assert (now.state, now.registration.name, now.registration.schedule) == (Standing.PAUSED, "甲", "")
    await platforms.set_state(tmp_path, "1", Standing.REMOVED, Lang.EN)
    with pytest.raises(BadTarget, match="not registered"):
        await platforms.edit(tmp_path, "1", {}, Lang.EN)
    await platforms.add(tmp_path, {"url": URL}, Lang.EN)
    assert (await known(tmp_path))[URL].state is Standing.ACTIVE


@pytest.mark.parametrize("typed", ["schedule", "cycle=7d", "url=https://b.example.cn", "=7d"])
def test_a_field_that_is_none_is_refused_with_the_list(typed: str) -> None:
    with pytest.raises(BadTarget, match="schedule"):
        platforms.fields([typed])


async def test_a_name_for_two_platforms_is_asked_about(tmp_path: Path) -> None:
    rows = (("网址",), ("https://a.example.cn",), ("https://b.example.cn",))
    await platforms.bring_in(tmp_path, book(tmp_path / "l.xlsx", *rows), Lang.ZH)
    with pytest.raises(BadTarget, match="give the number"):
        await platforms.set_state(tmp_path, "example.cn", Standing.PAUSED, Lang.ZH)
