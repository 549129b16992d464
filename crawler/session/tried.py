"""Leads that were followed in vain: kept apart by whose page it was, and written down where judges can read them.

Each leaves a Fetch of purpose ``entry``, once an address (or control) and device: ``asked`` is the link's address, for a control that of the
page it stands on; ``url`` the same, "" for a control; ``text`` what the link or control says; ``status`` the answer's, if any came;
``error`` the gap reason and its detail (``error_page: HTTP 404``, ``control: the control could not be pressed``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.addressing import same_site
from crawler.discover import Lead
from crawler.site import Fetch
from crawler.stop import Stop
from crawler.trip import Trip
from crawler.vocabulary import GapReason, Role

# Pages that hold no policy, rule or entry to one: that they could not be had says nothing of any other role.
HOLDS_NONE = frozenset({
    Role.HOME, Role.CART, Role.LOGIN, Role.REGISTER, Role.SEARCH, Role.LIST, Role.PRODUCT, Role.ERROR,
})  # fmt: skip
_GOODS = frozenset({Role.PRODUCT, Role.LIST})


@dataclass(frozen=True, slots=True)
class Failure:
    """A lead and why it gave nothing. ``own``: it led to a page of the shop's own site, not elsewhere."""

    lead: Lead
    stop: Stop
    own: bool

    @property
    def pressed(self) -> bool:
        """Whether it was a control, which may have no page behind it at all."""
        return not self.lead.url


def failure(lead: Lead, stop: Stop, home: str) -> Failure:
    """The same, told whether the shop's own."""
    return Failure(lead, stop, same_site(home, lead.url or lead.on))


async def note(trip: Trip, failed: Failure, status: int | None) -> None:
    """Write it down. Goods have their own way (crawler/goods.py); what we had no time for was not tried."""
    lead, stop = failed.lead, failed.stop
    if lead.role in _GOODS or stop.reason is GapReason.BUDGET:
        return
    said = (lead.element.words.replace("\n", " ") if lead.element is not None else (lead.path or ("",))[-1])[:100]
    await trip.note(
        Fetch(
            id=trip.number("fetch"),
            purpose="entry",
            look=trip.plan.look,
            asked=lead.url or lead.on,
            url=lead.url,
            status=status,
            at=datetime.now(UTC),
            seconds=0.0,
            text=said,
            error=f"{stop.reason}: {stop.detail}"[:300],
        )
    )


def label_of(lead: Lead) -> str:
    """What a control says, or where it stands if it says nothing."""
    return (lead.path or ("",))[-1] or f"{lead.on} {lead.element.selector if lead.element else ''}"
