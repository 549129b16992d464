"""Look for further pages: every page that the shop links by name and some check may need, while page loads remain."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.discovery.further_pages import FurtherPageHunt, hides_pages, links_everywhere
from crawler.discovery.opener import Opener
from crawler.links import role_links
from crawler.session.looking_ahead import with_next
from crawler.site import View
from crawler.visit.crawl_state import CrawlState
from crawler.vocabulary import FURTHER, LANDED, Device, GapReason, Role


@dataclass(slots=True)
class FurtherPageHunts:
    """The hunts on one device. ``roles`` are ordered by what they decide; they take turns, since the loads may run out.

    ``cut`` names roles whose named pages were not all looked at because loads, time or pages ran out.
    """

    trip: CrawlState
    device: Device
    opener: Opener
    roles: tuple[Role, ...]
    cut: set[Role] = field(default_factory=set)
    left: int = 0  # page loads left

    async def run(self, home: View) -> None:
        """Follow named links on the home page, the document collections and the roles' own pages."""
        general = links_everywhere(home)
        hunts = [
            FurtherPageHunt(role)
            for role in self.roles
            if self._have(role) or (role in role_links.FILLS and not self._behind_login(role))
        ]
        self.left = role_links.FURTHER_LOADS[self.device]
        while hunts:
            still: list[FurtherPageHunt] = []
            for hunt, after in with_next(hunts):
                if await self._one(hunt, home, general, after or next(iter(still), None)):
                    still.append(hunt)
            hunts = still

    def _behind_login(self, role: Role) -> bool:
        failed = self.opener.failed.get(role)
        return failed is not None and failed.stop.reason is GapReason.LOGIN

    async def _one(
        self, hunt: FurtherPageHunt, home: View, general: frozenset[str], after: FurtherPageHunt | None
    ) -> bool:
        """Follow one lead; False if the role has no more, or had enough. ``after``: the hunt whose turn is next."""
        pages = self._pages(hunt.role, home)
        lead = None if hunt.over else hunt.next(pages, self._have(hunt.role), general)
        if lead is None:
            if (blind := hunt.blind()) is not None:
                why, url = blind
                detail = f"further pages: {why.detail}"
                await self.trip.add_gap(
                    hunt.role, FURTHER, self.device, why.reason, detail, url, why.exchanges, why.screenshot
                )
            return False
        known = self.opener.knows(lead.url)
        if not known and (self.left <= 0 or self.trip.spent() is not None):
            self.cut.add(hunt.role)
            return True  # a page loaded for another role is filed all the same
        self.left -= not known
        then = (
            after.peek(self._pages(after.role, home), self._have(after.role), general) if after and self.left else None
        )
        await self.opener.look_at(lead, then)
        seen, stop = self.opener.seen_at(lead.url), self.opener.stop_at(lead.url)
        if seen is not None:
            hunt.loaded += not known
            hunt.filed += known
        elif stop is not None and hides_pages(stop):
            hunt.hidden.append((stop, lead.url))
        else:
            hunt.failed += 1
        return True

    def _pages(self, role: Role, home: View) -> tuple[View, ...]:
        shelves = [Role(name) for name in sorted(role_links.SHELVES) if name != role.value]
        return (*self._have(role), home, *(view for shelf in shelves for view in self._have(shelf)))

    def _have(self, role: Role) -> tuple[View, ...]:
        return self.trip.have(role, LANDED, self.device)
