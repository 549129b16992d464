"""Entries that a home page holds without showing them, where a menu that nobody got open may hold them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from crawler.site import Element, Site, View
from crawler.vocabulary import MENUS, Region, Role
from probes.finding import Answer, Text, evidence_on_page, unsure
from probes.text.remember import per_site

_HEAD = frozenset({Region.HEADER, Region.NAV})
Names = Callable[[View, Element], bool]


def find_closed(site: Site, names: Names) -> tuple[View, Element] | None:
    """The first hidden link or control of the home page that ``names`` takes for the entry; None without one.

    It must have stayed hidden with the menus opened, or the page must have a control without a word at its head that
    may open a menu. Where there is neither, what is hidden is shown to nobody.
    """
    return next(((view, element) for view, element in _list_closed(site) if names(view, element)), None)


@per_site
def _list_closed(site: Site) -> tuple[tuple[View, Element], ...]:
    opened = site.all(Role.HOME, MENUS)
    home = site.all(Role.HOME)
    shown = {_key(element) for view in (*home, *opened) for element in view.elements if element.seen}
    return tuple(
        (view, element)
        for view in opened or tuple(view for view in home if any(_silent(view)))
        for element in view.elements
        if not element.seen and (element.clickable or element.href) and _key(element) not in shown
    )


def answer_closed(site: Site, names: Names, zh: str, en: str, question: Text) -> Answer | None:
    """UNSURE that shows the entry in the part of the home page that stayed closed, or None."""
    found = find_closed(site, names)
    if found is None:
        return None
    view, element = found
    said = " ".join((element.text or element.own or element.name).split())[:40]
    return unsure(
        f"{zh}；但首页有未展开的部分，其中有「{said}」",
        f"{en}; but a part of the home page stayed closed and holds “{said}”",
        evidence_on_page(view, None, said),
        question=question,
    )


def _key(element: Element) -> tuple[str, str]:
    return element.href, "".join((element.text or element.own or element.name).split())


def _silent(view: View) -> Iterator[Element]:
    """Controls at the head of the page that say nothing and lead to no address: signs that may open a menu."""
    for element in view.elements:
        said = element.text or element.own or element.name or element.ocr
        if element.seen and element.clickable and element.region in _HEAD and not (said or element.href):
            yield element
