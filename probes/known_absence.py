"""A "no" because nothing was found decides only where the reader is known to find such things; else a person is asked to look."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import INSTEAD, Answer, Outcome, Text, shown
from probes.pages.exhausted import nothing_left
from probes.pages.only_names import only_names
from probes.probe import Check
from probes.recall import RULES, Recall, Recalls, load

_ABSENCE: dict[str, Any] = tomllib.loads(files("probes.reading").joinpath("absence.toml").read_text("utf-8"))
ENTRIES: frozenset[str] = frozenset(RULES["entries"])
_FORMED: frozenset[str] = frozenset(RULES["formed"])
_WORDS: dict[str, dict[str, str]] = RULES["words"]
_ROLES: dict[str, dict[str, str]] = _ABSENCE["roles"]
_NO_PLACE = frozenset({Role.HOME, Role.ERROR})
REASON = "recall"


def weighed(check: Check, answer: Answer, surface: Site, bar: float, recalls: Recalls | None = None) -> Answer:
    """The answer; a bad NO by absence becomes UNSURE where the lower bound of the recall it rests on is below ``bar`` (0 = never).

    ``recalls`` are those of the stored table if they are not given. Where something else was read in the thing's place (``INSTEAD``)
    the reader overlooked nothing, and the answer stands.

    A YES of which a share was not found keeps what it earned, and may earn the rest (``ceiling``) where its reader is not known.

    An UNSURE by absence, of a reader of little confidence, keeps its guess on the same terms alone.

    It then says that we did not find it and which pages to look at. Its share stands as a guess only where what was measured was
    found often enough, if on too few pages to be sure; what a reader overlooks too often, or was never tried on, suggests nothing.
    """
    stands = not answer.by_absence or bar <= 0 or INSTEAD in answer.values
    if check.good is not Outcome.YES or stands:
        return answer
    if answer.outcome is Outcome.YES:
        return _in_part(check, answer, bar, recalls)
    guessed = answer.outcome is Outcome.UNSURE and answer.fraction is not None and check.id not in _FORMED
    if answer.outcome is not Outcome.NO and not guessed:
        return answer
    rests = tuple(_rests_on(check, surface, load() if recalls is None else recalls))
    weak = [each for each in rests if each.lower < bar]
    if not weak or (_of_a_place(check, surface) and nothing_left(surface)):
        return answer
    likely = all(each.n and each.share >= bar for each in weak)
    if guessed:
        return answer if likely else dataclasses.replace(answer, fraction=None)
    weakest = min(weak, key=lambda each: (each.lower, each.n))
    views = tuple(_looked_at(check, surface))
    known = {each.view for each in answer.evidence}
    return dataclasses.replace(
        answer,
        outcome=Outcome.UNSURE,
        because=_sentence(answer.because, weakest, bar, views),
        evidence=(*answer.evidence, *(shown(view) for view in views if view.id not in known)),
        fraction=(answer.fraction or 0.0) if likely else None,
        reason=REASON,
        question=answer.question or check.question,
    )


def _in_part(check: Check, answer: Answer, bar: float, recalls: Recalls | None) -> Answer:
    known = (load() if recalls is None else recalls).of_check(check.id)
    return answer if known.lower >= bar else dataclasses.replace(answer, ceiling=1.0)


def _rests_on(check: Check, surface: Site, recalls: Recalls) -> Iterator[Recall]:
    """Where no page but home is there to answer, on finding each of those that are not; on the reader where it has read anything.

    A page that says nothing but its name was found, and leaves a reader nothing to overlook. Of an entry on the home page the pages
    it would lead to are enough: there are no other words of it.
    """
    gone, lacking = _pages_gone(check, surface), _pages_required(check, surface)
    yield from (recalls.of_role(role) for role in gone or ())
    reads_home = any(need.role is Role.HOME for need in check.probe.reads)
    if gone is None or (reads_home and not lacking and check.id not in ENTRIES):
        yield recalls.of_check(check.id)


def _of_a_place(check: Check, surface: Site) -> bool:
    return check.id in ENTRIES or _pages_gone(check, surface) is not None


def _pages_gone(check: Check, surface: Site) -> tuple[Role, ...] | None:
    """The pages besides home that the check reads and the shop does not have, where it cannot be answered for want of them: a
    required one, or all that say anything. None where a page is there to answer."""
    lacking = _pages_required(check, surface)
    if lacking:
        return lacking
    roles = {need.role for need in check.probe.reads} - _NO_PLACE
    bare = only_names(surface)
    if not roles or any(view.role in roles and view.id not in bare for view in surface.views):
        return None
    return tuple(sorted(roles - {view.role for view in surface.views}))


def _pages_required(check: Check, surface: Site) -> tuple[Role, ...]:
    """The pages that the check requires and the shop does not have."""
    required = {need.role for need in check.probe.reads if need.required} - _NO_PLACE
    return tuple(sorted(role for role in required if not surface.all(role)))


def _looked_at(check: Check, surface: Site) -> Iterator[View]:
    """One view of each page the check reads, home last; home alone where nothing else is there."""
    roles = [need.role for need in check.probe.reads if need.role is not Role.HOME]
    for role in dict.fromkeys((*roles, Role.HOME)):
        view = surface.view(role)
        if view is not None:
            yield view


def _sentence(because: Text, known: Recall, bar: float, views: Iterable[View]) -> Text:
    words = _WORDS["low" if known.n else "unmeasured"]
    figures = {"lower": f"{known.lower:g}", "hits": known.hits, "n": known.n, "bar": f"{bar:g}"}
    roles = [view.role for view in views]
    zh = words["zh"].format(because=because.zh, pages="、".join(_ROLES[role]["zh"] for role in roles), **figures)
    en = words["en"].format(because=because.en, pages=", ".join(_ROLES[role]["en"] for role in roles), **figures)
    return Text(zh, en)
