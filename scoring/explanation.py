"""Why an item got its verdict, in one sentence composed from the findings that decided it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from probes.finding import Finding, Text
from scoring.decisions.decision import Decision
from scoring.merge import CountedProbe
from scoring.standard_tables import Standard

BEIJING = timezone(timedelta(hours=8))  # time zone in which a decision's days are counted
LONGEST = 200  # Chinese characters; English may run to twice as many letters


@dataclass(frozen=True, slots=True)
class WeighedFinding:
    """A finding with the points it lost and gained."""

    finding: Finding
    lost: float
    won: float
    known: bool


def weigh_counts(counts: Iterable[CountedProbe]) -> tuple[WeighedFinding, ...]:
    """One finding per counting probe (its first deciding one), with the points it cost and earned."""
    weighed = []
    for count in counts:
        share = count.merged.share
        if share is not None and count.merged.deciding:
            lost, won = count.points * (1 - share.low), count.points * share.low
            # The device that lacks it says what is wrong; the one that has it says what is right.
            shown = count.merged.deciding[-1 if lost > won else 0]
            weighed.append(WeighedFinding(shown, lost, won, share.low == share.high))
    return tuple(weighed)


def losing_findings(weighed: Iterable[WeighedFinding], known: bool) -> list[Finding]:
    """Findings that cost points, most costly first; ``known`` selects bad answers, else what was not seen."""
    costly = [finding for finding in weighed if finding.lost > 0 and finding.known is known]
    return [finding.finding for finding in sorted(costly, key=lambda finding: (-finding.lost, finding.finding.probe))]


def gaining_findings(weighed: Iterable[WeighedFinding]) -> list[Finding]:
    """Findings that earned points, most first."""
    good = [finding for finding in weighed if finding.won > 0]
    return [finding.finding for finding in sorted(good, key=lambda finding: (-finding.won, finding.finding.probe))]


def compose_reason(findings: Sequence[Finding], lead: Text | None = None) -> Text:
    """The sentences of these findings until about 200 characters, each once."""
    texts = ([lead] if lead else []) + [finding.answer.because for finding in findings]
    return Text(
        _join([text.zh for text in texts], "；", LONGEST), _join([text.en for text in texts], "; ", 2 * LONGEST)
    )


def _join(sentences: Sequence[str], by: str, longest: int) -> str:
    text = ""
    for sentence in dict.fromkeys(sentence for sentence in sentences if sentence):
        longer = f"{text}{by}{sentence}" if text else sentence
        if len(longer) > longest:
            return text or f"{sentence[: longest - 1]}…"
        text = longer
    return text


def persons_reason(standard: Standard, decisions: Iterable[Decision]) -> Text:
    """The reasons persons gave, each once; a carried one says whose it is and of which day."""
    texts = {_reason(standard, decision) for decision in decisions}
    return Text("；".join(sorted(text.zh for text in texts)), "; ".join(sorted(text.en for text in texts)))


def _reason(standard: Standard, decision: Decision) -> Text:
    if not decision.carried:
        return Text(decision.reason, decision.reason)
    day = datetime.fromisoformat(decision.at).astimezone(BEIJING).date().isoformat()
    parts = {"date": day, "assessor": decision.assessor, "reason": decision.reason}
    words = standard.deciding.carried
    return Text(words.zh.format(**parts), words.en.format(**parts))
