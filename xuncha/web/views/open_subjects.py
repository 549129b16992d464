"""All that may be decided on an audit, in the order to decide it: what is open comes first, by points at stake a minute."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from probes.schema.flags import FLAGS
from scoring.red_lines import RedLineState
from scoring.score import Stage, export_verdict, make_entry
from scoring.standard_tables import Standard, Verdict
from scoring.verdict import ItemVerdict
from xuncha.settings.web_settings import ExpectedMinutes
from xuncha.sheets.review_rows import WorksheetKind
from xuncha.web.audit_data import AuditData


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """One item, red line or flag. ``stake``: points of 100 that its decision moves at most; ``minutes`` it is expected to take;
    ``verdict``: an item's verdict, a red line's state, "" for flags; ``own``: the person has decided it."""

    kind: WorksheetKind
    id: str
    name: Mapping[str, str]
    verdict: str
    open: bool
    own: bool
    stake: float
    minutes: float

    @property
    def worth(self) -> float:
        """Points at stake a minute."""
        return self.stake / self.minutes


def list_subject_lines(
    standard: Standard, minutes: ExpectedMinutes, data: AuditData, own: Collection[str]
) -> tuple[SubjectLine, ...]:
    """Every subject: red lines that pages raise, then what the machine left open by worth, that for which documents have to come first
    last among it, then the rest in the order of the standard.

    Deciding one moves none, so that the one before and the next stay what they were.
    """
    whole = sum(item.weight for item in standard.items) or 1.0
    lines = [
        SubjectLine(
            WorksheetKind.RED_LINE, red_line.id, _line_name(standard, red_line.id), red_line.state.value,
            red_line.state is RedLineState.SUSPECTED and red_line.id not in own, red_line.id in own, 0.0, minutes.red_line,
        )
        for red_line in data.audit.red_lines
    ]  # fmt: skip
    items = [_item_line(standard, minutes, verdict, verdict.item in own, whole) for verdict in data.audit.verdicts]
    flags = [
        SubjectLine(WorksheetKind.PROFILE, flag, words, "", False, flag in own, 0.0, minutes.profile)
        for flag, words in FLAGS.items()
    ]
    open_before = {verdict.item for verdict in data.audit.verdicts if is_open(_machine(verdict))}
    raised = {red_line.id for red_line in data.audit.red_lines if red_line.findings}
    awaited = {
        verdict.item
        for verdict in data.audit.verdicts
        if _machine(verdict).verdict is Verdict.PENDING_DOCUMENT and not data.items[verdict.item]["documents"]
    }
    waiting = sorted(
        (line for line in items if line.id in open_before), key=lambda line: (line.id in awaited, -line.worth)
    )
    first, last = [line for line in lines if line.id in raised], [line for line in lines if line.id not in raised]
    return (*first, *waiting, *(line for line in items if line.id not in open_before), *last, *flags)


def is_awaited(item: Mapping[str, Any]) -> bool:
    """Whether nobody can decide an item yet: the company has still to file what it is decided by."""
    return item["verdict"] == "pending_document" and not item["documents"] and item["question"] is None


def count_decided(data: AuditData) -> tuple[int, int]:
    """How many items of the audit have a verdict, and how many there are."""
    return sum(not is_open(verdict) for verdict in data.audit.verdicts), len(data.audit.verdicts)


def is_open(verdict: ItemVerdict) -> bool:
    """Whether nothing is decided on an item that does apply, so that a person has to."""
    return not verdict.verdict.decided and verdict.verdict is not Verdict.NOT_APPLICABLE


def _item_line(
    standard: Standard, minutes: ExpectedMinutes, verdict: ItemVerdict, own: bool, whole: float
) -> SubjectLine:
    item = standard.by_id[verdict.item]
    before = _machine(verdict)
    entry = make_entry(export_verdict(standard, before), Stage.FINAL, item.weight)
    stake = 0.0 if entry.decided or not entry.applies else 100 * entry.weight * (entry.high - entry.low) / whole
    name = {"zh": item.name.zh, "en": item.name.en}
    return SubjectLine(
        WorksheetKind.ITEM, verdict.item, name, verdict.verdict.value, is_open(verdict) and not own, own, stake,
        _minutes(minutes, before),
    )  # fmt: skip


def _machine(verdict: ItemVerdict) -> ItemVerdict:
    """The verdict as it was before any person decided."""
    own = verdict.machine
    if own is None:
        return verdict
    return replace(
        verdict, verdict=own.verdict, value=own.value, low=own.low, high=own.high, confirmed=False, machine=None
    )


def _minutes(minutes: ExpectedMinutes, verdict: ItemVerdict) -> float:
    if verdict.suggested is not None and verdict.verdict is Verdict.TO_CONFIRM:
        return minutes.suggested
    return float(getattr(minutes, verdict.verdict.value, minutes.to_confirm))


def _line_name(standard: Standard, id: str) -> Mapping[str, str]:
    line = next(red_line for red_line in standard.red_lines if red_line.id == id)
    return {"zh": line.trigger.zh, "en": line.trigger.en}
