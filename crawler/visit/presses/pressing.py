"""Click controls that have no address, each on the page it was seen on, and tell whether it had any effect."""

from __future__ import annotations

import dataclasses
import re

from crawler import obstacles
from crawler.failure import DEAD, DEAD_LINK, ELSEWHERE, GONE, KNOWN_WINDOW, UNPRESSED, LoadFailure
from crawler.limits import SCREENS
from crawler.links.carousels import holds_carousel
from crawler.links.places import stands_in
from crawler.links.role_links import CART_SAYS, Lead
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import is_nowhere, page_identity, url_pattern
from crawler.visit.page_session import PageSession
from crawler.visit.presses.history_place import HistoryPlace, leave_errors, note_place, step_back
from crawler.visit.presses.opened_layers import opened_beside
from crawler.visit.presses.pressing_settings import FILE
from crawler.vocabulary import FoundBy, GapReason, Region, Role

_LIMITS = FILE.load().limits
_BOXED = frozenset(FILE.load().layers.roles)
_ONCE = frozenset(
    {Role.OTHER, Role.CART, Role.SEARCH, Role.LIST, Role.PRODUCT}
)  # no document stands behind their controls
_COUNT = re.compile(r"\d+")


class Presser:
    """Clicks on one device. A control without effect leaves its page as it was, so the next one there needs no load.

    Nor does it where the last one only drew another page in the same document: the way back is a step of its history.
    """

    def __init__(self) -> None:
        self._dead: dict[tuple[str, str], LoadFailure] = {}
        self._resting: tuple[PageSession, int] | None = None
        self._walks = _LIMITS.walks
        # Who left which page by a press, maybe in its document.
        self._left: tuple[PageSession, HistoryPlace] | None = None

    def rest(self, visitor: PageSession) -> None:
        """Record that the visitor has just read a page on which nothing was clicked: the next control there needs no load."""
        self._resting = (visitor, visitor.tab.opened)

    def rests(self) -> bool:
        """Whether there is a page left unchanged by its last control, which had no effect."""
        return self._resting is not None

    async def press(
        self, visitor: PageSession, lead: Lead, known: View | None
    ) -> tuple[PageSession, View] | LoadFailure:
        """Click the lead's control; ``known`` is the view of its page.

        A control of a role with documents that brought up nothing, or was not there any more, gets a second chance on the page
        loaded anew. Returns the visitor on what appeared and the page as it was before; a LoadFailure if nothing
        appeared.
        """
        if lead.element is None:
            raise ValueError("a lead without an address needs its element")
        if (stop := self._dead.get((lead.on, lead.element.selector))) is not None:
            return stop
        pressed = await self._once(visitor, lead, lead.element, known)
        if pressed in (DEAD, GONE) and lead.role not in _ONCE:
            self._resting = None
            pressed = await self._once(visitor, lead, lead.element, known, hover=lead.role in _BOXED)
        if isinstance(pressed, LoadFailure) and pressed in (DEAD, DEAD_LINK):
            self._dead[lead.on, lead.element.selector] = pressed
        return pressed

    async def _once(
        self, visitor: PageSession, lead: Lead, element: Element, known: View | None, hover: bool = False
    ) -> tuple[PageSession, View] | LoadFailure:
        own_form = known is not None and known.role in obstacles.OWN_FORM
        resting = self._rests_on(visitor, lead.on) or await self._gone_back(visitor, lead.on, known)
        if resting is not None:
            visitor = resting
            visitor.come_by(lead.found_by, lead.clicks, lead.path)
        else:
            if known is not None:
                visitor.expects = known.role
            stop = await visitor.load(lead.on)
            if stop is None and not await visitor.open_here():
                stop = visitor.stop
            if stop is not None:
                return stop
            if url_pattern(visitor.shown.url) != url_pattern(lead.on):
                return ELSEWHERE
        if not own_form:
            visitor.expects = lead.role
        await open_menu_of(visitor, element)
        control = find_same_control(visitor.here, element)
        if control is None:
            return visitor.stop or GONE
        if hover and not SCREENS[visitor.device].mobile:  # a press may hide what resting on it shows
            before = visitor.here
            if await visitor.reveals(control, "hover") and came_up(lead.role, control, before, visitor.here):
                return visitor, before
            if visitor.stop is not None:
                return visitor.stop
            control = find_same_control(visitor.here, control) or control
        return await self._pressed(visitor, lead, control)

    async def _pressed(
        self, visitor: PageSession, lead: Lead, control: Element
    ) -> tuple[PageSession, View] | LoadFailure:
        tab, nowhere = visitor.tab, leads_nowhere(control, visitor.here.url)
        stop, place = DEAD, await note_place(visitor)
        # On a busy page late content may arrive during a click: a link to nowhere gets a second click, once the page is quiet.
        for _ in range(2 if nowhere else 1):
            before = visitor.here
            sent, refused = len(tab.recorder.addresses), len(tab.notes.refused)
            if not await visitor.click(control):
                if visitor.stop is KNOWN_WINDOW:  # nothing was opened: the page stands as it did
                    visitor.stop, self._resting = None, (visitor, tab.opened)
                    return KNOWN_WINDOW
                return visitor.stop or UNPRESSED
            if came_up(lead.role, control, before, visitor.here):
                moved = page_identity(before.url) != page_identity(visitor.here.url)
                self._left = (visitor, place) if place is not None and moved else None
                if moved:
                    leave_errors(visitor, place)
                return visitor, before
            if len(tab.notes.refused) > refused:
                said = tab.notes.refused[-1][:100]
                return LoadFailure(GapReason.CONTROL, f"the control asks for what we do not send: {said}")
            # Nothing was requested that might still arrive, and nothing at all was drawn: it has no handler.
            drawn = new_elements(before, visitor.here.elements)
            if len(tab.recorder.addresses) == sent and not drawn and nowhere:
                stop = DEAD_LINK
                break
            if any(element.own.strip() for element in drawn):
                break  # words that the click may have brought: a second one would find them already there, or hide them
        self._resting = (visitor, tab.opened)
        return stop

    async def walk(
        self, visitor: PageSession, lead: Lead, known: View | None, home: View
    ) -> tuple[PageSession, View] | LoadFailure:
        """Click the lead's control after going all the way to it from home by presses, as its path names them.

        A page that an app draws after a press may not draw, or not get its data, where its address is opened.
        """
        if lead.element is None or known is None:
            raise ValueError("a walk goes to an element of a page that was seen")
        self._resting, self._walks = None, self._walks - 1
        visitor.expects = known.role
        if (stop := await visitor.load(home.url)) is not None:
            return stop
        if not await visitor.open_here():
            return visitor.stop or GONE
        for step in lead.path[:-1]:
            control = next((one for one in visitor.here.elements if _is_called(one, step)), None)
            if control is None or not await visitor.click(control):
                return visitor.stop or GONE
        if url_pattern(visitor.shown.url) != url_pattern(lead.on):
            return ELSEWHERE
        if known.role not in obstacles.OWN_FORM:
            visitor.expects = lead.role
        control = find_same_control(visitor.here, lead.element)
        return GONE if control is None else await self._pressed(visitor, lead, control)

    def may_walk(self, stop: LoadFailure, lead: Lead, known: View | None) -> bool:
        """Whether a press on a page that was itself reached by one failed for what opening its address may have brought."""
        led = known is not None and known.found_by is FoundBy.CLICK and len(lead.path) > 1
        return led and self._walks > 0 and (stop in (GONE, ELSEWHERE) or stop.reason is GapReason.BLANK)

    def _rests_on(self, visitor: PageSession, url: str) -> PageSession | None:
        """The visitor still on that page, unchanged since its last control had no effect."""
        resting, self._resting = self._resting, None
        if resting is None:
            return None
        kept, opened = resting
        same_tab = kept.tab is visitor.tab and kept.tab.opened == opened and not kept.tab.spoilt
        return (
            kept
            if same_tab and page_identity(kept.shown.url) == page_identity(url) == page_identity(kept.here.url)
            else None
        )

    async def _gone_back(self, visitor: PageSession, url: str, known: View | None) -> PageSession | None:
        """The visitor back on that page, where the last press there drew another in the same document; None if it must be loaded."""
        left, self._left = self._left, None
        if left is None:
            return None
        kept, place = left
        if kept.tab is not visitor.tab or page_identity(place.url) != page_identity(url):
            return None
        if known is not None:
            kept.expects = known.role
        kept.came = dataclasses.replace(kept.came, asked=url)
        return kept if await step_back(kept, place) else None


