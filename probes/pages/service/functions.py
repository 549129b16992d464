"""Entries to a shop's functions: visible controls whose words, name or address say what they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.settings_file import SettingsFile
from crawler.site import Element, Gap, Site, View
from crawler.vocabulary import LANDED, MENUS, FoundBy, GapReason, Region, Role
from probes.finding import Answer, Text, evidence_of_fetch, evidence_on_page, no, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.absence.opening import opened_nothing, says_one_of
from probes.pages.absence.several import not_found, searched_views
from probes.pages.absence.stub import StubContent, read_stub
from probes.pages.absence.unread import AnswerPlace
from probes.pages.absence.walked import describe_way
from probes.pages.layout.measure import CONTROL_ROLES, CONTROL_TAGS
from probes.pages.main.headline import is_headline
from probes.pages.service.label_words import label_says, label_width
from probes.probe import Params
from probes.schema.reader_tables import FunctionsTable
from probes.text.normalise import plain_text
from probes.text.remember import per_line

BY_THE_SHOP = frozenset({FoundBy.LINK, FoundBy.MENU, FoundBy.CLICK})  # found as a visitor would find it

# What a probe's table must hold for ``function_candidates``, and what it may hold too.
ENTRY_WORDS, ENTRY_LIMITS = ("labels",), ("label",)
ENTRY_MAY = ("whole", "addresses", "not_addresses", "fields", "not_fields", "never", "not_labels", "empty")
# Where a short word is an entry, handler or not.
FRAME = frozenset({Region.HEADER, Region.NAV, Region.FLOATING, Region.SIDE})
_SPLIT = re.compile(r"[^a-z0-9_]+")
FILE = SettingsFile("probes.pages.service", "functions.toml", FunctionsTable)
_LIMITS = FILE.load().limits
_SENTENCE_MARKS = ("。", "，")  # what no label of an entry holds


def function_candidates(view: View, params: Params) -> Iterator[Element]:
    """Visible entries to a function, as the lists of its table describe them.

    These are short labels with one of ``labels``; labels in the page's frame that equal one of ``whole``; controls
    without words whose address or classes hold one of ``addresses``; and, for a search box without a word, an input of
    a type in ``fields`` at the head of the page.

    Scripts often listen at the root of a page, so in its frame (header, navigation, floating) a label needs no
    handler. An article's headline with such a word does not count.
    """
    for element in view.elements:
        if not element.seen or _said_otherwise(element, params):
            continue
        pressed = element.clickable or element.tag in CONTROL_TAGS or element.role in CONTROL_ROLES
        framed = element.region in FRAME
        said = pressed or (framed and bool(element.own))  # a tab bar holds the words of all its tabs and is none itself
        named = said and (_labelled(element, params) or (framed and _says_only(element, params)))
        worded = named and not is_headline(view, element)
        if worded or (pressed and _silent(element, params)) or _search_box(element, view, params):
            yield element


def _silent(element: Element, params: Params) -> bool:
    """Whether it has no words, but an address or class that names the function: /catalogue/ is not /cat."""
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
    """Whether a part of an address or class is the word: in full, at its beginning, or, for a long word, anywhere."""
    return (
        mark in (word, f"{word}s")
        or (len(word) >= _LIMITS["begins"] and mark.startswith(word))
        or (len(word) >= _LIMITS["within"] and word in mark)
    )


def _search_box(element: Element, view: View, params: Params) -> bool:
    asked = element.tag == "input" and element.input_type in params.words.get("fields", ())
    other = any(word in element.name for word in params.words.get("not_fields", ()))
    return asked and not other and _at_the_head(element, view)


def _parts(element: Element) -> tuple[str, ...]:
    return (element.text or element.own, element.name, element.pseudo, element.ocr)


@per_line
def _flattened(*parts: str) -> tuple[str, ...]:
    """Labels folded and without blanks."""
    return tuple("".join(plain_text(part).split()) for part in parts)


def _labelled(element: Element, params: Params) -> bool:
    longest, never = params.limit("label"), params.words.get("never", ())
    parts = _parts(element)
    return any(
        0 < label_width(flat) <= longest
        and any(label_says(part, flat, word) for word in params.words["labels"])
        and not any(word in flat for word in never)
        for part, flat in zip(parts, _flattened(*parts), strict=True)
    )


def _is_label(element: Element) -> bool:
    """Whether its words are a label and no sentence, such as one that a buyer wrote (快递第二天到。)."""
    return not any(mark in part for part in _parts(element) for mark in _SENTENCE_MARKS)


def _said_otherwise(element: Element, params: Params) -> bool:
    """Whether a label says that it is something else: a code to scan is no buy button."""
    never = params.words.get("not_labels", ())
    return bool(never) and any(word in flat for flat in _flattened(*_parts(element)) for word in never)


def _is_empty(element: Element, params: Params) -> bool:
    """Whether a label says that there is nothing behind it: reviews (0)."""
    empty = params.words.get("empty", ())
    return any(re.search(pattern, flat) for flat in _flattened(*_parts(element)) for pattern in empty)


def _says_only(element: Element, params: Params) -> bool:
    """Whether a label is exactly one of ``whole``: 我的 in a tab bar is one's account, 我的最爱 is not."""
    whole = params.words.get("whole", ())
    return bool(whole) and any(
        flat in whole for flat, part in zip(_flattened(*_parts(element)), _parts(element), strict=True) if part
    )


def _at_the_head(element: Element, view: View) -> bool:
    return element.region in FRAME or element.box.y < view.viewport_height / 2


