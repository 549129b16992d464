"""Carries what was filled into an earlier sheet of a visit into a new one, except what was read in already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probes.finding import Text
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.standard_tables import Standard
from xuncha.console.lang import Lang
from xuncha.settings.target import InvalidInput
from xuncha.sheets.review_reader import FILLED, DecisionStamp, read_decisions
from xuncha.sheets.review_rows import WorksheetKind, load_sheet_settings
from xuncha.sheets.worksheet_file import Formula, Plain
from xuncha.sheets.worksheet_grid import FilledSheet, SheetFault, SheetLine, read_filled_sheet

Cells = Mapping[str, str | float]
AnyDecision = Decision | LineDecision | FlagDecision
WHOEVER = "*"  # stands for a row without a name: whoever read the sheet in gave the name then


@dataclass(frozen=True, slots=True)
class CarriedCells:
    """Filled cells by worksheet and row; ``read_in``: rows left out because they are stored decisions."""

    cells: Mapping[tuple[WorksheetKind, str], Cells]
    read_in: int


def count_filled_rows(path: Path) -> int:
    """The number of filled rows in a file; 0 for one that is not our sheet."""
    try:
        filled = read_filled_sheet(path)
    except InvalidInput:
        return 0
    return sum(1 for _ in _rows(filled))


def carry_filled_cells(
    path: Path, audits: Collection[str], on_file: Collection[AnyDecision], standard: Standard, lang: Lang
) -> CarriedCells:
    """The cells to carry over.

    ``audits``: judgements the sheet may be of; ``on_file``: decisions stored on any of them.

    Raises InvalidInput for a file that is no sheet or of another visit, or with a filled cell that cannot be carried
    over.
    """
    filled = read_filled_sheet(path)
    if not {grid.audit for grid in filled.grids} <= set(audits):
        others = ", ".join(sorted({grid.audit[:16] for grid in filled.grids}))
        raise InvalidInput(
            f"{path} 属于另一次检测（判定 {others}），填写的内容不能带到这一次",
            f"{path} belongs to another visit (judgement {others}): what was filled in there cannot be carried to this one",
        )
    faults = [*filled.faults, *(fault for grid in filled.grids for fault in grid.faults)]
    cells: dict[tuple[WorksheetKind, str], Cells] = {}
    known = {
        WorksheetKind.ITEM: set(standard.by_id), WorksheetKind.RED_LINE: {red_line.id for red_line in standard.red_lines},
    }  # fmt: skip
    done = _read_in(filled, standard, on_file)
    read_in = 0
    for kind, line in _rows(filled):
        id = str(line.cells.get("id") or "").strip()
        if (kind, id) in done:
            read_in += 1
            continue
        if id not in known.get(kind, {id}) or (kind, id) in cells:
            faults.append(
                SheetFault(line.places["id"], Text("行的编号有误或重复", "the row's id is wrong, or there twice"))
            )
            continue
        faults += [_formula(line, key) for key in _keys(kind) if isinstance(line.cells.get(key), Formula)]
        cells[kind, id] = {
            key: _said(kind, key, value, lang) for key in _keys(kind) if (value := line.cells.get(key)) is not None
        }
    if faults:
        zh = "；".join(f"{fault.place}：{fault.text.zh}" for fault in faults[:5])
        en = "; ".join(f"{fault.place}: {fault.text.en}" for fault in faults[:5])
        raise InvalidInput(
            f"{path} 有 {len(faults)} 处不能带入，未写出新表：{zh}",
            f"{len(faults)} places of {path} cannot be carried, no new sheet was written: {en}",
        )
    return CarriedCells(cells, read_in)


def _rows(filled: FilledSheet) -> Iterator[tuple[WorksheetKind, SheetLine]]:
    for grid in filled.grids:
        for line in grid.lines:
            if any(str(line.cells.get(key) or "").strip() for key in (*FILLED, "assessor")):
                yield grid.kind, line


def _read_in(
    filled: FilledSheet, standard: Standard, on_file: Collection[AnyDecision]
) -> set[tuple[WorksheetKind, str]]:
    good, _ = read_decisions(filled, standard, DecisionStamp("", "", "", WHOEVER, {}))
    kept = {_key(decision) for decision in on_file} | {_key(decision, WHOEVER) for decision in on_file}
    return {_key(decision.decision)[:2] for decision in good if _key(decision.decision) in kept}


def _key(word: AnyDecision, assessor: str = "") -> Any:
    who = assessor or word.assessor
    match word:
        case Decision():
            return WorksheetKind.ITEM, word.item, word.verdict, word.value, word.reason, who
        case LineDecision():
            return WorksheetKind.RED_LINE, word.line, word.confirmed, None, word.reason, who
        case FlagDecision():
            return WorksheetKind.PROFILE, word.flag, word.value, None, word.reason, who


def _keys(kind: WorksheetKind) -> list[str]:
    return [column["key"] for column in load_sheet_settings()["columns"][kind] if column.get("fill")]


def _formula(line: SheetLine, key: str) -> SheetFault:
    return SheetFault(line.places[key], Text("是公式；请改为文字", "it is a formula: write what it should say"))


def _said(kind: WorksheetKind, key: str, value: Plain, lang: Lang) -> str | float:
    """A choice in the new sheet's language, anything else as it is."""
    if key == "verdict":
        for name, words in load_sheet_settings()["choices"][kind].items():
            if str(value).strip().casefold() in (name, words["zh"], words["en"]):
                return str(words[lang])
    return value if isinstance(value, float) else str(value)
