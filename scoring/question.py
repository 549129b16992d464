"""What a person is asked about an undecided item, and why it is undecided."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from probes.finding import Finding, Text
from scoring.merge import CountedProbe
from scoring.standard_tables import DecidingRules, Item


def make_question(
    counts: Iterable[CountedProbe], item: Item, deciding: DecidingRules, told: Collection[str] = ()
) -> Text:
    """The question of the most costly answer that a person must look at, else the item's own, else of the most costly open check.

    What was found is never asked: if every check has its answer, the question is whether what is shown is true, and names the checks of
    which the reason tells nothing (``told``: the findings that it tells).
    """
    counts = tuple(counts)
    asking = _find_asking(counts)
    if asking is not None:
        return asking[1]
    if item.ask is not None:
        return item.ask.text
    unanswered = _find_unanswered(counts)
    return unanswered.check.question if unanswered else _confirm(counts, item, deciding, told)


def find_asked(counts: Iterable[CountedProbe], item: Item) -> tuple[Finding, ...]:
    """The finding that the question is about, which the reason must tell; none where the question is about all of them."""
    counts = tuple(counts)
    asking = _find_asking(counts)
    if asking is not None:
        return (asking[0],)
    unanswered = _find_unanswered(counts) if item.ask is None else None
    return unanswered.merged.deciding[:1] if unanswered else ()


def _rank(counts: Iterable[CountedProbe]) -> list[CountedProbe]:
    return sorted(counts, key=lambda probe: (not probe.merged.unsure, -probe.points, probe.check.id))


def _find_asking(counts: Iterable[CountedProbe]) -> tuple[Finding, Text] | None:
    """The most costly finding that has a question of its own, with it."""
    for count in _rank(counts):
        for finding in count.merged.deciding:
            if finding.answer.question is not None and not count.merged.known:
                return finding, finding.answer.question
    return None


def _find_unanswered(counts: Iterable[CountedProbe]) -> CountedProbe | None:
    """The most costly check without an answer."""
    return next((count for count in _rank(counts) if count.merged.share is not None and not count.merged.known), None)


def _confirm(counts: tuple[CountedProbe, ...], item: Item, deciding: DecidingRules, told: Collection[str]) -> Text:
    """Whether what is shown is true, with the checks that nothing is told of, those of most points first."""
    ranked = sorted(
        (count for count in counts if count.merged.deciding and count.points), key=lambda count: -count.points
    )
    heard = [count for count in ranked if any(finding.id in told for finding in count.merged.deciding)]
    ids = dict.fromkeys(check for count in ranked if count not in heard for check in _list_checks(count, item))
    told_of = {check for count in heard for check in _list_checks(count, item)}
    names = {check.id: check.name for check in item.checks}
    named = [names[id] for id in ids if id in names and id not in told_of][: deciding.confirm_most]
    rest = deciding.confirm_rest
    return Text(
        deciding.confirm.zh.format(rest=rest.zh.format(what="、".join(words.zh for words in named)) if named else ""),
        deciding.confirm.en.format(rest=rest.en.format(what=", ".join(words.en for words in named)) if named else ""),
    )


def _list_checks(probe: CountedProbe, item: Item) -> list[str]:
    return [count.check for count in probe.check.counts if count.item == item.id]


def blind_reason(counts: Iterable[CountedProbe]) -> str:
    """Why the most costly unseen check was not seen; points without a probe come last."""
    blind = [count for count in counts if count.merged.share and not count.merged.known and count.merged.reason]
    dearest = min(blind, key=lambda probe: (-probe.points, probe.check.id), default=None)
    return dearest.merged.reason if dearest else "no_probe"
