"""Usual addresses tried for the pages that nothing named leads to, while the tour looks at goods."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field

from crawler.discovery.guessed_urls import guess_leads
from crawler.discovery.opener import Opener
from crawler.discovery.tried_leads import FailedLead
from crawler.links.role_links import Lead
from crawler.visit.crawl_state import CrawlState
from crawler.vocabulary import LANDED, FoundBy, Role

_GUESSED = frozenset({FoundBy.KNOWN_PATH, FoundBy.SITE_MAP})
_Leads = AsyncGenerator[Lead, None]


@dataclass(slots=True)
class GuessedPages:
    """One device's guesses. They need no browser and mostly wait for their turn, so they are asked for beside other pages."""

    trip: CrawlState
    opener: Opener
    _asked: asyncio.Task[list[tuple[Lead, _Leads]]] | None = None
    _lost: frozenset[str] = field(default_factory=frozenset)  # leads that had failed before

    def begin(self, roles: Iterable[Role], home: str) -> None:
        """Ask for the usual addresses of these roles' pages, one after another. ``home``: the address of the home page."""
        self._lost = frozenset(self.opener.lost)
        self._asked = asyncio.create_task(self._ask(tuple(roles), home))

    async def open(self) -> None:
        """Open what an earlier look saw of roles that have no page, then what answered at usual addresses and named itself.

        What the earlier look found among leftovers bears no name of its role, and this one opens no leftovers. One page of a
        role is enough; where the first turns out to be none, the next address is tried.
        """
        device = self.opener.berth.device
        for role, url in self.trip.plan.papers.get(device, ()):
            if not self.trip.have(role, LANDED, device) and self.trip.spent() is None:
                await self.opener.look_at(Lead(role, url, None, 0.0, FoundBy.LINK, None, ()))
        for lead, further in await self._asked if self._asked is not None else []:
            if await self.opener.look_at(lead) is None:
                async for other in further:
                    if await self.opener.look_at(other) is not None:
                        break
            await further.aclose()

    def lost(self) -> list[FailedLead]:
        """The leads that failed before the guesses, and guesses that did: what failed of the goods meanwhile hides no document."""
        return [one for key, one in self.opener.lost.items() if key in self._lost or one.lead.found_by in _GUESSED]

    async def end(self) -> None:
        """Stop asking."""
        if self._asked is not None:
            self._asked.cancel()
            await asyncio.wait([self._asked])

    async def _ask(self, roles: Iterable[Role], home: str) -> list[tuple[Lead, _Leads]]:
        found: list[tuple[Lead, _Leads]] = []
        for role in roles:
            leads = guess_leads(self.trip, role, home, self.opener.knows)
            if (first := await anext(leads, None)) is not None:
                found.append((first, leads))
        return found
