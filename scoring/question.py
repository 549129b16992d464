"""What a person is asked about an undecided item, and why it is undecided."""

from __future__ import annotations

from collections.abc import Iterable

from probes.finding import Text
from scoring.merge import CountedProbe
from scoring.standard_tables import DecidingRules, Item


def make_question(counts: Iterable[CountedProbe], item: Item, deciding: DecidingRules) -> Text:
    """The question of the most costly answer that a person must look at, else the item's own, else of the most costly open check.

    What was found is never asked: if every check has its answer, the question is whether what is shown is true, and names the checks to
    look at.
    """
    counts = tuple(counts)
    ranked = sorted(counts, key=lambda probe: (not probe.merged.unsure, -probe.points, probe.check.id))
    for count in ranked:
        for finding in count.merged.deciding:
            if finding.answer.question is not None and not count.merged.known:
                return finding.answer.question
    if item.ask is not None:
        return item.ask.text
    unanswered = (probe.check.question for probe in ranked if probe.merged.share is not None and not probe.merged.known)
    return next(unanswered, None) or _confirm(counts, item, deciding)


def _confirm(counts: tuple[CountedProbe, ...], item: Item, deciding: DecidingRules) -> Text:
    """Whether what is shown is true: which checks it is shown for, those of most points first."""
    shown = sorted((count for count in counts if count.merged.deciding), key=lambda count: -count.points)
    ids = dict.fromkeys(count.check for probe in shown for count in probe.check.counts if count.item == item.id)
    names = {check.id: check.name for check in item.checks}
    named = [names[id] for id in list(ids)[: deciding.confirm_most] if id in names]
    return Text(
        deciding.confirm.zh.format(what="、".join(text.zh for text in named)),
        deciding.confirm.en.format(what=", ".join(words.en for words in named)),
    )


def blind_reason(counts: Iterable[CountedProbe]) -> str:
    """Why the most costly unseen check was not seen; points without a probe come last."""
    blind = [count for count in counts if count.merged.share and not count.merged.known and count.merged.reason]
    dearest = min(blind, key=lambda probe: (-probe.points, probe.check.id), default=None)
    return dearest.merged.reason if dearest else "no_probe"
