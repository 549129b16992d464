"""Press controls that name pages while the tour stands on their page: no page is loaded for it, and none is left.

Each press ends as a view of what it showed, as a ``Fetch`` of purpose ``press`` (``asked``: the control's page; ``url``:
the address it led to, which is opened later unless it was; ``text``: its label), or as an entry that failed
(tried_leads.py). What cannot be told, because the page did not get what it asked for, leaves nothing: the entry stays
unopened.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.async_api import Error as BrowserError

from crawler.browser.click import press_element
from crawler.discovery.leftovers.held_requests import HeldRequests, hold_requests
from crawler.discovery.leftovers.leftover_settings import FILE
from crawler.discovery.leftovers.list_turns import as_lead, find_list_turns
from crawler.discovery.leftovers.named_controls import find_named_controls, label_of
from crawler.discovery.leftovers.shown_parts import keep_shown, shows_more, shows_wall
from crawler.discovery.tried_leads import make_failure, note_failure
from crawler.dom import snapshot
from crawler.dom.snapshot import PageReading
from crawler.failure import DEAD, UNPRESSED, LoadFailure
from crawler.limits import PAGE
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.machine_time import MACHINE_TIME, patient_timeout
from crawler.site import Element, Fetch, View
from crawler.urls import is_openable, page_identity, same_site
from crawler.visit.crawl_state import CrawlState
from crawler.visit.page_session import Lost, PageSession
from crawler.visit.page_slot import PageSlot
from crawler.visit.presses.history_place import HistoryPlace, broke_off_since, leave_errors, note_place, step_back
from crawler.visit.presses.pressing import find_same_control, open_menu_of
from crawler.vocabulary import LANDED, Device, FoundBy, Role

_NAMED = FILE.load().named


class SpotPresses:
    """The presses of one device. ``knows``: whether an address was opened; ``remember``: take a view for opened."""

    def __init__(
        self, trip: CrawlState, device: Device, knows: Callable[[str], bool], remember: Callable[[View], None]
    ) -> None:
        self.trip = trip
        self.device = device
        self._knows = knows
        self._remember = remember
        self._left = _NAMED.presses
        self._seconds = _NAMED.seconds
        self._done: set[tuple[str, str]] = set()  # pages and labels of controls that were pressed
        self._turned: set[tuple[str, ...]] = set()  # parts of lists, told by their page and path
        self._led: list[Lead] = []
        self._places: dict[tuple[str, str], str] = {}  # where a control, told by its page and label, led to in the shop
        wanted = {want.role for want in trip.plan.wants if want.device is device and want.state == LANDED}
        self._roles = [role for role in role_links.ORDER if role in wanted and role is not Role.CART]

    def next_lead(self) -> Lead | None:
        """An address that a press led to and nobody has opened since; each is given once."""
        while self._led:
            lead = self._led.pop(0)
            if not self._knows(lead.url):
                lacks = lead.role is not Role.OTHER and not self.trip.have(lead.role, LANDED, self.device)
                return lead if lacks else dataclasses.replace(lead, role=Role.OTHER)
        return None

    def with_address(self, lead: Lead) -> Lead:
        """The lead, with the address that a press on its control led to: it need not be pressed again."""
        url = "" if lead.url or lead.element is None else self._places.get((lead.on, label_of(lead.element)), "")
        return dataclasses.replace(lead, url=url) if url else lead

    def finds(self, view: View) -> list[Lead]:
        """The controls of a page that are still to be pressed."""
        again = None if self.trip.plan.look == 1 else self.trip.plan.pressed.get(self.device, frozenset())
        if self._left <= 0 or self._seconds <= 0 or view.role in (Role.LOGIN, Role.ERROR):
            return []
        if again is not None:
            named = find_named_controls(view, self._roles, *self._tried(view))
            return [lead for lead in named if lead.path[-1] in again]
        turned = {one.path for one in self.trip.views if one.device is self.device}
        turns = (as_lead(view, element) for element in find_list_turns(view))
        new = [lead for lead in turns if lead.path not in turned and (lead.on, *lead.path) not in self._turned]
        return [*new[: _NAMED.turns], *find_named_controls(view, self._roles, *self._tried(view))]

    async def press_all(self, visitor: PageSession, view: View) -> None:
        """Press them on the page that the visitor stands on, while it stays that page and time and presses last."""
        leads = self.finds(view)
        if not leads:
            return
        began, tab = time.monotonic(), visitor.tab
        try:
            async with self.trip.within(min(self._seconds, PAGE.whole_seconds)):
                if await visitor.still_on(view):
                    async with hold_requests(tab) as held:
                        for lead in leads[: min(self._left, _NAMED.page)]:
                            self._left -= 1
                            self._turned.add((lead.on, *lead.path))
                            self._done.add((page_identity(lead.on), label_of(_control(lead))))
                            if not await self._press(visitor, view, lead, held):
                                break
        except (Lost, TimeoutError, BrowserError):
            tab.spoilt = True
        finally:
            self._seconds -= (time.monotonic() - began) / MACHINE_TIME.stretched(1.0)
            visitor.stop = None

    async def press_anew(self, berth: PageSlot, view: View) -> None:
        """Press what is left on a page that the tour could not press on when it stood there, loaded once more."""
        visitor = await berth.within()
        if isinstance(visitor, LoadFailure):
            return
        try:
            async with self.trip.within(PAGE.whole_seconds):
                stop = await visitor.load(view.url) or await visitor.prepare()
        except (TimeoutError, BrowserError):
            visitor.tab.spoilt = True
            return
        if stop is None:
            await self.press_all(visitor, view)

    async def _press(self, visitor: PageSession, view: View, lead: Lead, held: HeldRequests) -> bool:
        """Press one of them and record what it did; False if the page is no longer what it was."""
        await open_menu_of(visitor, _control(lead))
        before = visitor.here
        control = find_same_control(before, _control(lead))
        if control is None:
            return visitor.stop is None
        notes = visitor.tab.notes
        refused, windows, asked = len(notes.refused), len(notes.popups), notes.asked + len(notes.downloads)
        held.clear()
        place = await note_place(visitor)
        if not await _pressed(visitor, control):
            await self._failed(lead, UNPRESSED)
            return True
        visitor.stop = await visitor.tab.settle()
        await visitor.wait(0.0)
        after = visitor.here
        if visitor.stop is not None:
            await self._failed(lead, visitor.stop)
            return False
        stays = page_identity(after.url) == page_identity(view.url)
        led = [url for url in (*held.led, *notes.popups[windows:], *([] if stays else [after.url])) if is_openable(url)]
        if led and page_identity(led[-1]) == page_identity(view.url) and control.tag != "a":
            return stays  # a script that loads the page anew may have chosen what it then shows
        if led:
            later = await self._note_led(lead, led[-1])
            # The page that was left may run on beside the other: whose script broke off, its own document tells.
            whole = not (held.unsent or held.failed or (later and broke_off_since(visitor, place)))
            return stays or await self._route(visitor, lead, place, whole=whole)
        if held.unsent or len(notes.refused) > refused:
            said = (*held.unsent, *notes.refused[refused:])[0][:100]
            await self._failed(lead, LoadFailure(UNPRESSED.reason, f"the control asks for what we do not send: {said}"))
        elif (
            held.failed
            or visitor.tab.recorder.busy
            or notes.asked + len(notes.downloads) > asked
            or len(notes.popups) > windows
            or shows_wall(before, after)
        ):
            return True  # what it would show is not known
        elif shows_more(before, after):
            await self._show(visitor, lead, before)
        else:
            await self._failed(lead, DEAD)
        return True

    async def _note_led(self, lead: Lead, url: str) -> bool:
        """Record where a press led; whether it is opened later, as a page of the shop that was not opened."""
        await self.trip.note(
            Fetch(
                id=self.trip.number("fetch"),
                purpose="press",
                look=self.trip.plan.look,
                asked=lead.on,
                url=url,
                status=None,
                at=datetime.now(UTC),
                seconds=0.0,
                text=label_of(_control(lead))[:100],
                device=self.device,
            )
        )
        here = page_identity(url) == page_identity(lead.on)
        later = (
            same_site(lead.on, url)
            and not here
            and not role_links.does_something(url)
            and not role_links.speaks_of_goods(url)
        )
        if later:
            self._led.append(dataclasses.replace(lead, url=url))
            self._places[lead.on, label_of(_control(lead))] = url
        return later

    async def _route(self, visitor: PageSession, lead: Lead, place: HistoryPlace | None, *, whole: bool) -> bool:
        """A press changed the address within the document: what is there now is a page of its own, opened without a load.

        One that is not ``whole``, as it did not get what it asked for or a script broke off, is opened by its address
        later. Returns whether the visitor could step back to the page that was pressed on.
        """
        leave_errors(visitor, place)
        page = await visitor.read() if whole else None
        if isinstance(page, PageReading) and not self._knows(visitor.shown.url):
            self._remember(await self._stored(visitor, lead, page))
        return await step_back(visitor, place)

    async def _show(self, visitor: PageSession, lead: Lead, before: View) -> None:
        page = await visitor.read()
        if isinstance(page, PageReading):
            await self._stored(visitor, lead, keep_shown(before, page))
            await visitor.wait(0.0)

    async def _stored(self, visitor: PageSession, lead: Lead, page: PageReading) -> View:
        lacks = lead.role is not Role.OTHER and not self.trip.have(lead.role, LANDED, self.device)
        visitor.come_by(FoundBy.CLICK, lead.clicks, lead.path)
        return await visitor.store(page, lead.role if lacks else Role.OTHER, LANDED)

    async def _failed(self, lead: Lead, stop: LoadFailure) -> None:
        await note_failure(self.trip, make_failure(lead, stop, self.trip.platform.url), None, self.device)

    def _tried(self, view: View) -> tuple[set[str], set[str]]:
        """Labels of controls that brought up a page or were pressed here on the spot, on this device, and of those pressed in vain anywhere.

        A press that looked for a page counts a few words as nothing; they may be the answer to a question.
        """
        views = [one for one in self.trip.views if one.device is self.device and one.path]
        steps = {
            one.path[-1] for one in views if one.found_by is FoundBy.CLICK or role_links.is_name(one.role, one.path[-1])
        }
        told = [one for one in self.trip.fetches if one.device is self.device]
        steps |= {" ".join(one.text.split()) for one in told if one.purpose == "press"}
        vain = {" ".join(one.text.split()) for one in told if one.purpose == "entry" and not one.url}
        here = page_identity(view.url)
        return steps | {label for page, label in self._done if page == here}, vain | {label for _, label in self._done}


def _control(lead: Lead) -> Element:
    if lead.element is None:
        raise ValueError("a lead without an address needs its element")
    return lead.element


async def _pressed(visitor: PageSession, control: Element) -> bool:
    try:
        async with patient_timeout(PAGE.hang_seconds):
            await press_element(await snapshot.locate_element(visitor.tab.page, control))
    except (BrowserError, LookupError):
        return False
    return True
