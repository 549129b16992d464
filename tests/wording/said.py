"""All sentences of an answer, a gap or a verdict, with where each was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.site import Gap, Site
from probes.finding import Answer, Finding, Text
from probes.pages.absence.absence import gap_words
from scoring.verdict import ItemVerdict

Said = tuple[str, Text]


def of_answers(probe: str, answers: Iterable[Answer]) -> Iterator[Said]:
    """Each answer's reason and, where it has one, its question."""
    for answer in answers:
        yield probe, answer.because
        if answer.question is not None:
            yield f"{probe} asks", answer.question


def of_gap(gap: Gap) -> Said:
    """The sentence of a page that was not seen."""
    return f"gap {gap.role}/{gap.state} {gap.reason}", Text(*gap_words(gap))


def of_verdict(verdict: ItemVerdict) -> Iterator[Said]:
    """The reason, the hint and the question of an item."""
    for name, text in (("", verdict.because), (" hints", verdict.hint), (" asks", verdict.question)):
        if text is not None:
            yield f"{verdict.item}{name}", text


def of_audit(site: Site, findings: Iterable[Finding], verdicts: Iterable[ItemVerdict]) -> Iterator[Said]:
    """All that an audit says to people."""
    for finding in findings:
        yield from of_answers(finding.probe, (finding.answer,))
    yield from map(of_gap, site.gaps)
    for verdict in verdicts:
        yield from of_verdict(verdict)
