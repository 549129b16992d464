"""What a page is going to ask of its visit, asked together with who asks: on PostgreSQL a trip to the store less for each.

It is asked for the person whose log-in it was when the page was last looked at, and taken only where it is that person's still.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.db.connecting.one_trip import Answer, Question
from storage.people.preferences import SINGLE_KEYS
from storage.people.work.subject_desk import ask_for_desk
from storage.people.work.visit_marks import VisitMark, ask_for_known_mark


@dataclass(frozen=True, slots=True)
class AskedAhead:
    """For the visit that ``id`` names, that person and that item ("" = none); ``known``: the mark of the visit then, which it was asked
    by. ``told``: the answers, the mark's first."""

    id: str
    user: int
    item: str
    known: VisitMark
    told: tuple[Answer, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked."""
        desk = ask_for_desk(self.known.visit, self.item, self.user, SINGLE_KEYS) if self.item else ()
        return (*self._mark, *desk)

    def tell_mark(self, id: str, user: int, known: VisitMark | None) -> Sequence[Answer]:
        """What was found of the mark of that visit, where it was asked for that person by that same mark; else nothing."""
        fits = (self.id, self.user) == (id, user) and self.known is known
        return self.told[: len(self._mark)] if fits else ()

    def tell_desk(self, visit: str, item: str, user: int) -> Sequence[Answer]:
        """What was found of the person's desk for that item of that visit; else nothing."""
        fits = bool(self.item) and (self.known.visit, self.item, self.user) == (visit, item, user)
        return self.told[len(self._mark) :] if fits else ()

    @property
    def _mark(self) -> tuple[Question, ...]:
        return ask_for_known_mark(self.id, self.user, self.known)
