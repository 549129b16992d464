"""What the page of one audit shows: its items by chapter, which of them a filter leaves, its red lines and what was not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from probes.schema.flags import FLAGS
from scoring.decisions.red_line_rulings import rule_red_lines
from scoring.record.plain_scores import plain_stage
from scoring.score import reached_stage
from scoring.standard_tables import Standard
from xuncha.reports import arrange, words
from xuncha.reports.judged_record import serialize_red_line
from xuncha.reports.missed import count_missed
from xuncha.reports.order import find_deciding_findings
from xuncha.web.audit_data import AuditData
from xuncha.web.evidence.met_walls import MetWall, list_front_walls, list_met_walls
from xuncha.web.views.item_search import FoundWords, find_words_of_item

Data = Mapping[str, Any]
WAITING = ("to_confirm", "pending_document", "inconclusive", "not_observed")  # as ``open_subjects.is_open`` counts


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which items are wanted; "" = any. ``needs``: those that wait for a person alone; ``words``: in quotes or reasons."""

    verdict: str = ""
    chapter: str = ""
    device: str = ""
    needs: bool = False
    words: str = ""

    @property
    def any(self) -> bool:
        """Whether it leaves something out."""
        return self != AuditFilter()


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of the list. ``devices``: those its answers are of; ``shown``: whether the filter leaves it."""

    item: Data
    devices: tuple[str, ...]
    evidence: int
    waits: bool
    shown: bool
    hits: tuple[FoundWords, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterLines:
    """One chapter with its items, in the order of the standard, and its score."""

    id: str
    name: Data
    lines: tuple[ItemLine, ...]
    score: Data | None

    @property
    def shown(self) -> tuple[ItemLine, ...]:
        """The items that the filter leaves."""
        return tuple(line for line in self.lines if line.shown)


@dataclass(frozen=True, slots=True)
class AuditOverview:
    """All that stands on the page beside the lineage. ``score``: of the stage reached, as in audit.json."""

    stage: str
    score: Data | None
    rules: Data
    chapters: tuple[ChapterLines, ...]
    tally: Mapping[str, int]
    verdicts: Mapping[str, Data]
    reasons: Mapping[str, Data]
    red_lines: tuple[Data, ...]
    raised: tuple[tuple[Data, tuple[Data, ...]], ...]
    gaps: tuple[tuple[str, tuple[Data, ...], tuple[MetWall, ...]], ...]
    walls: tuple[MetWall, ...]
    profile: tuple[tuple[Data, bool], ...]
    devices: tuple[str, ...]
    waiting: int
    decided: int
    shown: int
    missed: int


def build_audit_overview(data: AuditData, standard: Standard, wanted: AuditFilter) -> AuditOverview:
    """The page of that audit, as the filter leaves it."""
    stage = reached_stage(data.audit.verdicts)
    found = data.audit.scores.get(stage)
    score = plain_stage(standard, found) if found is not None else None
    lines = [_line(data, item, wanted) for item in data.items.values()]
    chapters = tuple(
        ChapterLines(
            chapter.id,
            {"zh": chapter.name.zh, "en": chapter.name.en},
            tuple(line for line in lines if line.item["chapter"] == chapter.id),
            score["chapters"][chapter.id] if score else None,
        )
        for chapter in standard.chapters
    )
    verdicts = {str(name): {"zh": said.zh, "en": said.en} for name, said in standard.verdicts.items()}
    lone = rule_red_lines(data.audit.line_decisions).lone
    red = tuple(
        words.clean_data(serialize_red_line(standard, red_line, data.audit.line_decisions, lone))
        for red_line in data.audit.red_lines
    )
    record = {"standard": {"verdicts": verdicts}, "items": list(data.items.values()), "gaps": list(data.gaps)}
    return AuditOverview(
        stage=str(stage),
        score=score,
        rules={"range_from": standard.coverage.range_from, "grade_from": standard.coverage.grade_from},
        chapters=tuple(chapter for chapter in chapters if chapter.lines),
        tally=arrange.count_verdicts(record),
        verdicts=verdicts,
        reasons={name: {"zh": said.zh, "en": said.en} for name, said in standard.reasons.items()},
        red_lines=red,
        raised=tuple((row, _raising(data, row)) for row in red if row["state"] != "none"),
        gaps=tuple((reason, tuple(rows), list_met_walls(rows)) for reason, rows in arrange.group_gaps(record)),
        walls=list_front_walls(data.gaps),
        profile=_profile(data),
        devices=tuple(sorted({view.device for view in data.views.values()})),
        waiting=sum(line.waits for line in lines),
        decided=sum(bool(line.item["confirmed"]) for line in lines),
        shown=sum(line.shown for line in lines),
        missed=count_missed(data.gaps),
    )


def is_waiting(item: Data) -> bool:
    """Whether an item waits for a person's word."""
    return not item["confirmed"] and (item["verdict"] in WAITING or item["question"] is not None)


def _line(data: AuditData, item: Data, wanted: AuditFilter) -> ItemLine:
    glance = data.glances[item["item"]]
    sought = find_deciding_findings(item, data.findings) if wanted.words else []
    waits, hits = is_waiting(item), tuple(find_words_of_item(item, sought, wanted.words))
    shown = (
        (not wanted.verdict or item["verdict"] == wanted.verdict)
        and (not wanted.chapter or item["chapter"] == wanted.chapter)
        and (not wanted.device or wanted.device in glance.devices)
        and (not wanted.needs or waits)
        and (not wanted.words or bool(hits))
    )
    return ItemLine(item, glance.devices, glance.evidence, waits, shown, hits)


def _raising(data: AuditData, line: Data) -> tuple[Data, ...]:
    """What raises a red line, each thing said of a device once."""
    said: dict[tuple[str, str], Data] = {}
    for id in line["findings"]:
        if (found := data.findings.get(id)) is not None:
            said.setdefault((found["device"], found["because"]["zh"]), found)
    return tuple(said.values())


def _profile(data: AuditData) -> tuple[tuple[Data, bool], ...]:
    taken = data.audit.facts.get("profile")
    flags = taken if isinstance(taken, Mapping) else {}
    return tuple(
        ({"zh": FLAGS[flag]["zh"], "en": FLAGS[flag]["en"]}, bool(flags[flag])) for flag in FLAGS if flag in flags
    )
