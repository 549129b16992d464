"""A shortfall from the audit that shows it through the sheet to its closing, and again where it comes back; bad cells are named."""

from __future__ import annotations

import asyncio
import csv
import dataclasses
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scoring.score import score_verdicts
from scoring.standard_tables import Verdict
from storage.audits import save_audit
from storage.db.session import open_store
from storage.platforms import DueTimes, Registration, save_registration
from storage.remediations import Remediation, Said, list_remediations, load_remarks
from storage.standings import list_stored_platforms
from storage.visits.audit import new_id
from tests.rules import real_rules
from tests.xuncha.command import xuncha
from tests.xuncha.keeping import HOSTILE, kept, made
from xuncha.commands import run_rectify
from xuncha.console.lang import Lang
from xuncha.register.platform_rows import FieldFault
from xuncha.register.shortfall_rows import merge_remarks
from xuncha.register.shortfall_sheet import format_shortfall_number, load_rectify_table, read_shortfall_sheet

STANDARD = real_rules().standard
FIRST, SECOND = (item.id for item in STANDARD.items[4:6])
NOW = datetime.now(UTC).replace(microsecond=7)
VALUES = {Verdict.PASS: 1.0, Verdict.FAIL: 0.0}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


async def visit(data: Path, days_ago: int, moved: Mapping[str, Verdict], quote: str = "") -> None:
    """A visit so long ago, registered under a tag, in which these items came out so."""
    async with open_store(data) as store:
        site = made(NOW - timedelta(days=days_ago))
        await save_registration(
            store, Registration(url=site.platform.url, name=quote or "商城", tags=("年检",)), DueTimes(), NOW
        )
        audit = await kept(store, site, quote)
        verdicts = tuple(
            dataclasses.replace(verdict, verdict=moved[verdict.item], value=VALUES[moved[verdict.item]])
            if verdict.item in moved
            else verdict
            for verdict in audit.verdicts
        )
        await save_audit(
            store,
            dataclasses.replace(
                audit,
                id=new_id(),
                verdicts=verdicts,
                scores=score_verdicts(STANDARD, verdicts),
                created_at=audit.created_at + timedelta(seconds=1),
            ),
        )


async def kept_rows(data: Path, closed: bool = True) -> tuple[Remediation, ...]:
    async with open_store(data) as store:
        return await list_remediations(store, [id for id, _, _ in await list_stored_platforms(store)], closed=closed)


async def exported(data: Path, to: Path) -> list[dict[str, Any]]:
    """The rows of a new sheet by the keys of its columns."""
    assert await run_rectify.export_shortfalls(data, to, "年检", "", Lang.ZH) == 0
    return rows_of(to)


