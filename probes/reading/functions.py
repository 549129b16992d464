"""Entries to a shop's functions: seen controls that say by word, name or address what they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.site import Element, Gap, Site, View
from crawler.vocabulary import LANDED, MENUS, FoundBy, GapReason, Region, Role
from probes.finding import Answer, Text, fetched, in_part, no, not_seen, shown, unsure, yes
from probes.pages.opening import opened_nothing, says_one_of
from probes.pages.stub import Says, says
from probes.pages.unread import Where
from probes.probe import Params
from probes.reading import absence
from probes.reading.measure import CONTROL_ROLES, CONTROL_TAGS
from probes.reading.normalise import plain
from probes.reading.several import not_found, searched

BY_THE_SHOP = frozenset({FoundBy.LINK, FoundBy.MENU, FoundBy.CLICK})  # found as a visitor would find it

# Where a short word is an entry, handler or not.
FRAME = frozenset({Region.HEADER, Region.NAV, Region.FLOATING, Region.SIDE})
_SPLIT = re.compile(r"[^a-z0-9_]+")
_BEGINS, _WITHIN = 4, 6  # letters of a word that may begin a part of an address, and stand anywhere in it


def candidates(view: View, params: Params) -> Iterator[Element]:
    """Seen entries: a short label with one of ``labels``, one in the page's frame that is one of ``whole``, a silent control whose
    address or classes hold one of ``addresses``, or, for a search box without a word, an input of a type in ``fields`` at the head.

    Scripts often listen at the root of a page, so in its frame (header, navigation, floating) a label needs no handler.
    """
    for each in view.elements:
        if not each.seen or _said_otherwise(each, params):
            continue
        pressed = each.clickable or each.tag in CONTROL_TAGS or each.role in CONTROL_ROLES
        framed = each.region in FRAME
        worded = (pressed or framed) and (_labelled(each, params) or (framed and _says_only(each, params)))
        if worded or (pressed and _silent(each, params)) or _search_box(each, view, params):
            yield each


def _silent(element: Element, params: Params) -> bool:
    """Without a word of its own, but with an address or class that says it: /catalogue/ is no /cat."""
    words = params.words.get("addresses", ())
    if not words or any(_parts(element)):
        return False
    tail = element.href.partition("//")[2].partition("/")[2]  # a page may write any address: it is not parsed
    whole = _SPLIT.split(f"{tail} {element.classes}".lower())
    if any(word in mark for word in params.words.get("not_addresses", ()) for mark in whole):
        return False
    marks = {*whole, *(part for mark in whole for part in mark.split("_"))}
    never = params.words.get("never", ())
    fit = [mark for mark in marks if not any(word in mark for word in never)]
    return any(_marks(word.strip("/."), mark) for word in words for mark in fit)


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


def _said_otherwise(element: Element, params: Params) -> bool:
    """Whether a label says that it is another thing: a code to scan is no button to buy."""
    never = params.words.get("not_labels", ())
    return bool(never) and any(word in "".join(plain(part).split()) for part in _parts(element) for word in never)


def _is_empty(element: Element, params: Params) -> bool:
    """Whether a label says that nothing stands behind it: reviews (0)."""
    empty = params.words.get("empty", ())
    flats = ("".join(plain(part).split()) for part in _parts(element))
    return any(re.search(pattern, flat) for flat in flats for pattern in empty)


def _says_only(element: Element, params: Params) -> bool:
    """Whether a label is one of ``whole``, and nothing else: 我的 in a bar of tabs is one's account, 我的最爱 is not."""
    whole = params.words.get("whole", ())
    return bool(whole) and any("".join(plain(part).split()) in whole for part in _parts(element) if part)


def _at_the_head(element: Element, view: View) -> bool:
    return element.region in FRAME or element.box.y < view.viewport_height / 2


def _label(element: Element) -> Text:
    """What an entry says, quoted; of one that says nothing that it is a sign: an address or a selector is no word of the page."""
    said = " ".join((element.text or element.own or element.name or element.pseudo or element.ocr).split())[:40]
    return Text(f"「{said}」", f"“{said}”") if said else Text("图标，见所框处", "a sign without words, see the box")