def _is_called(element: Element, step: str) -> bool:
    """Whether a control bears the label by which a path names it."""
    label = " ".join((element.text or element.own or element.name or element.ocr).split())
    return element.seen and (element.clickable or bool(element.href)) and label[: len(step)] == step and bool(step)


def find_same_control(here: View, control: Element) -> Element | None:
    """That control on the page as it is now: at its place with its words, else the only one with its words, be it boxed; None if gone.

    One that holds a carousel is the same at its place whatever that shows by now.
    """
    said = _said(control)
    there = [one for one in here.elements if one.selector == control.selector]
    if found := next((one for one in there if not said or _said(one) == said or holds_carousel(here, one)), None):
        return found
    others = [one for one in here.elements if one.seen and (one.clickable or one.href) and said and _said(one) == said]
    if others and all(stands_in(others[-1].selector, one.selector) for one in others):
        # A box and the control that it holds: the one as deep as that was, else the innermost, which hears a press first.
        alike = [one for one in others if _below_id(one.selector) == _below_id(control.selector)]
        return alike[0] if len(alike) == 1 else others[-1]
    return None


def _below_id(selector: str) -> str:
    """A place without the id that its path begins at."""
    return selector.partition(">")[2] if selector.startswith("#") else selector


def _said(control: Element) -> str:
    """Its words without numbers, which count what is in a cart or unread."""
    return _COUNT.sub(
        "", plain_words(control.text or control.own or control.name or control.ocr)[: _LIMITS.told]
    ).strip()


