"""One platform over time: what happened with it, and what each audit said of each item. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scoring.score import Score, Stage
from scoring.standard_tables import Standard
from storage.db.register_tables import JobState
from storage.db.tables import VisitKind
from storage.jobs.job_lines import JobLine
from storage.overview.answer_days import AnswerCount
from storage.overview.item_history import AuditOutline
from storage.overview.platform_events import DecisionEvent, VisitEvent
from xuncha.reports.words import clean_text
from xuncha.status.job_words import describe_job_kind, describe_reason
from xuncha.web.views.city.city_figures import STAGE

CELL, LEFT, TOP = 15, 118, 22  # px of the heat strip


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """``kind``: audit, timing, decision, failed or cancelled. ``link``: where it is shown, "" without; ``numbers`` go into its words."""

    at: datetime
    kind: str
    link: str
    numbers: Mapping[str, object]
    score: Score | None = None
    said: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One item of one audit, at ``x`` px; ``verdict`` "" where the audit was not asked about it."""

    x: int
    item: str
    verdict: str
    changed: bool  # from the audit before


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One audit at ``y`` px. ``new_rules``: judged by other rules than the one before."""

    y: int
    audit: str
    at: datetime
    new_rules: bool
    score: Score | None
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatStrip:
    """Audits by items, the latest audit first; ``chapters``: where each begins, in px."""

    width: int
    height: int
    rows: tuple[HeatRow, ...]
    chapters: tuple[tuple[int, str], ...]


def draw_heat(standard: Standard, outlines: Sequence[AuditOutline]) -> HeatStrip:
    """The strip of those audits, the latest first."""
    items = [item.id for item in standard.items]
    rows = []
    for number, outline in enumerate(outlines):
        before = outlines[number + 1] if number + 1 < len(outlines) else None
        cells = tuple(
            HeatCell(
                LEFT + place * CELL, item, verdict,
                before is not None and item in before.verdicts and bool(verdict) and before.verdicts[item][0] != verdict,
            )
            for place, item in enumerate(items)
            for verdict in (outline.verdicts.get(item, ("", None))[0],)
        )  # fmt: skip
        new_rules = before is not None and before.head.ruleset != outline.head.ruleset
        rows.append(
            HeatRow(
                TOP + number * CELL, outline.head.audit, outline.head.at, new_rules, outline.scores.get(STAGE), cells
            )
        )
    chapters: dict[str, int] = {}
    for place, item in enumerate(items):
        chapters.setdefault(item.partition(".")[0], LEFT + place * CELL)
    return HeatStrip(
        LEFT + len(items) * CELL + 2,
        TOP + len(rows) * CELL + 2,
        tuple(rows),
        tuple((x, name) for name, x in chapters.items()),
    )


def list_events(
    visits: Sequence[VisitEvent], outlines: Sequence[AuditOutline], decisions: Sequence[DecisionEvent], jobs: Sequence[JobLine],
) -> tuple[TimelineEvent, ...]:  # fmt: skip
    """What happened, the latest first. Jobs stand in it where they came to no visit."""
    by_visit = {outline.head.visit: outline for outline in outlines}
    events = []
    for visit in visits:
        audit = by_visit.get(visit.visit)
        kind = "timing" if visit.kind is VisitKind.TIMING else "audit" if visit.state == "done" else "broken"
        numbers: dict[str, object] = {"views": visit.views, "loads": visit.loads}
        link = f"/audits/{audit.head.audit}" if audit else f"/audits/{visit.visit}" if kind == "audit" else ""
        score = audit.scores.get(Stage.PROV) if audit else None
        events.append(TimelineEvent(visit.at, kind, link, numbers, score))
    for word in decisions:
        numbers = {"who": clean_text(word.assessor), "n": word.many}
        events.append(TimelineEvent(word.at, "decision", f"/audits/{word.visit}", numbers))
    for line in jobs:
        job = line.job
        if job.state is JobState.FAILED and job.ended_at is not None:
            why, what = describe_reason(clean_text(job.reason)), describe_job_kind(job.kind)
            said = {"zh": f"{what.zh}：{why.zh}", "en": f"{what.en}: {why.en}"}
            events.append(TimelineEvent(job.ended_at, "failed", f"/runs/{job.id}", {}, None, said))
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))


def pick_answers(
    answers: Sequence[tuple[date, Mapping[int, AnswerCount]]], platform: int
) -> tuple[tuple[date, AnswerCount | None], ...]:
    """The platform's own light checks, day by day."""
    return tuple((day, by.get(platform)) for day, by in answers)
