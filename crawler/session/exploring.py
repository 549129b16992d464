"""Explore a shop to its ends: when every page that was wanted or named has been opened, open what is left, while loads remain."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from crawler.discovery.leftovers.goods_addresses import OF_GOODS, GoodsAddresses, is_bare_list
from crawler.discovery.leftovers.leftover_leads import find_dead_entries, find_leftover_leads
from crawler.discovery.leftovers.leftover_settings import FILE
from crawler.discovery.leftovers.pressed_leads import find_pressed_leads, is_link_poor
from crawler.discovery.leftovers.ways_back import strip_ways_back
from crawler.discovery.opener import Opener
from crawler.discovery.trap_memory import url_template
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.links.told_role import tell_spoken_role
from crawler.machine_time import MACHINE_TIME
from crawler.site import View
from crawler.spelling import plain_words
from crawler.urls import page_identity, url_pattern
from crawler.visit.crawl_state import CrawlState
from crawler.vocabulary import LANDED, Device, FoundBy, Role

_DATA = FILE.load()
_LIMITS = _DATA.limits
# Pages that say nothing of other matters; any other page may hold what an item asks for.
_OF_ONE_MATTER = frozenset({Role.PRIVACY, Role.LOGIN, Role.REGISTER})


@dataclass(slots=True)
class Exploration:
    """What is left to open on one device. ``left``: page loads that may be spent, of those that further pages left over.

    Each page is kept with the role it names itself by, else as another page of the shop, and then also with the role it
    speaks of, where nothing else was found for that role. What is not reached leaves no gap: nobody asked for it.
    """

    trip: CrawlState
    device: Device
    opener: Opener
    left: int
    _found: dict[str, tuple[tuple[int, Lead], ...]] = field(default_factory=dict)
    _tried: set[str] = field(default_factory=set)
    _no_lists: set[str] = field(
        default_factory=set
    )  # kinds of addresses of which one was opened that was no list of goods

    async def run(self, home: View) -> None:
        """Open links around the pages seen, then in documents, then on home; at last press entries without an address.

        A later look opens only what its presses led to (``Plan.pressed``).
        """
        if self.trip.plan.look > 1:
            await self._open_pressed()
            return
        loads = {Device.DESKTOP: _DATA.loads.desktop, Device.MOBILE: _DATA.loads.mobile}
        self.left = min(self.left, loads[self.device])
        ends = time.monotonic() + MACHINE_TIME.stretched(_LIMITS.seconds)
        goods = GoodsAddresses.learn(self._views())
        while self.left > 0 and self._may(ends) and (lead := self.opener.spot.next_lead() or self._next(home, goods)):
            self.left -= 1
            seen = await self.opener.look_at(lead, self._peek(home, goods, url_template(lead.url)))
            if seen is not None and seen.role is Role.OTHER and is_bare_list(seen):
                goods = GoodsAddresses.learn(self._views())  # further lists of its kind say no more of the shop
                self._found.clear()
            else:
                self._no_lists.add(url_template(lead.url))
        await self._press(home, ends)
        await self._press_named(home)
        if is_link_poor(home):  # elsewhere what is pressed folds and sorts, and its page would be loaded twice
            await self._press_on(home, time.monotonic() + MACHINE_TIME.stretched(_DATA.press.seconds), goods)
        await self._file_by_words()

    async def _press_on(self, home: View, ends: float, goods: GoodsAddresses) -> None:
        """Press entries and cards that only a press opens, those that name a page still lacking first; what they link is opened too."""
        left = min(self.left, _DATA.press.loads)
        done: set[str] = set()
        while left > 0 and self._may(ends):
            lead = self._next(home, goods) or self._named(home, done) or self._unpressed(home, done)
            if lead is None:
                return
            done |= {lead.path[-1], _place(lead)}
            left -= 1
            await self.opener.look_at(lead)

    def _pages(self, home: View) -> list[View]:
        """The pages that can be loaded again to press on them: each address once."""
        once = {page_identity(home.url): home}
        for view in self._views():
            if view.state == LANDED:
                once.setdefault(page_identity(view.url), view)
        return list(once.values())

    def _named(self, home: View, done: Container[str]) -> Lead | None:
        """An entry without an address on a page found by a press that names a role of which no page was seen."""
        lacking = [want.role for want in self.trip.plan.wants if want.device is self.device and want.state == LANDED]
        lacking = [role for role in lacking if role in role_links.RULES and not self._have(role)]
        for view in self._pages(home):
            for _, lead in find_pressed_leads(view, ()) if view.role is Role.OTHER else ():
                role = next((role for role in lacking if _names(role, lead.path[-1])), None)
                if role is not None and _place(lead) not in done:
                    return dataclasses.replace(lead, role=role)
        return None

    def _unpressed(self, home: View, done: Container[str]) -> Lead | None:
        """The entry without an address in the best place that was not pressed yet."""
        told = [one for one in self.trip.fetches if one.device is self.device]
        tried = {" ".join(one.text.split()) for one in told if one.purpose == "entry" and not one.url}
        tried |= {one.text for one in told if one.purpose == "press"}
        tried |= {step for view in self._views() if view.found_by is FoundBy.CLICK for step in view.path}
        found = (row for view in self._pages(home) for row in find_pressed_leads(view, tried))
        left = [row for row in found if row[1].path[-1] not in done]
        return min(left, key=lambda row: row[0])[1] if left else None

    def _have(self, role: Role) -> bool:
        return bool(self.trip.have(role, LANDED, self.device))

    async def _file_by_words(self) -> None:
        """File pages of no known name by what they show or speak of, where no page of that role was found by its name.

        A menu may name classes as nobody foresaw, and those tried first may hold a thing or two: where goods stand side by
        side is a list.
        """
        wanted = {want.role for want in self.trip.plan.wants if want.device is self.device and want.state == LANDED}
        for view in self._views():
            if view.role is not Role.OTHER or view.state != LANDED:
                continue
            if is_bare_list(view):  # names of goods may hold any word, as often as there are such goods
                role = Role.OTHER if _names_page(view) else Role.LIST
            else:
                role = Role.OTHER if role_links.names_goods(view.url) else tell_spoken_role(view.elements)
            if role in wanted and not self.trip.have(role, LANDED, self.device):
                await self.trip.add_view(dataclasses.replace(view, id=self.trip.number("view"), role=role))

    def _may(self, ends: float) -> bool:
        return time.monotonic() < ends and self.trip.spent() is None

    def _views(self) -> list[View]:
        look = self.trip.plan.look
        return [view for view in self.trip.views if view.device is self.device and view.look == look]

    def _next(self, home: View, goods: GoodsAddresses) -> Lead | None:
        """The lead of the best place that was not opened yet, which from now on counts as tried."""
        if (best := self._best(home, goods)) is None:
            return None
        self._tried.add(best[0])
        return best[1]

    def _peek(self, home: View, goods: GoodsAddresses, now: str) -> Lead | None:
        """What ``_next`` will give, if the page that is opened ``now``, told by its kind of address, cannot prove it one more list."""
        best = self._best(home, goods) if self.left else None
        kind = "" if best is None else url_template(best[1].url)
        return best[1] if best is not None and (kind != now or kind in self._no_lists) else None

    def _best(self, home: View, goods: GoodsAddresses) -> tuple[str, Lead] | None:
        """That lead, with what its address is known by."""
        views = self._views()
        pages = [home, *(view for view in views if view.state == LANDED and view.role is not Role.HOME)]
        addresses = {url for view in views for url in (view.url, view.asked)}
        seen = {page_identity(url) for url in addresses}
        seen |= {page_identity(strip_ways_back(url, seen)) for url in addresses}
        known = {_pattern(url, seen) for url in addresses}
        refined = goods.refined.with_opened(addresses)
        best: tuple[int, Lead] | None = None
        for rank, lead in self._leads(pages, goods):
            key = _pattern(lead.url, seen)
            if key in self._tried or key in known or self.opener.knows(lead.url) or self._is_unwanted(lead):
                continue
            if (best is None or rank < best[0]) and not refined.hold(lead.url):
                best = rank, lead
        return None if best is None else (_pattern(best[1].url, seen), best[1])

    def _is_unwanted(self, lead: Lead) -> bool:
        """Whether a label names nothing but pages of one matter that this audit leaves out, as one of a single item does."""
        said = plain_words(lead.path[-1])
        named = {role for role in role_links.RULES if role_links.names_role(role, said)}
        return bool(named) and named <= _OF_ONE_MATTER and not named & {want.role for want in self.trip.plan.wants}

    def _leads(self, pages: Iterable[View], goods: GoodsAddresses) -> Iterator[tuple[int, Lead]]:
        for view in pages:
            if view.id not in self._found:
                self._found[view.id] = tuple(find_leftover_leads(view, goods))
            yield from self._found[view.id]

    async def _press_named(self, home: View) -> None:
        """Press what on home and on pages of texts names a page and was not pressed when these were opened, and open what that led to."""
        spot = self.opener.spot
        for view in self._pages(home):
            waiting = len(spot.finds(view)) if view.role not in OF_GOODS or view is home else 0
            while waiting and self.left > 0 and self.trip.spent() is None:
                self.left -= 1
                await spot.press_anew(self.opener.berth, view)
                waiting, before = len(spot.finds(view)), waiting
                if waiting >= before:
                    break  # the page is no longer what it was
        await self._open_pressed()

    async def _open_pressed(self) -> None:
        """Open the addresses that presses led to."""
        while self.left > 0 and self.trip.spent() is None and (lead := self.opener.spot.next_lead()) is not None:
            self.left -= 1
            await self.opener.look_at(lead)

    async def _press(self, home: View, ends: float) -> None:
        """Press entries without an address one after another: they mostly do nothing, and then their page need not be loaded again."""
        told = (fetch for fetch in self.trip.fetches if fetch.purpose in ("entry", "press"))
        done = {fetch.text for fetch in told if fetch.device is self.device}
        done |= {view.path[-1] for view in self._views() if view.path and view.found_by is FoundBy.CLICK}
        for number, lead in enumerate(find_dead_entries(home, done)):
            if number >= _LIMITS.presses or not self._may(ends):
                return
            await self.opener.look_at(lead)


def _names(role: Role, label: str) -> bool:
    """Whether a label holds the name of a role, for buyers."""
    said = plain_words(label)
    barred = any(word in said for word in role_links.RULES[role].not_words)
    return bool(role_links.names_role(role, said)) and not barred and not role_links.for_merchants(said, role)


def _place(lead: Lead) -> str:
    return f"{lead.on} {lead.element.selector if lead.element is not None else ''}"


def _pattern(url: str, seen: Container[str]) -> str:
    return url_pattern(strip_ways_back(url, seen))


def _names_page(view: View) -> bool:
    """Whether the label of a page names one of the shop's pages that is no list of what is for sale (积分商城)."""
    said = plain_words(view.path[-1]) if view.path else ""
    others = (role for role in role_links.RULES if role not in (Role.LIST, Role.PRODUCT))
    return any(role_links.names_role(role, said) for role in others)
