"""findings.xlsx holds every row of the record, no formula whatever pages say, and the same bytes for the same facts."""

from __future__ import annotations

import io
import tomllib
from datetime import datetime
from importlib.resources import files
from typing import Any

import openpyxl
import pytest

from tests.pack.told import decided, hostile, told
from xuncha.pack.documents import findings_workbook
from xuncha.pack.parts import PackFacts

WORDS = tomllib.loads(files("xuncha.pack.documents").joinpath("book.toml").read_text("utf-8"))


def bytes_of(facts: PackFacts, pictures: findings_workbook.Pictures | None = None) -> bytes:
    (part,) = findings_workbook.make_workbook(facts, pictures)
    assert part.name == "findings.xlsx"
    return part.data


def opened(facts: PackFacts, pictures: findings_workbook.Pictures | None = None) -> Any:
    return openpyxl.load_workbook(io.BytesIO(bytes_of(facts, pictures)))


def rows(made: Any, key: str) -> list[dict[str, Any]]:
    sheet = made[WORDS[key]["name"]]
    heads, *found = list(sheet.iter_rows(values_only=True))
    assert list(heads) == WORDS[key]["heads"]
    return [dict(zip(heads, row, strict=True)) for row in found]


def test_every_row_of_the_record_is_there() -> None:
    facts = decided(told())
    made, record = opened(facts), facts.record
    for key in ("items", "views", "gaps", "fetches", "timings", "hosts"):
        assert len(rows(made, key)) == len(record[key]), key
    assert len(rows(made, "evidence")) == sum(len(found["evidence"]) for found in record["findings"])
    checks = [max(len(check["findings"]), 1) for item in record["items"] for check in item["checks"]]
    assert len(rows(made, "findings")) == sum(checks)
    items = {row["条款 item"]: row for row in rows(made, "items")}
    for item in record["items"]:
        assert items[item["item"]]["得分率 value"] == pytest.approx(item["value"])  # Excel has 15 digits
        assert items[item["item"]]["标准原文 standard"] == item["text"]
    views = {row["编号 view"]: row for row in rows(made, "views")}
    assert all(views[view["id"]]["截图文件 picture"] == f"screenshots/{view['id']}.jpg" for view in record["views"])
    said = rows(made, "decisions")
    assert [row["评审员 assessor"] for row in said] == ["=甲", "乙", "乙", "乙"]
    assert said[0]["时间（北京） at"] == "2026-11-25 16:00:01"
    assert [row["字节 bytes"] for row in rows(made, "documents")] == [1234]


def test_evidence_names_its_crop_where_there_is_one() -> None:
    facts = told()
    found = next(finding for finding in facts.record["findings"] if len(finding["evidence"]) > 1)
    made = rows(opened(facts, {(found["id"], 1): "screenshots/findings/7-1.png"}), "evidence")
    named = [row for row in made if row["裁图 crop"]]
    assert [(row["发现 finding"], row["序 n"]) for row in named] == [(found["id"], 2)]
    assert named[0]["x"] == (found["evidence"][1]["box"] or [None])[0]


def test_each_table_can_be_filtered_and_keeps_its_heads_in_sight() -> None:
    made = opened(told())
    assert [sheet.title for sheet in made.worksheets] == [
        table["name"] for key, table in WORDS.items() if "name" in table
    ]
    for sheet in made.worksheets[:-1]:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref is not None
        assert max(dimension.width for dimension in sheet.column_dimensions.values()) <= 49


def test_no_word_of_a_page_becomes_a_formula_or_a_link() -> None:
    record = dict(told().record)
    nasty = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
    record["gaps"] = [{**record["gaps"][0], "detail": word} for word in nasty]
    for facts in (hostile(), told(parts={"gaps": record["gaps"]})):
        cells = [cell for sheet in opened(facts).worksheets for row in sheet.iter_rows() for cell in row]
        assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    kept = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert {"=1+1", "+1", "-1", "@SUM(A1)"} <= set(kept)


def test_equal_facts_make_equal_bytes_and_the_date_is_the_pack_s() -> None:
    facts = decided(told())
    assert bytes_of(facts) == bytes_of(facts)
    assert opened(facts).properties.created == datetime(2026, 11, 25, 12, 30, 15)
