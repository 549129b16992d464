"""The sheet shows all there is to decide, locks what the machine says, and no word of a page becomes a formula, a link or a letter that turns."""

from __future__ import annotations

import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import openpyxl
import pytest

from scoring.standard_tables import Verdict
from storage.db.session import Store, open_store
from storage.visits.audit import Audit
from tests.xuncha.keeping import HOSTILE, kept, made
from tests.xuncha.sheets.filling import Filling
from xuncha.commands.run_sheet import make_sheet
from xuncha.console.lang import Lang
from xuncha.judging.rules import load_rules
from xuncha.settings.target import InvalidInput
from xuncha.sheets.review_rows import WorksheetKind, load_sheet_settings
from xuncha.sheets.worksheet_grid import read_filled_sheet


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "data") as opened:
        yield opened


async def sheet(store: Store, tmp_path: Path, lang: Lang = Lang.ZH, quote: str = "") -> tuple[Audit, Path]:
    audit = await kept(store, made(), quote)
    path = tmp_path / "review.xlsx"
    assert await make_sheet(store.data, audit.id, path, lang) == 0
    return audit, path


async def test_all_58_items_14_lines_and_every_flag_are_there(store: Store, tmp_path: Path) -> None:
    audit, path = await sheet(store, tmp_path)
    rules = load_rules()
    filling = Filling(path)
    assert list(filling.rows[WorksheetKind.ITEM]) == [item.id for item in rules.standard.items]
    assert len(filling.rows[WorksheetKind.ITEM]) == 58
    assert len(filling.rows[WorksheetKind.RED_LINE]) == 14
    assert {"goods", "marketplace"} <= filling.rows[WorksheetKind.PROFILE].keys()
    by_item = {verdict.item: verdict for verdict in audit.verdicts}
    for item in rules.standard.items:
        assert filling.cell(WorksheetKind.ITEM, item.id, "text").value == item.text
        assert filling.cell(WorksheetKind.ITEM, item.id, "weight").value == item.weight
        assert (
            filling.cell(WorksheetKind.ITEM, item.id, "machine").value
            == rules.standard.verdicts[by_item[item.id].verdict].zh
        )
        question = by_item[item.id].question
        assert (filling.cell(WorksheetKind.ITEM, item.id, "question").value or "") == (question.zh if question else "")
        for words in item.documents:
            assert words.zh in filling.cell(WorksheetKind.ITEM, item.id, "asks_for").value
    with zipfile.ZipFile(path) as archive:
        assert sum(name.startswith("xl/media/") for name in archive.namelist()) > 2
    assert filling.book.sheetnames == ["条款", "红线", "平台属性", "填写说明"]
    help = "\n".join(str(row[1].value or "") for row in filling.book["填写说明"].iter_rows())
    assert audit.id[:8] in help
    assert "30 分钟" in help
    assert "365 天" in help


async def test_only_the_empty_cells_can_be_filled(store: Store, tmp_path: Path) -> None:
    _, path = await sheet(store, tmp_path)
    filling = Filling(path)
    for kind, worksheet in filling.sheets.items():
        assert worksheet.protection.sheet
        assert not worksheet.protection.password
        assert worksheet.freeze_panes == "C6"
        fill = {column["key"] for column in load_sheet_settings()["columns"][kind] if column.get("fill")}
        for id in filling.rows[kind]:
            for key in filling.columns[kind]:
                cell = filling.cell(kind, id, key)
                assert cell.protection.locked is (key not in fill)
                assert key not in fill or cell.value is None
                assert cell.alignment.wrap_text
        (choice, *values) = worksheet.data_validations.dataValidation
        assert choice.type == "list"
        assert [value.type for value in values] == (["decimal"] if kind is WorksheetKind.ITEM else [])
        assert worksheet.row_dimensions[1].hidden
        assert worksheet.row_dimensions[2].hidden


async def test_it_knows_what_it_belongs_to(store: Store, tmp_path: Path) -> None:
    audit, path = await sheet(store, tmp_path)
    found = read_filled_sheet(path)
    assert {grid.audit for grid in found.grids} == {audit.id}
    assert [grid.kind for grid in found.grids] == list(WorksheetKind)
    assert not found.faults
    assert audit.ruleset in str(openpyxl.load_workbook(path)["条款"]["C1"].value)


async def test_in_english_no_word_of_ours_is_chinese(store: Store, tmp_path: Path) -> None:
    _, path = await sheet(store, tmp_path, Lang.EN)
    filling = Filling(path)
    assert filling.book.sheetnames == ["Items", "Red lines", "Profile", "How to fill in"]
    for kind, worksheet in filling.sheets.items():
        heads = [str(cell.value) for row in worksheet["A4:R5"] for cell in row if cell.value]
        assert all(head.isascii() for head in heads), heads
        (choice, *_) = worksheet.data_validations.dataValidation
        assert choice.formula1.isascii()
        for id in filling.rows[kind]:
            assert str(filling.cell(kind, id, "machine").value or "").isascii()


async def test_no_word_of_a_page_becomes_a_formula(store: Store, tmp_path: Path) -> None:
    _, path = await sheet(store, tmp_path, quote=HOSTILE)
    said = []
    for worksheet in openpyxl.load_workbook(path).worksheets:
        for row in worksheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (worksheet.title, cell.coordinate)
                assert cell.hyperlink is None
                said.append(str(cell.value or ""))
    assert sum(text.startswith("=cmd|") for text in said) > 10
    assert not any("\u202e" in text or "\0" in text for text in said)
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower() or name.endswith(".bin")]
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = archive.read(name).decode("utf-8")
                assert "<f>" not in xml
                assert "<hyperlink" not in xml


async def test_what_is_no_sheet_is_told_in_one_line(tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    files = {
        "other.xlsx": other.read_bytes(),
        "cut.xlsx": other.read_bytes()[:900],
        "text.csv": b"a,b\n1,2\n",
        "none": b"",
    }
    files |= {"zip.xlsx": b"PK\x03\x04rest", "bytes": bytes(range(256)), "quote.csv": b'"a\n'}
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(InvalidInput, match="no sheet made by"):
            read_filled_sheet(path)
    with pytest.raises(InvalidInput, match="cannot read"):
        read_filled_sheet(tmp_path / "missing.xlsx")


async def test_a_file_that_grows_when_unpacked_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(6):
            archive.writestr(f"xl/{number}.xml", bytes(100_000_000))
    with pytest.raises(InvalidInput, match="unpacks to more than 64 MB"):
        read_filled_sheet(path)


async def test_it_must_be_a_workbook_of_a_judged_audit(store: Store, tmp_path: Path) -> None:
    audit = await kept(store, made())
    with pytest.raises(InvalidInput, match=r"\.xlsx"):
        await make_sheet(store.data, audit.id, tmp_path / "x.pdf", Lang.ZH)
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(InvalidInput, match="cannot write"):
        await make_sheet(store.data, audit.id, file / "x.xlsx", Lang.ZH)
    assert Verdict.PENDING_DOCUMENT in {verdict.verdict for verdict in audit.verdicts}
