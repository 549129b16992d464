"""All changes: of words, of things, and those that spoil what was good."""

from __future__ import annotations

from collections.abc import Callable

from crawler.site import Site
from tests.metamorph import spoiled_goods, spoils, things
from tests.metamorph.changes import WORDED
from tests.metamorph.subjects import Subject, checks
from tests.metamorph.transformation import Must, Transformation

_UNSTATED = frozenset(id for id, check in checks().items() if not check.stated) | frozenset(spoils.TABLE["also"])


def _spoil(name: str) -> Transformation:
    made: Callable[[Subject], Site | None] = getattr(spoils, name, None) or getattr(spoiled_goods, name)

    def apply(subject: Subject) -> Site | None:
        """Only what is good can be spoilt."""
        return made(subject) if subject.answer.outcome is subject.check.good else None

    return Transformation(name, Must.FALL, apply, frozenset(spoils.TABLE["spoils"][name]))


THINGS = (
    Transformation("gone", Must.FALL, things.gone, _UNSTATED),
    Transformation("unseen", Must.FALL, things.unseen, _UNSTATED),
    Transformation("emptied", Must.FALL, things.emptied, _UNSTATED),
    Transformation("lower", Must.HOLD, things.lower, _UNSTATED),
    Transformation("called_otherwise", Must.HOLD, things.called_otherwise, _UNSTATED),
)
SPOILS = tuple(map(_spoil, spoils.TABLE["spoils"]))
ALL = (*WORDED, *THINGS, *SPOILS)