def leads_nowhere(control: Element, here: str) -> bool:
    """Whether a control's link leads nowhere: ``#``, ``javascript:void(0)`` or the like."""
    return control.tag == "a" and is_nowhere(control.href, here)


async def open_menu_of(visitor: PageSession, control: Element) -> None:
    """Open the menu that contains the control, if it was seen in one."""
    opened_by = control.opened_by
    trigger = next((one for one in visitor.here.elements if opened_by and one.selector == opened_by), None)
    if trigger is not None:
        await (visitor.click(trigger) if SCREENS[visitor.device].mobile else visitor.hover(trigger))


def new_elements(before: View, elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """Elements visible now that were not before."""
    known = {element.selector for element in before.elements if element.seen}
    return tuple(element for element in elements if element.seen and element.selector not in known)


def came_up(role: Role, control: Element, before: View, after: View) -> bool:
    """Whether a hover or click led anywhere; for roles that a line or a picture may answer, such a box beside the control does.

    A cart may be a small box too, with a line on what is in it, or that nothing is.
    """
    if brought_up(before, after):
        return True
    new = new_elements(before, after.elements)
    if role is Role.CART:
        return any(word in said for one in new if (said := plain_words(one.own)) for word in CART_SAYS)
    return role in _BOXED and opened_beside(control, after.elements, new)


def brought_up(before: View, after: View) -> bool:
    """Whether a click led anywhere: another address, a form, a dialog, or a good deal of new text."""
    if page_identity(before.url) != page_identity(after.url):
        return True
    new = new_elements(before, after.elements)
    if any(element.input_type or element.tag in ("textarea", "form") for element in new):
        return True
    layer = any(element.region is Region.DIALOG and element.words.strip() for element in new)
    return layer or sum(len(element.own) for element in new) >= _LIMITS.new_text or _swapped(before, after)


def _swapped(before: View, after: View) -> bool:
    """Whether the page's own part links other pages now: most of its earlier links are gone, and there are new ones."""
    old, now = _own_links(before), _own_links(after)
    return (
        len(old) >= _LIMITS.listed
        and bool(now)
        and len(old & now) <= _LIMITS.stays * len(old)
        and any(url not in _links(before) for url in now)
    )


def _own_links(view: View) -> frozenset[str]:
    return frozenset(
        page_identity(element.href)
        for element in view.elements
        if element.seen and element.href and element.region is Region.MAIN
    )


def _links(view: View) -> frozenset[str]:
    return frozenset(page_identity(element.href) for element in view.elements if element.href)
