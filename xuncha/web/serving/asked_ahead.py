"""What a page is going to ask of its visit or its queue, asked together with who asks: on PostgreSQL a trip to the store less for each.

It is asked for the person whose log-in it was when the page was last looked at, and taken only where it is that person's still.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from storage.db.connecting.one_trip import Answer, Question
from storage.people.preferences import SINGLE_KEYS
from storage.people.work.subject_desk import ask_for_desk
from storage.people.work.visit_marks import VisitMark, ask_for_known_mark
from storage.people.work.work_queue import ask_for_queued_visits


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

    def hear(self, told: tuple[Answer, ...]) -> AskedAhead:
        """The same with its answers."""
        return replace(self, told=told)

    @property
    def _mark(self) -> tuple[Question, ...]:
        return ask_for_known_mark(self.id, self.user, self.known)


@dataclass(frozen=True, slots=True)
class QueueAskedAhead:
    """For the queue of that person: how it begins, and the ``visits`` that it was made of when the log-in looked at it last. ``told``: the
    answers."""

    user: int
    beginning: tuple[Question, ...]
    visits: tuple[str, ...]
    told: tuple[Answer, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked: visits last, so that none is of an earlier state than what says that it is in the queue."""
        return (*self.beginning, *(ask_for_queued_visits(self.visits) if self.visits else ()))

    def hear(self, told: tuple[Answer, ...]) -> QueueAskedAhead:
        """The same with its answers."""
        return replace(self, told=told)

    def tell_beginning(self, user: int) -> Sequence[Answer]:
        """What was found of how that person's queue begins; else nothing."""
        return self.told[: len(self.beginning)] if self.user == user else ()

    def tell_visits(self, user: int, visits: Sequence[str]) -> Sequence[Answer]:
        """What was found of exactly these visits; else nothing."""
        return self.told[len(self.beginning) :] if (self.user, self.visits) == (user, tuple(visits)) else ()
