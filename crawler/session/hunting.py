"""The hunt for further pages: every page that the shop links by name and that some check may need, while there are loads for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler import discover
from crawler.further import Hunt, everywhere, hides
from crawler.opener import Opener
from crawler.site import View
from crawler.trip import Trip
from crawler.vocabulary import FURTHER, LANDED, Device, GapReason, Role


@dataclass(slots=True)
class Hunting:
    """The hunts of one device. ``roles`` in the order of what is at stake; a page of each in turn, for the loads may run out.

    ``cut`` names roles whose named pages were not all looked at because loads, time or pages were used up.
    """

    trip: Trip
    device: Device
    opener: Opener
    roles: tuple[Role, ...]
    cut: set[Role] = field(default_factory=set)
    left: int = 0  # page loads

    async def run(self, home: View) -> None:
        """Follow named links of the home page, of the shelves and of the roles' own pages."""
        general = everywhere(home)
        hunts = [
            Hunt(role)
            for role in self.roles
            if self._have(role) or (role in discover.FILLS and not self._behind_login(role))
        ]
        self.left = discover.FURTHER_LOADS[self.device]
        while hunts:
            still: list[Hunt] = []
            for hunt in hunts:
                if await self._one(hunt, home, general):
                    still.append(hunt)
            hunts = still

    def _behind_login(self, role: Role) -> bool:
        failed = self.opener.failed.get(role)
        return failed is not None and failed.stop.reason is GapReason.LOGIN

    async def _one(self, hunt: Hunt, home: View, general: frozenset[str]) -> bool:
        """Follow one lead; False where the role has no more, or had enough."""
        pages = self._pages(hunt.role, home)
        lead = None if hunt.over else hunt.next(pages, self._have(hunt.role), general)
        if lead is None:
            if (blind := hunt.blind()) is not None:
                why, url = blind
                detail = f"further pages: {why.detail}"
                await self.trip.add_gap(hunt.role, FURTHER, self.device, why.reason, detail, url, why.exchanges)
            return False
        known = self.opener.knows(lead.url)
        if not known and (self.left <= 0 or self.trip.spent() is not None):
            self.cut.add(hunt.role)
            return True  # what was loaded for another role is filed all the same
        self.left -= not known
        await self.opener.look_at(lead)
        seen, stop = self.opener.seen_at(lead.url), self.opener.stop_at(lead.url)
        if seen is not None:
            hunt.loaded += not known
            hunt.filed += known
        elif stop is not None and hides(stop):
            hunt.hidden.append((stop, lead.url))
        else:
            hunt.failed += 1
        return True

    def _pages(self, role: Role, home: View) -> tuple[View, ...]:
        shelves = [Role(name) for name in sorted(discover.SHELVES) if name != role.value]
        return (*self._have(role), home, *(view for shelf in shelves for view in self._have(shelf)))

    def _have(self, role: Role) -> tuple[View, ...]:
        return self.trip.have(role, LANDED, self.device)
