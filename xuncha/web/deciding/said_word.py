"""What a form says on a subject, as plain fields that a draft keeps, and the decision that it means: read as a sheet's row is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from probes.schema.flags import FLAGS
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.standard_tables import Standard
from scoring.verdict import ItemVerdict
from storage.people.work.drafts import BATCH
from xuncha.sheets.review_reader import DecisionStamp, read_row_decision
from xuncha.sheets.review_rows import WorksheetKind, load_sheet_settings
from xuncha.sheets.worksheet_grid import SheetLine

AnyDecision = Decision | LineDecision | FlagDecision
TYPED = ("verdict", "value", "reason", "reference")  # what a person types; all of it is kept as a draft
AGREED, WHY, SECOND = "agreed", "why", "second"
PAGES = ("decide", "items")  # pages that show the column
FIELDS = (*TYPED, AGREED, WHY, SECOND)
_STAMPED = ("audit", "basis", "at", BATCH)  # what is added when the word is said


@dataclass(frozen=True, slots=True)
class Subject:
    """What is decided: an item, a red line or a flag of the profile."""

    kind: WorksheetKind
    id: str

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be chosen, in the order of the keys 1, 2, 3 …"""
        return tuple(load_sheet_settings()["choices"][self.kind])


def find_subject_named(standard: Standard, id: str) -> Subject | None:
    """The subject of that id, None where the standard has none."""
    if id in standard.by_id:
        return Subject(WorksheetKind.ITEM, id)
    if any(line.id == id for line in standard.red_lines):
        return Subject(WorksheetKind.RED_LINE, id)
    return Subject(WorksheetKind.PROFILE, id) if id in FLAGS else None


def address_subject(visit: str, subject: Subject, page: str) -> str:
    """Where a subject is decided: items on that page, red lines and flags on the column's own."""
    shown = page if page in PAGES and subject.kind is WorksheetKind.ITEM else "decide"
    return f"/audits/{visit}/{shown}/{subject.id}"


def read_fields(form: Mapping[str, object], most: int) -> dict[str, str]:
    """The fields a person typed, each at most so many letters."""
    given = {name: str(form.get(name, "") or "")[:most] for name in FIELDS}
    return {name: value for name, value in given.items() if value}


def fill_in_agreement(body: Mapping[str, str], verdict: ItemVerdict, lang: str) -> dict[str, str]:
    """The fields of one who agrees: the suggested verdict and value, with the machine's reason. As they are where nothing is suggested."""
    suggested = verdict.suggested
    if suggested is None:
        return {name: value for name, value in body.items() if name != AGREED}
    said = {"verdict": suggested.verdict.value, "reason": verdict.because.zh if lang == "zh" else verdict.because.en}
    value = {"value": f"{suggested.value:.4g}"} if suggested.verdict == "partial" else {}
    return {**body, **said, **value, AGREED: "1"}


def read_word(subject: Subject, body: Mapping[str, str], stamp: DecisionStamp) -> AnyDecision:
    """The decision that fields mean. Raises SheetFault, which names the field."""
    cells = {name: body.get(name) for name in TYPED}
    places = {name: name for name in (*TYPED, "id", "assessor")}
    if body.get("verdict") != "partial":
        cells["value"] = None  # the slider stands on something even where no value is asked for
    said = read_row_decision(subject.kind, subject.id, SheetLine({**cells, "id": subject.id}, places), stamp)
    if why := " ".join(body.get(WHY, "").split()):
        said = replace(said, reason=f"{said.reason}\n{why}")
    if isinstance(said, Decision) and body.get(AGREED):
        return replace(said, agreed=True)
    return said


def add_stamp(body: Mapping[str, str], stamp: DecisionStamp, id: str) -> dict[str, str]:
    """The fields with what the word was said on, so that they become the same decision whenever they are read."""
    return {**body, "audit": stamp.audit, "basis": stamp.bases.get(id, ""), "at": stamp.at}


def read_said(subject: Subject, body: Mapping[str, str], visit: str, assessor: str) -> AnyDecision:
    """The decision that stamped fields mean. Raises SheetFault."""
    bases = {subject.id: body.get("basis", "")}
    return read_word(subject, body, DecisionStamp(body.get("audit", ""), visit, body.get("at", ""), assessor, bases))


def strip_stamp(body: Mapping[str, str]) -> dict[str, str]:
    """The fields as they were typed."""
    return {name: value for name, value in body.items() if name not in _STAMPED}
