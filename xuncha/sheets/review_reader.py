"""Reads what people wrote into a sheet: each filled row becomes a decision, or an error that names its cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from probes.finding import Text
from probes.schema.flags import FLAGS
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.standard_tables import Standard, Verdict
from xuncha.console.lang import suggest_nearest
from xuncha.sheets.review_rows import WorksheetKind, load_sheet_settings
from xuncha.sheets.worksheet_file import Formula, Plain
from xuncha.sheets.worksheet_grid import FilledSheet, SheetFault, SheetLine

FILLED = ("verdict", "value", "reason", "reference")  # any of these makes a row a decision; a name alone does not
NUMBER = re.compile(r"([0-9]+(?:[.][0-9]*)?|[.][0-9]+)(%?)")
ERRORS = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!")


@dataclass(frozen=True, slots=True)
class DecisionStamp:
    """What all decisions of one reading share. ``bases``: what each item and red line rests on."""

    audit: str
    visit: str
    at: str
    assessor: str
    bases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadDecision:
    """One good row: the decision, and the place of its verdict."""

    decision: Decision | LineDecision | FlagDecision
    place: str


def read_decisions(
    filled: FilledSheet, standard: Standard, stamp: DecisionStamp
) -> tuple[tuple[ReadDecision, ...], tuple[SheetFault, ...]]:
    """The good rows as decisions, and the errors of all others, in the order of the sheet."""
    good: list[ReadDecision] = []
    bad: list[SheetFault] = list(filled.faults)
    taken: dict[tuple[WorksheetKind, str], str] = {}
    for grid in filled.grids:
        bad += grid.faults
        for line in grid.lines:
            if not any(_words(line.cells.get(key)) for key in FILLED):
                continue
            try:
                id = _known(grid.kind, line, standard)
                place = line.places.get("verdict", line.places["id"])
                if (first := taken.setdefault((grid.kind, id), place)) != place:
                    raise _fault(
                        line,
                        "id",
                        f"{id} 已在 {first} 填写；请只留一行，第二名评审员另用一份表",
                        f"{id} is filled in at {first} already: keep one row; a second assessor takes a sheet of their own",
                    )
                good.append(ReadDecision(read_row_decision(grid.kind, id, line, stamp), place))
            except SheetFault as fault:
                bad.append(fault)
    return tuple(good), tuple(bad)


def _known(kind: WorksheetKind, line: SheetLine, standard: Standard) -> str:
    known: Mapping[WorksheetKind, Iterable[str]] = {
        WorksheetKind.ITEM: standard.by_id,
        WorksheetKind.RED_LINE: [red_line.id for red_line in standard.red_lines],
        WorksheetKind.PROFILE: FLAGS,
    }
    id = _words(line.cells.get("id"))
    if id not in known[kind]:
        hint = suggest_nearest(id, known[kind])
        if not id:
            raise _fault(line, "id", "这一行没有编号；请照原表补上", "this row has no id: put it back as it was")
        raise _fault(
            line,
            "id",
            f"没有“{id[:40]}”{hint.zh}；请照原表改回",
            f"unknown {id[:40]!r}{hint.en}: put it back as it was",
        )
    return id


def read_row_decision(
    kind: WorksheetKind, id: str, line: SheetLine, stamp: DecisionStamp
) -> Decision | LineDecision | FlagDecision:
    """The decision that one row says, or one form: ``line`` has its cells by key. Raises SheetFault."""
    verdict = _choice(kind, line)
    value = _value(line, verdict) if kind is WorksheetKind.ITEM else None
    reason = _text(line, "reason")
    if not reason:
        raise _fault(line, "reason", "缺少理由；请写明看了什么、依据什么", "a reason is needed: say what you looked at")
    assessor = _text(line, "assessor") or stamp.assessor
    if not assessor:
        raise _fault(
            line,
            "assessor",
            "缺少评审员；请填写，或读入时用 --assessor 写明",
            "an assessor is needed: fill it in, or give --assessor when it is read",
        )
    basis = stamp.bases.get(id, "")
    if kind is WorksheetKind.ITEM:
        reference = _text(line, "reference")
        return Decision(
            id, Verdict(verdict), value, assessor, stamp.at, reason, reference=reference, audit=stamp.audit,
            visit=stamp.visit, basis=basis,
        )  # fmt: skip
    if kind is WorksheetKind.RED_LINE:
        return LineDecision(
            id, verdict == "confirm", assessor, stamp.at, reason, audit=stamp.audit, visit=stamp.visit, basis=basis
        )
    return FlagDecision(id, verdict == "yes", assessor, stamp.at, reason, audit=stamp.audit, visit=stamp.visit)


def _choice(kind: WorksheetKind, line: SheetLine) -> str:
    """The key of the chosen word, in either language."""
    choices = load_sheet_settings()["choices"][kind]
    said = _text(line, "verdict")
    if not said:
        raise _fault(line, "verdict", "缺少判定；请从下拉列表中选择", "a verdict is needed: choose it from the list")
    for key, words in choices.items():
        if said.casefold() in (key, words["zh"], words["en"]):
            return str(key)
    zh, en = (
        " / ".join(choice["zh"] for choice in choices.values()),
        " / ".join(choice["en"] for choice in choices.values()),
    )
    raise _fault(
        line, "verdict", f"“{said[:40]}”不能用；请改为 {zh} 之一", f"{said[:40]!r} cannot be used: write one of {en}"
    )


def _value(line: SheetLine, verdict: str) -> float | None:
    """The value of an item's verdict; only a partial one has its own."""
    given = _number(line)
    fixed = {"pass": 1.0, "fail": 0.0, "not_applicable": None}
    words = load_sheet_settings()["choices"][WorksheetKind.ITEM][verdict]
    if verdict == "partial":
        if given is None:
            raise _fault(
                line, "value", f"{words['zh']}需要得分率；请填 0 与 1 之间的小数，如 0.5",
                f"{words['en']} needs a value: write one between 0 and 1, like 0.5",
            )  # fmt: skip
        if not 0.0 < given < 1.0:
            raise _fault(
                line, "value", f"得分率 {given:g} 不在 0 与 1 之间；请写成 0.5 或 50%",
                f"the value {given:g} is not between 0 and 1: write it like 0.5 or 50%",
            )  # fmt: skip
        return given
    if given is not None and given != fixed[verdict]:
        raise _fault(
            line, "value", f"{words['zh']}不应有得分率 {given:g}；请清空，或改判部分符合",
            f"{words['en']} cannot have the value {given:g}: clear it, or choose partly met",
        )  # fmt: skip
    return fixed[verdict]


