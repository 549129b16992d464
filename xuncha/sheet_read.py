"""What persons wrote into a sheet: each filled row becomes a decision, or a fault that names its cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from probes.finding import Text
from probes.profile import FLAGS
from scoring.decision import Decision, FlagDecision, LineDecision
from scoring.tables import Standard, Verdict
from xuncha.sheet_file import Formula, Plain
from xuncha.sheet_grid import Fault, Filled, Line
from xuncha.sheet_rows import Kind, settings
from xuncha.words import meant

FILLED = ("verdict", "value", "reason", "reference")  # any of these makes a row a decision; a name alone does not
NUMBER = re.compile(r"([0-9]+(?:[.][0-9]*)?|[.][0-9]+)(%?)")
ERRORS = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every decision of one reading has alike. ``bases``: what each item and red line stands on."""

    audit: str
    visit: str
    at: str
    assessor: str
    bases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One good row: the decision, and the place of the row's verdict."""

    decision: Decision | LineDecision | FlagDecision
    place: str


def decisions(filled: Filled, standard: Standard, stamp: Stamp) -> tuple[tuple[Said, ...], tuple[Fault, ...]]:
    """The good rows as decisions, and the faults of all others, in the order of the sheet."""
    good: list[Said] = []
    bad: list[Fault] = list(filled.faults)
    taken: dict[tuple[Kind, str], str] = {}
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
                good.append(Said(_decision(grid.kind, id, line, stamp), place))
            except Fault as fault:
                bad.append(fault)
    return tuple(good), tuple(bad)


def _known(kind: Kind, line: Line, standard: Standard) -> str:
    known: Mapping[Kind, Iterable[str]] = {
        Kind.ITEM: standard.by_id,
        Kind.RED_LINE: [each.id for each in standard.red_lines],
        Kind.PROFILE: FLAGS,
    }
    id = _words(line.cells.get("id"))
    if id not in known[kind]:
        hint = meant(id, known[kind])
        if not id:
            raise _fault(line, "id", "这一行没有编号；请照原表补上", "this row has no id: put it back as it was")
        raise _fault(
            line,
            "id",
            f"没有“{id[:40]}”{hint.zh}；请照原表改回",
            f"unknown {id[:40]!r}{hint.en}: put it back as it was",
        )
    return id


def _decision(kind: Kind, id: str, line: Line, stamp: Stamp) -> Decision | LineDecision | FlagDecision:
    verdict = _choice(kind, line)
    value = _value(line, verdict) if kind is Kind.ITEM else None
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
    if kind is Kind.ITEM:
        reference = _text(line, "reference")
        return Decision(
            id, Verdict(verdict), value, assessor, stamp.at, reason, reference=reference, audit=stamp.audit,
            visit=stamp.visit, basis=basis,
        )  # fmt: skip
    if kind is Kind.RED_LINE:
        return LineDecision(
            id, verdict == "confirm", assessor, stamp.at, reason, audit=stamp.audit, visit=stamp.visit, basis=basis
        )
    return FlagDecision(id, verdict == "yes", assessor, stamp.at, reason, audit=stamp.audit, visit=stamp.visit)


def _choice(kind: Kind, line: Line) -> str:
    """The key of what was chosen, in whichever language."""
    choices = settings()["choices"][kind]
    said = _text(line, "verdict")
    if not said:
        raise _fault(line, "verdict", "缺少判定；请从下拉列表中选择", "a verdict is needed: choose it from the list")
    for key, words in choices.items():
        if said.casefold() in (key, words["zh"], words["en"]):
            return str(key)
    zh, en = " / ".join(each["zh"] for each in choices.values()), " / ".join(each["en"] for each in choices.values())
    raise _fault(
        line, "verdict", f"“{said[:40]}”不能用；请改为 {zh} 之一", f"{said[:40]!r} cannot be used: write one of {en}"
    )


def _value(line: Line, verdict: str) -> float | None:
    """The value of an item's verdict; only a partial one has a value of its own."""
    given = _number(line)
    fixed = {"pass": 1.0, "fail": 0.0, "not_applicable": None}
    words = settings()["choices"][Kind.ITEM][verdict]
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


def _number(line: Line) -> float | None:
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


def _text(line: Line, key: str) -> str:
    """What a cell says, as words. Raises Fault for a formula, an error, and letters that hide or turn others."""
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
    """Words without what a hand leaves by accident: blanks round them, letters nobody sees."""
    if raw is None:
        return ""
    whole = isinstance(raw, float) and raw.is_integer()  # a number of an archive, which a workbook keeps as a float
    text = str(int(raw)) if whole else str(raw)
    seen = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return "\n".join(" ".join(part.split()) for part in seen.strip().splitlines() if part.strip())


def _fault(line: Line, key: str, zh: str, en: str) -> Fault:
    place = line.places.get(key) or next(iter(line.places.values()))
    return Fault(place, Text(zh, en))
