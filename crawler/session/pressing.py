"""Presses controls that have no address, each on the page it was seen on, and tells whether anything came of it."""

from __future__ import annotations

import re

from crawler import obstacles
from crawler.addressing import alike, identity
from crawler.discover import Lead
from crawler.limits import SCREENS
from crawler.site import Element, View
from crawler.stop import DEAD, DEAD_LINK, UNPRESSED, Stop
from crawler.visit import Visitor
from crawler.vocabulary import GapReason, Region
from crawler.words import plain

LISTED = 3  # links of a list
NEW_TEXT = 200  # characters: more than a carousel's next slide says
_COUNT = re.compile(r"\d+")
_NOWHERE = re.compile(r"^(#|javascript:\s*(void\s*\(?\s*0?\s*\)?|;|//)?\s*;?\s*)$", re.I)


class Presser:
    """Presses on one device. A control that did nothing leaves its page as it was, so the next one there needs no load."""

    def __init__(self) -> None:
        self._dead: dict[tuple[str, str], Stop] = {}
        self._resting: tuple[Visitor, int] | None = None

    def rest(self, visitor: Visitor) -> None:
        """The visitor has just read a page that nothing was pressed on: the next control there needs no load."""
        self._resting = (visitor, visitor.tab.opened)

    def rests(self) -> bool:
        """Whether a page lies as its last control left it, which did nothing."""
        return self._resting is not None

    async def press(self, visitor: Visitor, lead: Lead, known: View | None) -> tuple[Visitor, View] | Stop:
        """Press the lead's control; ``known`` is what was seen of the page it stands on.

        The visitor that stands on what came up, and the page as it was before; a stop where nothing came.
        """
        if lead.element is None:
            raise ValueError("a lead without an address needs its element")
        if (stop := self._dead.get((lead.on, lead.element.selector))) is not None:
            return stop
        own_form = known is not None and known.role in obstacles.OWN_FORM
        resting = self._rests_on(visitor, lead.on)
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
            if alike(visitor.tab.page.url) != alike(lead.on):
                return Stop(GapReason.CONTROL, "the page the control stands on leads elsewhere now")
        if not own_form:
            visitor.expects = lead.role
        await _menu(visitor, lead.element)
        control = same(visitor.here, lead.element)
        if control is None:
            return visitor.stop or GONE
        return await self._pressed(visitor, lead, control)

    async def _pressed(self, visitor: Visitor, lead: Lead, control: Element) -> tuple[Visitor, View] | Stop:
        tab, nowhere = visitor.tab, leads_nowhere(control, visitor.here.url)
        stop = DEAD
        # What a busy page still loads may come in amid a press: a link to nowhere gets a second one, on a page that has come to rest.
        for _ in range(2 if nowhere else 1):
            before = visitor.here
            sent, refused = len(tab.recorder.addresses), len(tab.notes.refused)
            if not await visitor.click(control):
                return visitor.stop or UNPRESSED
            if brought_up(before, visitor.here):
                return visitor, before
            if len(tab.notes.refused) > refused:
                said = tab.notes.refused[-1][:100]
                return Stop(GapReason.CONTROL, f"the control asks for what we do not send: {said}")
            # Nothing was asked for that might yet come, and not the smallest thing was drawn: no handler hangs on it.
            quiet = len(tab.recorder.addresses) == sent and not new_elements(before, visitor.here.elements)
            if quiet and nowhere:
                stop = DEAD_LINK
                break
        self._dead[lead.on, control.selector] = stop
        self._resting = (visitor, tab.opened)
        return stop

    def _rests_on(self, visitor: Visitor, url: str) -> Visitor | None:
        """The visitor that still stands on that page, unchanged since its last control did nothing."""
        resting, self._resting = self._resting, None
        if resting is None:
            return None
        kept, opened = resting
        same_tab = kept.tab is visitor.tab and kept.tab.opened == opened and not kept.tab.spoilt
        return kept if same_tab and identity(kept.tab.page.url) == identity(url) == identity(kept.here.url) else None


GONE = Stop(GapReason.CONTROL, "the control was not there any more")


def same(here: View, control: Element) -> Element | None:
    """That control on the page as it is now: at its place with its words, else the only one with its words; None where it is gone."""
    said = _said(control)
    there = [one for one in here.elements if one.selector == control.selector]
    if found := next((one for one in there if not said or _said(one) == said), None):
        return found
    others = [one for one in here.elements if one.seen and (one.clickable or one.href) and said and _said(one) == said]
    return others[0] if len(others) == 1 else None


def _said(control: Element) -> str:
    """Its words but for numbers, which count what is in a cart or unread."""
    return _COUNT.sub("", plain(control.text or control.own or control.name or control.ocr)[:60]).strip()


def leads_nowhere(control: Element, here: str) -> bool:
    """Whether a link's address is none: ``#``, ``javascript:void(0)`` or the like."""
    href = control.href.strip()
    if control.tag != "a" or not href:
        return False
    return _NOWHERE.match(href) is not None or (href.endswith("#") and identity(href) == identity(here))


async def _menu(visitor: Visitor, control: Element) -> None:
    """Bring up the menu the control stands in."""
    opened_by = control.opened_by
    trigger = next((one for one in visitor.here.elements if opened_by and one.selector == opened_by), None)
    if trigger is not None:
        await (visitor.click(trigger) if SCREENS[visitor.device].mobile else visitor.hover(trigger))


def new_elements(before: View, elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """What can be seen now and could not before."""
    known = {element.selector for element in before.elements if element.seen}
    return tuple(element for element in elements if element.seen and element.selector not in known)


def brought_up(before: View, after: View) -> bool:
    """Whether a press led anywhere: another address, a form, a dialog, or a good deal of text that was not there."""
    if identity(before.url) != identity(after.url):
        return True
    new = new_elements(before, after.elements)
    if any(element.input_type or element.tag in ("textarea", "form") for element in new):
        return True
    layer = any(element.region is Region.DIALOG and element.words.strip() for element in new)
    return layer or sum(len(element.own) for element in new) >= NEW_TEXT or _swapped(before, after)


def _swapped(before: View, after: View) -> bool:
    """Whether the page's own part lists other pages now: most of what it linked is gone, and it links what it did not."""
    old, now = _own_links(before), _own_links(after)
    return (
        len(old) >= LISTED
        and bool(now)
        and len(old & now) <= len(old) / 2
        and any(url not in _links(before) for url in now)
    )


def _own_links(view: View) -> frozenset[str]:
    return frozenset(
        identity(each.href) for each in view.elements if each.seen and each.href and each.region is Region.MAIN
    )


def _links(view: View) -> frozenset[str]:
    return frozenset(identity(each.href) for each in view.elements if each.href)