def _number(line: SheetLine) -> float | None:
    raw = line.cells.get("value")
    if isinstance(raw, float):
        return raw
    words = unicodedata.normalize("NFKC", _text(line, "value")).replace(" ", "")
    if not words:
        return None
    found = NUMBER.fullmatch(words)
    if found is None:
        raise _fault(
            line, "value", f"“{words[:40]}”不是数字；请用小数点，写成 0.5 或 50%",
            f"{words[:40]!r} is no number: write it with a point, like 0.5 or 50%",
        )  # fmt: skip
    return float(found[1]) / (100 if found[2] else 1)


def _text(line: SheetLine, key: str) -> str:
    """A cell as text. Raises SheetFault for a formula, an error, and characters that hide or reverse others."""
    raw = line.cells.get(key)
    if isinstance(raw, Formula):
        raise _fault(
            line, key, "是公式，不予计算；请直接填写内容", "a formula is not computed: write what it should say"
        )
    words = _words(raw)
    if words in ERRORS:
        raise _fault(
            line, key, f"单元格出错（{words}）；请重新填写", f"the cell shows the error {words}: write it anew"
        )
    return words


def _words(raw: Plain) -> str:
    """Text without what typing leaves by accident: surrounding blanks, invisible characters."""
    if raw is None:
        return ""
    whole = isinstance(raw, float) and raw.is_integer()  # a file number, which a workbook stores as a float
    text = str(int(raw)) if whole else str(raw)
    seen = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return "\n".join(" ".join(part.split()) for part in seen.strip().splitlines() if part.strip())


def _fault(line: SheetLine, key: str, zh: str, en: str) -> SheetFault:
    place = line.places.get(key) or next(iter(line.places.values()))
    return SheetFault(place, Text(zh, en))
