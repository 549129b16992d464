"""Leads that failed: grouped by whose page it was, and recorded where probes can read them.

Each leaves a Fetch of purpose ``entry``, one per address (or control) and device: ``asked`` is the link's address, for
a control that of its page; ``url`` the same, "" for a control; ``text`` the label of the link or control; ``status``
the answer's, if any; ``error`` the gap reason and its detail (``error_page: HTTP 404``, ``control: the control could
not be pressed``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.failure import LoadFailure
from crawler.links.role_links import Lead
from crawler.site import Fetch, View
from crawler.urls import is_openable, same_site
from crawler.visit.crawl_state import CrawlState
from crawler.vocabulary import Device, GapReason, Region, Role

# Pages without policies, rules or entries to them: their failure says nothing about any other role.
HOLDS_NONE = frozenset({
    Role.HOME, Role.CART, Role.LOGIN, Role.REGISTER, Role.SEARCH, Role.LIST, Role.PRODUCT, Role.ERROR,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class FailedLead:
    """A lead and why it failed. ``own``: it led to a page of the shop's own site, not elsewhere; ``away``: then its address there."""

    lead: Lead
    stop: LoadFailure
    own: bool
    away: str = ""

    @property
    def pressed(self) -> bool:
        """Whether it was a control, which may have no page behind it at all."""
        return not self.lead.url

    @property
    def url(self) -> str:
        """Where it led, or the page of a control that leads nowhere else as far as we know."""
        return self.away or self.lead.url or self.lead.on


def make_failure(lead: Lead, stop: LoadFailure, home: str, on: View | None = None) -> FailedLead:
    """The failure, marked as the shop's own or not: what was pressed leads where its address does, or that of the link it holds.

    ``on``: the page with the control, where it is known.
    """
    led = [lead.element] if lead.element is not None else []
    if on is not None and led and not led[0].href:
        led = [one for one in on.elements if one.parent == led[0].id and one.frame == led[0].frame]
    href = next((one.href for one in led if is_openable(one.href)), "")
    led_to = lead.url or href or lead.on
    own = same_site(home, led_to)
    return FailedLead(lead, stop, own, "" if own else led_to)


async def note_failure(trip: CrawlState, failed: FailedLead, status: int | None, device: Device) -> None:
    """Record the failure, except products, recorded by product_tour.py, lists unless a login hides them, and leads we had no time for."""
    lead, stop = failed.lead, failed.stop
    listed = lead.role is Role.LIST and stop.reason is not GapReason.LOGIN
    if lead.role is Role.PRODUCT or listed or stop.reason is GapReason.BUDGET:
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
            device=device,
        )
    )


def describe_control(lead: Lead) -> str:
    """A control's label, with its page where it stands in the page's own part; its place if it has none."""
    own = lead.element is not None and lead.element.region is Region.MAIN
    said = (lead.path or ("",))[-1]
    return f"{said} {lead.on}" if said and own else said or f"{lead.on} {lead.element.selector if lead.element else ''}"
