"""Why an item got its verdict, in one sentence composed from the findings that decided it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from probes.finding import Finding, Text
from scoring.decision import Decision
from scoring.merge import Counted
from scoring.tables import Standard

BEIJING = timezone(timedelta(hours=8))  # where the days of a decision are counted
LONGEST = 200  # Chinese characters; English may run to twice as many letters


@dataclass(frozen=True, slots=True)
class Weighed:
    """A finding with the points it lost and won."""

    finding: Finding
    lost: float
    won: float
    known: bool


def weigh(counts: Iterable[Counted]) -> tuple[Weighed, ...]:
    """One finding a counting probe (its first deciding one), with what it cost and earned."""
    weighed = []
    for each in counts:
        share = each.merged.share
        if share is not None and each.merged.deciding:
            lost, won = each.points * (1 - share.low), each.points * share.low
            # The surface that lacks it says what is wrong; the one that has it says what is right.
            shown = each.merged.deciding[-1 if lost > won else 0]
            weighed.append(Weighed(shown, lost, won, share.low == share.high))
    return tuple(weighed)


def losses(weighed: Iterable[Weighed], known: bool) -> list[Finding]:
    """What cost points, dearest first; ``known`` picks bad answers, else what was not seen."""
    costly = [each for each in weighed if each.lost > 0 and each.known is known]
    return [each.finding for each in sorted(costly, key=lambda each: (-each.lost, each.finding.probe))]


def gains(weighed: Iterable[Weighed]) -> list[Finding]:
    """What earned points, richest first."""
    good = [each for each in weighed if each.won > 0]
    return [each.finding for each in sorted(good, key=lambda each: (-each.won, each.finding.probe))]


def compose(findings: Sequence[Finding], lead: Text | None = None) -> Text:
    """The sentences of these findings until about 200 characters, each once."""
    texts = ([lead] if lead else []) + [each.answer.because for each in findings]
    return Text(
        _join([each.zh for each in texts], "；", LONGEST), _join([each.en for each in texts], "; ", 2 * LONGEST)
    )


def _join(sentences: Sequence[str], by: str, longest: int) -> str:
    text = ""
    for sentence in dict.fromkeys(each for each in sentences if each):
        longer = f"{text}{by}{sentence}" if text else sentence
        if len(longer) > longest:
            return text or f"{sentence[: longest - 1]}…"
        text = longer
    return text


def persons(standard: Standard, decisions: Iterable[Decision]) -> Text:
    """The reasons persons gave, each once; a carried one says whose it is and of which day."""
    texts = {_reason(standard, each) for each in decisions}
    return Text("；".join(sorted(each.zh for each in texts)), "; ".join(sorted(each.en for each in texts)))


def _reason(standard: Standard, decision: Decision) -> Text:
    if not decision.carried:
        return Text(decision.reason, decision.reason)
    day = datetime.fromisoformat(decision.at).astimezone(BEIJING).date().isoformat()
    parts = {"date": day, "assessor": decision.assessor, "reason": decision.reason}
    words = standard.deciding.carried
    return Text(words.zh.format(**parts), words.en.format(**parts))
