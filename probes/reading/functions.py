"""Entries to a shop's functions: seen controls that say by word, name or address what they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.site import Element, Site, View
from crawler.vocabulary import MENUS, FoundBy, GapReason, Region, Role
from probes.finding import Answer, Text, fetched, no, not_seen, shown, unsure, yes
from probes.pages.unread import Where
from probes.probe import Params
from probes.reading.measure import CONTROL_ROLES, CONTROL_TAGS
from probes.reading.normalise import plain
from probes.reading.several import not_found, searched

BY_THE_SHOP = frozenset({FoundBy.LINK, FoundBy.MENU, FoundBy.CLICK})  # found as a visitor would find it

# Where a short word is an entry, handler or not.
FRAME = frozenset({Region.HEADER, Region.NAV, Region.FLOATING, Region.SIDE})
_SPLIT = re.compile(r"[^a-z0-9_]+")
_BEGINS, _WITHIN = 4, 6  # letters of a word that may begin a part of an address, and stand anywhere in it


def candidates(view: View, params: Params) -> Iterator[Element]:
    """Seen entries: a short label with one of ``labels``, a silent control whose address or classes hold one of ``addresses``,
    or, for a search box without a word, an input of a type in ``fields`` at the head of the page.

    Scripts often listen at the root of a page, so in its frame (header, navigation, floating) a label needs no handler.
    """
    for each in view.elements:
        if not each.seen:
            continue
        pressed = each.clickable or each.tag in CONTROL_TAGS or each.role in CONTROL_ROLES
        worded = (pressed or each.region in FRAME) and _labelled(each, params)
        if worded or (pressed and _silent(each, params)) or _search_box(each, view, params):
            yield each


def _silent(element: Element, params: Params) -> bool:
    """Without a word of its own, but with an address or class that says it: /catalogue/ is no /cat."""
    words = params.words.get("addresses", ())
    if not words or any(_parts(element)):
        return False
    tail = element.href.partition("//")[2].partition("/")[2]  # a page may write any address: it is not parsed
    whole = _SPLIT.split(f"{tail} {element.classes}".lower())
    marks = {*whole, *(part for mark in whole for part in mark.split("_"))}
    return any(_marks(word.strip("/."), mark) for word in words for mark in marks)


def _marks(word: str, mark: str) -> bool:
    """Whether a part of an address or class says the word: whole, as its beginning, or a long word anywhere."""
    return (
        mark in (word, f"{word}s")
        or (len(word) >= _BEGINS and mark.startswith(word))
        or (len(word) >= _WITHIN and word in mark)
    )


def _search_box(element: Element, view: View, params: Params) -> bool:
    asked = element.tag == "input" and element.input_type in params.words.get("fields", ())
    other = any(word in element.name for word in params.words.get("not_fields", ()))
    return asked and not other and _at_the_head(element, view)


def _parts(element: Element) -> tuple[str, ...]:
    return (element.text or element.own, element.name, element.pseudo, element.ocr)


def _labelled(element: Element, params: Params) -> bool:
    flats = ("".join(plain(part).split()) for part in _parts(element))
    longest, never = params.limit("label"), params.words.get("never", ())
    return any(
        0 < len(flat) <= longest
        and any(word in flat for word in params.words["labels"])
        and not any(word in flat for word in never)
        for flat in flats
    )


def _at_the_head(element: Element, view: View) -> bool:
    return element.region in FRAME or element.box.y < view.viewport_height / 2


def judge(
    site: Site,
    params: Params,
    where: tuple[Role, ...],
    zh: str,
    en: str,
    target: Role | None = None,
    *,
    of_account: bool = False,
) -> Answer:
    """YES where one of those pages has an entry that is not proven dead, or where its target page was reached from there.

    What belongs to an account (``of_account``) may be offered to those alone who are logged in: where the shop has a login, that no
    visitor sees it is no absence.
    """
    dead = {each.asked: each for each in site.fetches if each.purpose == "link" and each.status in (404, 410)}
    broken: tuple[View, Element] | None = None
    menus = site.all(Role.HOME, MENUS) if Role.HOME in where else ()
    for view in (*searched(site, where)[0], *menus):
        for each in candidates(view, params):
            if view.state == MENUS and not each.opened_by:
                continue  # it stands on the page itself, and was read there
            if each.href in dead:
                broken = broken or (view, each)
                continue
            said = " ".join((each.text or each.own or each.name or each.href or each.selector).split())[:40]
            return yes(f"有{zh}：「{said}」", f"{en}: “{said}”", shown(view, each), values={"role": view.role})
    reached = site.view(target) if target is not None else None
    named = reached.path[-1] if reached is not None and reached.path else ""
    other = any(word in plain(named) for word in params.words.get("never", ()))
    if reached is not None and reached.found_by in BY_THE_SHOP and not other:
        path = " → ".join(reached.path) or reached.url
        return yes(f"有{zh}：{path}", f"{en}: {path}", shown(reached, None, path), values={"role": reached.role})
    if broken is not None and searched(site, where)[1] is None:
        view, element = broken
        link = dead[element.href]
        return no(
            f"{zh}链接失效（{link.status}）",
            f"{en}: the link is dead ({link.status})",
            shown(view, element),
            fetched(link),
        )
    for view in searched(site, where)[0]:
        hint = next((each for each in view.elements if each.seen and _labelled(each, params)), None)
        if hint is not None:
            said = " ".join(_parts(hint)[0].split())[:40]
            ask = Text(f"「{said}」是否为{zh}？", f"Is “{said}” what is asked for: {en}?")
            told = (
                f"有「{said}」字样，但不能确认可点击",
                f"there is “{said}”, but whether it can be pressed is not certain",
            )
            return unsure(*told, shown(view, hint), guess=0.0, question=ask)
    if of_account and (site.view(Role.LOGIN) is not None or site.view(Role.REGISTER) is not None):
        return not_seen(
            GapReason.LOGIN,
            f"未登录时未见{zh}，登录后的页面不可见",
            f"not found without an account: {en}; what is behind the login cannot be seen",
        )
    asked = where if target is None else (*where, target)
    return not_found(site, asked, f"未见{zh}", f"not found: {en}", where=Where.ENTRIES)