def rows_of(path: Path) -> list[dict[str, Any]]:
    keys = [column["key"] for column in load_rectify_table()["columns"]]
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [dict(zip(keys, row, strict=True)) for row in list(csv.reader(file))[1:]]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [dict(zip(keys, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]


def fill(path: Path, row: int, **cells: Any) -> None:
    """Put these into cells of a row (from 1) by their keys."""
    keys = [column["key"] for column in load_rectify_table()["columns"]]
    book = openpyxl.load_workbook(path)
    for key, value in cells.items():
        book.worksheets[0].cell(row + 1, keys.index(key) + 1).value = value
    book.save(path)


async def test_from_a_fail_to_its_closing_and_back(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await visit(data, 20, {FIRST: Verdict.FAIL, SECOND: Verdict.FAIL})
    to = tmp_path / "rectify.xlsx"
    rows = await exported(data, to)
    assert [(row["item"], row["state"]) for row in rows] == [(FIRST, "待通知"), (SECOND, "待通知")]
    assert all(row["remedy"] == STANDARD.by_id[row["item"]].remedy.zh for row in rows)
    assert all(row["wanting"] and row["platform"] == "商城" for row in rows)
    assert "shop.example" in rows[0]["quote"]
    assert [row[key] for row in rows for key in ("notified", "due", "person", "note", "closed", "reason")] == [
        None
    ] * 12

    notified = NOW - timedelta(days=18)
    fill(to, 1, notified=f"{notified:%Y年%m月%d日}", due=(NOW - timedelta(days=5)).replace(tzinfo=None), person="甲")
    assert await run_rectify.import_shortfalls(data, to, Lang.ZH) == 0
    assert "更新 1 条" in capsys.readouterr().out
    assert await run_rectify.import_shortfalls(data, to, Lang.ZH) == 0  # read twice it says nothing new
    assert "更新 0 条，其中关闭 0 条，未变 1 条" in capsys.readouterr().out
    fill(to, 1, note="已电话通知")  # the same file, filled in further
    assert await run_rectify.import_shortfalls(data, to, Lang.ZH) == 0
    rows = await exported(data, to)
    assert [row["state"] for row in rows] == ["已逾期", "待通知"]
    assert (rows[0]["note"], rows[0]["version"]) == ("已电话通知", "2")

    await visit(data, 4, {FIRST: Verdict.PASS})  # found well: proposed for closing, a person closes it
    rows = await exported(data, to)
    assert rows[0]["state"].startswith("复查符合，建议关闭 ")
    assert (await kept_rows(data))[0].found.rechecked_at == NOW - timedelta(days=4)
    fill(to, 1, closed="是", reason="页脚已公示")
    assert await run_rectify.import_shortfalls(data, to, Lang.ZH) == 0
    assert [row["item"] for row in await exported(data, tmp_path / "b.xlsx")] == [SECOND]

    (first, *_) = await kept_rows(data)
    async with open_store(data) as store:
        history = await load_remarks(store, first.key)
    assert [(statement.note, statement.reason) for statement in history] == [
        ("", ""),
        ("已电话通知", ""),
        ("已电话通知", "页脚已公示"),
    ]

    later = first.said.closed_at
    assert later is not None
    await visit(data, -1, {FIRST: Verdict.FAIL})  # fails again: a new row, the old one stays closed
    await exported(data, to)
    again = [row for row in await kept_rows(data) if row.key.item == FIRST]
    assert [(row.said.closed_at, row.words) for row in again] == [(later, 3), (None, 0)]
    assert again[1].found.opened_at == NOW + timedelta(days=1)


FAULTS = [
    ({"notified": "十一月"}, "notified", "应写成 2026-11-25"),
    ({"notified": "2026-02-30"}, "notified", "应写成 2026-11-25"),
    ({"notified": "2199-01-01"}, "notified", "晚于今天"),
    ({"notified": "=TODAY()"}, "notified", "不能是公式"),
    ({"notified": "2026-01-09", "due": "2026-01-08"}, "due", "早于通知日期"),
    ({"closed": "或许"}, "closed", "应为 是 或 否"),
    ({"closed": "是", "person": "甲"}, "reason", "须写明理由"),
    ({"closed": "是", "reason": "已改"}, "person", "须写明负责人"),
    ({"reason": "已改"}, "reason", "「已关闭」不是 是"),
    ({"id": "7/x", "note": "注"}, "id", "整改编号缺失或被改动"),
    ({"id": f"99/{FIRST}/20260101T000000000000Z", "note": "注"}, "id", "没有这一条"),
    ({"version": "9", "note": "注"}, "version", "版本被改动"),
    ({"version": None, "note": "注"}, "version", "版本缺失"),
]


@pytest.fixture(scope="module")
def made_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the data of a visit that found two shortfalls, and the sheet of them; each test takes a copy."""
    folder = tmp_path_factory.mktemp("made_out")

    async def write() -> None:
        await visit(folder / "data", 20, {FIRST: Verdict.FAIL, SECOND: Verdict.FAIL})
        await exported(folder / "data", folder / "rectify.xlsx")

    asyncio.run(write())
    return folder


@pytest.mark.parametrize(("cells", "key", "words"), FAULTS)
async def test_a_bad_cell_is_named_and_the_good_row_counts(
    made_out: Path, data: Path, capsys: pytest.CaptureFixture[str], cells: dict[str, object], key: str, words: str
) -> None:
    shutil.copytree(made_out, data.parent, dirs_exist_ok=True)
    to = data.parent / "rectify.xlsx"
    fill(to, 1, **cells)
    fill(to, 2, note="好")
    capsys.readouterr()
    assert await run_rectify.import_shortfalls(data, to, Lang.ZH) == 2
    said = capsys.readouterr()
    keys = [column["key"] for column in load_rectify_table()["columns"]]
    letter = openpyxl.utils.get_column_letter(keys.index(key) + 1)
    assert said.err.startswith(f"xuncha: 整改!{letter}2：")
    assert words in said.err
    assert "更新 1 条" in said.out
    assert [row.said.note for row in await kept_rows(data)] == ["", "好"]


async def test_what_somebody_else_changed_meanwhile_is_not_undone(data: Path, tmp_path: Path) -> None:
    await visit(data, 20, {FIRST: Verdict.FAIL})
    one, other = tmp_path / "one.xlsx", tmp_path / "other.csv"
    await exported(data, one)
    await exported(data, other)
    fill(one, 1, person="甲", note="先")
    assert await run_rectify.import_shortfalls(data, one, Lang.ZH) == 0
    text = other.read_text("utf-8-sig").replace("待通知,,,,,,", "待通知,,2199-12-31,,,,")
    other.write_text(text, "utf-8-sig")  # an older sheet that says something of another cell
    assert await run_rectify.import_shortfalls(data, other, Lang.ZH) == 0
    (row,) = await kept_rows(data)
    assert (row.said.person, row.said.note, row.said.due_at is not None) == ("甲", "先", True)
    other.write_text(text.replace(",2199-12-31,,,,", ",2199-12-31,乙,,,"), "utf-8-sig")
    assert await run_rectify.import_shortfalls(data, other, Lang.ZH) == 2
    assert (await kept_rows(data))[0].said.person == "甲"


def test_a_dash_takes_out_and_yes_and_no_are_cells_like_others() -> None:
    said = Said(notified_at=NOW, person="甲", note="注", closed_at=NOW, reason="已改")
    assert merge_remarks({"note": None, "notified": None}, said, said, NOW) == dataclasses.replace(
        said, note="", notified_at=None
    )
    assert merge_remarks({"closed": False}, said, said, NOW) == dataclasses.replace(said, closed_at=None, reason="")
    assert merge_remarks({"closed": True, "person": "甲"}, said, said, NOW + timedelta(days=1)) == said
    with pytest.raises(FieldFault):
        merge_remarks({"note": "三"}, Said(note="一"), Said(note="二"), NOW)


@pytest.mark.commands
async def test_hostile_words_stay_words(data: Path, tmp_path: Path) -> None:
    await visit(data, 20, {FIRST: Verdict.FAIL}, HOSTILE)
    for name in ("a.xlsx", "a.csv"):
        (row,) = await exported(data, tmp_path / name)
        assert row["wanting"].lstrip("'").startswith("=cmd")
        assert "\u202e" not in "".join(str(value) for value in row.values())
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert not [c for sheet in book.worksheets for line in sheet.iter_rows() for c in line if c.data_type == "f"]
    fill(tmp_path / "a.xlsx", 1, note="红\u202e<b>", person="'=1+1")
    rows, bad = read_shortfall_sheet(tmp_path / "a.xlsx")
    assert bad == ()
    assert rows[0].said == {"note": "红 <b>", "person": "=1+1"}
    ended = xuncha("rectify", "list", "--data", str(data))
    assert ended.code == 0, ended.err
    assert "\x1b" not in ended.out
    assert FIRST in ended.out


@pytest.mark.commands
async def test_the_commands_and_their_exit_codes(data: Path, tmp_path: Path) -> None:
    await visit(data, 20, {FIRST: Verdict.FAIL})
    to = str(tmp_path / "r.csv")
    assert xuncha("rectify", "export", "--to", to, "--platform", "1", "--data", str(data)).code == 0
    assert xuncha("rectify", "import", to, "--data", str(data)).code == 0
    assert "不是整改表" in xuncha("rectify", "import", str(data / "xuncha.db"), "--data", str(data)).line
    assert "没有标签" in xuncha("rectify", "list", "--tag", "x", "--data", str(data)).line
    (row,) = await kept_rows(data)
    assert rows_of(Path(to))[0]["id"] == format_shortfall_number(row.key)