def _there(view: View, element: Element, zh: str, en: str, lacking: Text | None = None) -> Answer:
    """YES for an entry; half of it where something is ``lacking`` behind."""
    said = _label(element)
    if lacking is None:
        return yes(f"有{zh}：{said.zh}", f"{en}: {said.en}", shown(view, element), values={"role": view.role})
    return in_part(
        yes(
            f"有{zh}：{said.zh}；{lacking.zh}",
            f"{en}: {said.en}; {lacking.en}",
            shown(view, element),
            fraction=0.5,
            values={"role": view.role, "lacking": True},
        )
    )


def _hidden_behind(site: Site, element: Element) -> Gap | None:
    """What hid the page from us that an entry leads to, or a page that may be it; a login is an answer."""
    return next(
        (
            gap
            for gap in site.gaps
            if gap.url in ("", element.href)
            and gap.state == LANDED
            and gap.role is not Role.HOME
            and not gap.reason.about_them
            and not gap.reason.not_public
        ),
        None,
    )


def judge(
    site: Site,
    params: Params,
    where: tuple[Role, ...],
    zh: str,
    en: str,
    target: Role | None = None,
    *,
    of_account: bool = False,
    described: bool = False,
) -> Answer:
    """YES where one of those pages has an entry that is not proven dead, or where its target page was reached from there; UNSURE where
    every entry was pressed, or stands for one that was, and brought up nothing.

    What belongs to an account (``of_account``) may be offered to those alone who are logged in: where the shop has a login, that no
    visitor sees it is no absence. ``described``: it is a page that explains, so one that was opened and only repeats its title is half
    of what is asked.
    """
    dead = {each.asked: each for each in site.fetches if each.purpose == "link" and each.status in (404, 410)}
    void = opened_nothing(site, target) if target is not None else frozenset()
    broken: tuple[View, Element] | None = None
    empty: tuple[View, Element] | None = None
    unproven: tuple[View, Element] | None = None
    opened = {at: view for view in site.views for at in (view.asked, view.url)} if described else {}
    stub: tuple[View, Element] | None = None
    voided: tuple[View, Element] | None = None
    menus = site.all(Role.HOME, MENUS) if Role.HOME in where else ()
    for view in (*searched(site, where)[0], *menus):
        for each in candidates(view, params):
            if view.state == MENUS and not each.opened_by:
                continue  # it stands on the page itself, and was read there
            page = opened.get(each.href)
            if each.href in dead:
                broken = broken or (view, each)
            elif says_one_of(each, void):
                voided = voided or (view, each)
            elif _is_empty(each, params):
                empty = empty or (view, each)
            elif page is not None and says(page) is Says.NOTHING:
                stub = stub or (view, each)
            elif not described or (page is not None and says(page) is Says.MUCH):
                return _there(view, each, zh, en)
            else:
                unproven = unproven or (view, each)
    if stub is not None:
        return _there(*stub, zh, en, Text("所指页面只重复标题，没有内容", "the page behind it only repeats its title"))
    if unproven is not None:
        behind = _hidden_behind(site, unproven[1]) if described else None
        if behind is not None:
            why = absence.gap_words(behind)
            return not_seen(
                behind.reason, f"有{zh}的入口，但{why[0]}", f"an entry: {en}; but {why[1]}", shown(*unproven)
            )
        return _there(*unproven, zh, en)
    if empty is not None:
        said = _label(empty[1])
        return yes(
            f"有{zh}的入口，所看页面未见内容：{said.zh}",
            f"there is a place for it, nothing in it on the pages seen: {en}: {said.en}",
            shown(*empty),
            values={"role": empty[0].role, "empty": True},
        )
    for reached in site.all(target) if target is not None else ():
        other = (
            any(word in plain(reached.path[-1]) for word in params.words.get("never", ())) if reached.path else False
        )
        if reached.found_by in BY_THE_SHOP and not other and not (described and says(reached) is Says.NOTHING):
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
    if voided is not None:
        view, element = voided
        said = _label(element)
        return unsure(
            f"有{said.zh}，但按下后没有出现可见内容",
            f"there is {said.en}, but pressing it brought up nothing that we could see",
            shown(view, element),
            guess=0.0,
            question=Text(f"{said.zh}能否打开{zh}？", f"Does {said.en} open what is asked for: {en}?"),
        )
    for view in searched(site, where)[0]:
        hint = next((each for each in view.elements if each.seen and _labelled(each, params)), None)
        if hint is not None:
            words = _label(hint)
            ask = Text(f"{words.zh}是否为{zh}？", f"Is {words.en} what is asked for: {en}?")
            told = (
                f"有{words.zh}字样，但不能确认可点击",
                f"there is {words.en}, but whether it can be pressed is not certain",
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
