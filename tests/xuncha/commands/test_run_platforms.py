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
from probes.schema.flags import FLAGS
from storage import platforms as register
from storage.db.register_tables import PlatformState
from storage.db.session import open_store
from storage.platforms import OWN, Batch, Consent, RegisteredPlatform, Registration
from tests.rules import real_rules
from xuncha.commands import run_platforms
from xuncha.console.lang import Lang
from xuncha.register import platform_sheet
from xuncha.register.platform_rows import (
    FieldFault,
    format_registration,
    load_platform_table,
    parse_batch,
    parse_registration,
)
from xuncha.reports.table_files import FORMULA
from xuncha.settings.target import InvalidInput

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


async def known(data: Path) -> dict[str, RegisteredPlatform]:
    async with open_store(data) as store:
        return {
            platform.registration.url: platform
            for platform in await register.list_registered_platforms(store, removed=True)
        }


def test_chinese_and_english_heads_mean_the_same(tmp_path: Path) -> None:
    zh = book(tmp_path / "zh.xlsx", ("平台名称", " 网 址 *", "周期"), ("甲", URL, "每周"))
    en = book(tmp_path / "en.xlsx", ("name", "URL", "Schedule"), ("甲", URL, "7d"))
    assert (
        platform_sheet.read_platform_sheet(zh, STANDARD)[0][0].registration
        == platform_sheet.read_platform_sheet(en, STANDARD)[0][0].registration
    )


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("url", "ftp://shop.example.cn"),
        ("url", "示例商城"),
        ("mobile_url", "m shop"),
        ("uscc", "91110105MA07XYW261"),
        ("district", "没有区"),
        ("district", "浦东新区"),
        ("profile", "fod"),
        ("hints", "licnce=/licence"),
        ("hints", "licence"),
        ("schedule", "每八天"),
        ("seconds", "-5"),
        ("pages", "viele"),
        ("items", "4.2-9"),
        ("devices", "tablet"),
        ("private", "是 http://img.shop.internal/"),
        ("private", "yes 10.0.0.0/8"),
        ("consent_who", "=HYPERLINK(1)"),
        ("consent_date", "去年"),
        ("purpose", "年度检查"),
    ],
)
def test_a_bad_cell_is_named_and_the_good_row_kept(key: str, words: str, tmp_path: Path) -> None:
    keys = [column["key"] for column in load_platform_table()["columns"]]
    bad = {"url": URL, "consent_who": "甲方" if key.startswith("consent") else "", key: words}
    rows = [[bad.get(name, "") for name in keys], ["https://good.example.cn" if name == "url" else "" for name in keys]]
    heads = tuple(column["zh"] for column in load_platform_table()["columns"])
    good, faults = platform_sheet.read_platform_sheet(book(tmp_path / "l.xlsx", heads, *map(tuple, rows)), STANDARD)
    assert [row.registration.url for row in good] == ["https://good.example.cn/"]
    column = openpyxl.utils.get_column_letter(keys.index(key) + 1)
    assert [fault.place for fault in faults] == [f"平台!{column}2"]
    assert faults[0].text.zh != faults[0].text.en


@pytest.mark.parametrize("said", ["朝阳区", "朝阳", "北京市朝阳区", "Chaoyang", "chaoyang district"])
def test_a_district_is_kept_by_its_full_name(said: str) -> None:
    assert parse_registration({"url": URL, "district": said}, STANDARD).district == "朝阳区"


def test_one_address_twice_and_unknown_columns_are_said(tmp_path: Path) -> None:
    path = book(tmp_path / "l.xlsx", ("我的平台清单",), ("网址", "电话"), (URL, "1"), ("HTTPS://shop.example.cn", "2"))
    good, faults = platform_sheet.read_platform_sheet(path, STANDARD)
    assert len(good) == 1
    assert [fault.place for fault in faults] == ["平台!B2", "平台!A4"]


def test_a_file_without_addresses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="--template"):
        platform_sheet.read_platform_sheet(book(tmp_path / "l.xlsx", ("名称", "电话"), ("甲", "1")), STANDARD)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("lang", list(Lang))
def test_the_template_registers_its_example_and_nothing_else(ending: str, lang: Lang, tmp_path: Path) -> None:
    platform_sheet.write_empty_sheet(tmp_path / f"t.{ending}", lang)
    good, faults = platform_sheet.read_platform_sheet(tmp_path / f"t.{ending}", STANDARD)
    assert [row.registration.url for row in good] == [URL]
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
    private=st.sampled_from([(), (OWN,), (OWN, "img.shop.internal:8080", "10.0.0.7")]),
)


@given(REGISTRATIONS)
def test_what_is_registered_reads_back_from_its_own_words(made: Registration) -> None:
    of = Batch(made.batch, "目的", "依据", "机构", "负责人") if made.batch else None
    said = format_registration(made, of)
    assert parse_registration(said, STANDARD) == made
    assert parse_batch(said) == of


