"""What one web process keeps in memory between requests: audits judged anew, what goes on behind the pages, packs being made."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from markupsafe import Markup

from storage.people.work.visit_marks import VisitMark
from xuncha.web.audit_data import AuditData

T = TypeVar("T")


@dataclass(slots=True)
class Kept(Generic[T]):
    """Things made before, by what they were made of, those used last."""

    _held: OrderedDict[Hashable, T] = field(default_factory=OrderedDict)

    def get(self, key: Hashable) -> T | None:
        """That thing, which counts as used now; None without it."""
        if key not in self._held:
            return None
        self._held.move_to_end(key)
        return self._held[key]

    def keep(self, key: Hashable, made: T, most: int) -> None:
        """Keep a thing, and at most ``most`` in all."""
        self._held[key] = made
        self._held.move_to_end(key)
        while len(self._held) > most:
            self._held.popitem(last=False)

    def drop(self, key: Hashable) -> None:
        """Forget a thing."""
        self._held.pop(key, None)


@dataclass(slots=True)
class WebMemory:
    """``judged``: audits with what was decided since, by what they were made of. ``seen``: visits as persons saw them
    (``deciding.seen_visit``); ``ahead``: whose log-in looked at a visit, and its mark then, by both; ``queue_ahead``: whose log-in looked at the
    queue, and the visits it was made of then. ``overviews``, ``parts``: what pages
    of audits and of items show, with the stamp of the audit it was made of.
    ``evidence``: that of items (``views.item_evidence``), and ``pieces``: their heads and evidence as shown, both with that stamp: an audit
    that nobody looks at any more is let go, whatever was made of it.
    ``rows``: rows of tables, by all that they show. ``queued``: rows of queues
    (``views.queue_view``), by all that they are made of; ``disputed``: visits
    that two people decided on, with the state of the store that was true of.
    ``decided``: visits on which anybody decided anything, likewise. ``verdicts``: those of queues, by audit and item. ``bases``: what subjects of an
    audit rest on, and which of them the rules see otherwise since.
    ``ending``: the process is asked to end, so that what would go on for long ends by itself.
    ``preparing``: audits of queues are being made ready. ``tasks``: what goes on. ``making``: packs that this process makes.
    """

    judged: Kept[AuditData] = field(default_factory=Kept)
    seen: Kept[Any] = field(default_factory=Kept)
    ahead: Kept[tuple[int, VisitMark]] = field(default_factory=Kept)
    queue_ahead: Kept[tuple[int, tuple[str, ...]]] = field(default_factory=Kept)
    overviews: Kept[tuple[int, Markup]] = field(default_factory=Kept)
    parts: Kept[tuple[int, Markup]] = field(default_factory=Kept)
    evidence: Kept[tuple[int, Any]] = field(default_factory=Kept)
    pieces: Kept[tuple[int, tuple[Markup, Markup]]] = field(default_factory=Kept)
    rows: Kept[Markup] = field(default_factory=Kept)
    queued: Kept[Any] = field(default_factory=Kept)
    disputed: tuple[object, tuple[str, ...]] = (None, ())
    decided: tuple[object, frozenset[str]] = (None, frozenset())
    bases: Kept[asyncio.Task[tuple[Mapping[str, str], frozenset[str]]]] = field(default_factory=Kept)
    verdicts: dict[str, Mapping[str, str]] = field(default_factory=dict)
    rejudging: set[str] = field(default_factory=set)
    ending: bool = False
    preparing: bool = False
    making: set[str] = field(default_factory=set)
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def go_on(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Do something behind the pages; it is held here until it is done."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def end_tasks(self) -> None:
        """End what goes on: all of it waits in the store for the next process."""
        for task in self._tasks:
            task.cancel()
        await self.wait_for_tasks()

    async def wait_for_tasks(self) -> None:
        """Wait until nothing goes on any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