def function_label(element: Element) -> Text:
    """What an entry says, quoted; for one without words, that it is an icon, as addresses and selectors are no words of the page."""
    said = " ".join((element.text or element.own or element.name or element.pseudo or element.ocr).split())[:40]
    return Text(f"「{said}」", f"“{said}”") if said else Text("图标，见所框处", "a sign without words, see the box")


def _there(view: View, element: Element, zh: str, en: str) -> Answer:
    said = function_label(element)
    return yes(f"有{zh}：{said.zh}", f"{en}: {said.en}", evidence_on_page(view, element), values={"role": view.role})


def _nothing_behind(view: View, element: Element, zh: str, en: str) -> Answer:
    """UNSURE for an entry whose page explains nothing: nobody would swear that the thing is there, nor that it has no entry."""
    said = function_label(element)
    return unsure(
        f"有{zh}的入口：{said.zh}；但所指页面只重复标题，没有内容",
        f"an entry: {en}: {said.en}; but the page behind it only repeats its title",
        evidence_on_page(view, element),
        guess=0.0,
        question=Text(f"{said.zh}所指页面是否有内容？", f"Does the page behind {said.en} say anything?"),
        values={"role": view.role, "lacking": True},
    )


def _hidden_behind(site: Site, element: Element) -> Gap | None:
    """The gap that hid the page behind an entry, or one that may have; a login is an answer and no such gap."""
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


def judge_function(
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
    """YES where one of those pages has an entry not proven dead, or where the target page was reached from there.

    UNSURE where every entry, or one it stands for, was clicked and brought up nothing.

    ``of_account``: the function belongs to an account and may be offered only after login; where the shop has a login,
    that no visitor sees it is no absence. ``described``: it is a page that explains, so one that was opened and only
    repeats its title is not what is asked, and a person looks.
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
    for view in (*searched_views(site, where)[0], *menus):
        for candidate in function_candidates(view, params):
            if view.state == MENUS and not candidate.opened_by:
                continue  # it is on the page itself and was read there
            page = opened.get(candidate.href)
            if candidate.href in dead:
                broken = broken or (view, candidate)
            elif says_one_of(candidate, void):
                voided = voided or (view, candidate)
            elif _is_empty(candidate, params):
                empty = empty or (view, candidate)
            elif page is not None and read_stub(page) is StubContent.NOTHING:
                stub = stub or (view, candidate)
            elif not described or (page is not None and read_stub(page) is StubContent.MUCH):
                return _there(view, candidate, zh, en)
            else:
                unproven = unproven or (view, candidate)
    if stub is not None:
        return _nothing_behind(*stub, zh, en)
    if unproven is not None:
        behind = _hidden_behind(site, unproven[1]) if described else None
        if behind is not None:
            why = absence.gap_words(behind)
            return not_seen(
                behind.reason, f"有{zh}的入口，但{why[0]}", f"an entry: {en}; but {why[1]}", evidence_on_page(*unproven)
            )
        return _there(*unproven, zh, en)
    if empty is not None:
        said = function_label(empty[1])
        return yes(
            f"有{zh}的入口，所看页面未见内容：{said.zh}",
            f"there is a place for it, nothing in it on the pages seen: {en}: {said.en}",
            evidence_on_page(*empty),
            values={"role": empty[0].role, "empty": True},
        )
    for reached in site.all(target) if target is not None else ():
        other = (
            any(word in plain_text(reached.path[-1]) for word in params.words.get("never", ()))
            if reached.path
            else False
        )
        if (
            reached.found_by in BY_THE_SHOP
            and not other
            and not (described and read_stub(reached) is StubContent.NOTHING)
        ):
            way, path = describe_way(reached), " → ".join(reached.path) or reached.url
            return yes(
                f"有{zh}：{way.zh}",
                f"{en}: {way.en}",
                evidence_on_page(reached, None, path),
                values={"role": reached.role},
            )
    if broken is not None and searched_views(site, where)[1] is None:
        view, element = broken
        link = dead[element.href]
        return no(
            f"{zh}链接失效（{link.status}）",
            f"{en}: the link is dead ({link.status})",
            evidence_on_page(view, element),
            evidence_of_fetch(link),
        )
    if voided is not None:
        view, element = voided
        said = function_label(element)
        return unsure(
            f"有{said.zh}，但按下后没有出现可见内容",
            f"there is {said.en}, but pressing it brought up nothing that we could see",
            evidence_on_page(view, element),
            guess=0.0,
            question=Text(f"{said.zh}能否打开{zh}？", f"Does {said.en} open what is asked for: {en}?"),
        )
    for view in searched_views(site, where)[0]:
        hint = next((each for each in view.elements if each.seen and _labelled(each, params) and _is_label(each)), None)
        if hint is not None:
            words = function_label(hint)
            ask = Text(f"{words.zh}是否为{zh}？", f"Is {words.en} what is asked for: {en}?")
            told = (
                f"有{words.zh}字样，但不能确认可点击",
                f"there is {words.en}, but whether it can be pressed is not certain",
            )
            return unsure(*told, evidence_on_page(view, hint), guess=0.0, question=ask)
    if of_account and (site.view(Role.LOGIN) is not None or site.view(Role.REGISTER) is not None):
        return not_seen(
            GapReason.LOGIN,
            f"未登录时未见{zh}，登录后的页面不可见",
            f"not found without an account: {en}; what is behind the login cannot be seen",
        )
    asked = where if target is None else (*where, target)
    return not_found(site, asked, f"未见{zh}", f"not found: {en}", where=AnswerPlace.ENTRIES)