@pytest.mark.parametrize(
    ("said", "private"),
    [
        ("", ()), ("否", ()), ("No", ()), ("是", (OWN,)), ("YES", (OWN,)),
        ("是，img.shop.internal：8080", (OWN, "img.shop.internal:8080")),
        ("10.0.0.7 10.0.0.7", (OWN, "10.0.0.7")),
    ],
)  # fmt: skip
def test_consent_to_private_addresses_stands_in_the_register(said: str, private: tuple[str, ...]) -> None:
    made = parse_registration({"url": "http://10.0.0.5/", "private": said}, STANDARD)
    assert made.private == private
    assert made.allow_private is bool(private)
    assert made.private_places == private[1:]


@given(
    st.dictionaries(
        st.sampled_from([column["key"] for column in load_platform_table()["columns"]]), st.text(max_size=60)
    )
)
def test_any_words_become_a_registration_or_a_named_fault(said: Mapping[str, str]) -> None:
    try:
        made = parse_registration({**said, "url": URL}, STANDARD)
    except FieldFault as fault:
        named = fault.key
    else:
        named = ""
        assert parse_registration(format_registration(made, None), STANDARD) == made
    assert named in {"", *(column["key"] for column in load_platform_table()["columns"])}


async def test_import_export_import_is_the_same_register(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (
        ("网址", "名称", "周期", "批次", "法律依据", "备注"),
        (URL, "+1+1", "7d", "甲", "电子商务法", "+86"),
        ("b.example.cn", "@SUM", "", "", "", "-"),
    )
    assert await run_platforms.import_platforms(tmp_path / "one", book(tmp_path / "l.xlsx", *rows), Lang.ZH) == 0
    for ending in ("xlsx", "csv"):
        to = tmp_path / f"out.{ending}"
        assert await run_platforms.export_platforms(tmp_path / "one", to, "", Lang.ZH) == 0
        assert await run_platforms.import_platforms(tmp_path / ending, to, Lang.ZH) == 0
        one, two = await known(tmp_path / "one"), await known(tmp_path / ending)
        assert {url: platform.registration for url, platform in one.items()} == {
            url: platform.registration for url, platform in two.items()
        }
    written = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert {cell.data_type for row in written.iter_rows() for cell in row} <= {"s", "n"}  # n: an empty cell; no formula
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULA)]
    assert "有误 0 处" in capsys.readouterr().out


async def test_importing_a_list_again_updates_and_puts_nothing_off(tmp_path: Path) -> None:
    await run_platforms.import_platforms(
        tmp_path, book(tmp_path / "l.xlsx", ("网址", "名称", "周期"), (URL, "甲", "7d")), Lang.ZH
    )
    before = (await known(tmp_path))[URL]
    await run_platforms.import_platforms(
        tmp_path, book(tmp_path / "l.xlsx", ("网址", "名称", "周期"), (URL, "乙", "7d")), Lang.ZH
    )
    after = (await known(tmp_path))[URL]
    assert (after.registration.name, after.due_at, after.id) == ("乙", before.due_at, before.id)
    await run_platforms.import_platforms(tmp_path, book(tmp_path / "l.xlsx", ("网址", "周期"), (URL, "")), Lang.ZH)
    assert (await known(tmp_path))[URL].due_at is None


async def test_pausing_removing_and_adding_again_keep_the_platform(tmp_path: Path) -> None:
    await run_platforms.add_platform(tmp_path, {"url": URL, "schedule": "7d"}, Lang.EN)
    with pytest.raises(InvalidInput, match="edit"):
        await run_platforms.add_platform(tmp_path, {"url": URL}, Lang.EN)
    await run_platforms.change_platform_state(tmp_path, "shop.example", PlatformState.PAUSED, Lang.EN)
    await run_platforms.edit_platform(tmp_path, "1", run_platforms.parse_fields(["平台名称=甲", "schedule=-"]), Lang.EN)
    now = (await known(tmp_path))[URL]
    assert (now.state, now.registration.name, now.registration.schedule) == (PlatformState.PAUSED, "甲", "")
    await run_platforms.change_platform_state(tmp_path, "1", PlatformState.REMOVED, Lang.EN)
    with pytest.raises(InvalidInput, match="not registered"):
        await run_platforms.edit_platform(tmp_path, "1", {}, Lang.EN)
    await run_platforms.add_platform(tmp_path, {"url": URL}, Lang.EN)
    assert (await known(tmp_path))[URL].state is PlatformState.ACTIVE


@pytest.mark.parametrize("typed", ["schedule", "cycle=7d", "url=https://b.example.cn", "=7d"])
def test_a_field_that_is_none_is_refused_with_the_list(typed: str) -> None:
    with pytest.raises(InvalidInput, match="schedule"):
        run_platforms.parse_fields([typed])


async def test_a_name_for_two_platforms_is_asked_about(tmp_path: Path) -> None:
    rows = (("网址",), ("https://a.example.cn",), ("https://b.example.cn",))
    await run_platforms.import_platforms(tmp_path, book(tmp_path / "l.xlsx", *rows), Lang.ZH)
    with pytest.raises(InvalidInput, match="give the number"):
        await run_platforms.change_platform_state(tmp_path, "example.cn", PlatformState.PAUSED, Lang.ZH)
