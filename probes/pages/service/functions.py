"""Entries to a shop's functions: visible controls whose words, name or address say what they lead to."""

from __future__ import annotations

from crawler.links.role_links import does_something
from crawler.site import Element, Gap, Site, View
from crawler.urls import is_openable
from crawler.vocabulary import LANDED, MENUS, NO_SUCH_PAGE, FoundBy, GapReason, Region, Role
from probes.finding import Answer, Text, evidence_of_fetch, evidence_on_page, no, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.absence.only_names import only_names
from probes.pages.absence.opening import opened_nothing, says_one_of
from probes.pages.absence.several import not_found, searched_views
from probes.pages.absence.stub import StubContent, read_stub
from probes.pages.absence.unread import AnswerPlace
from probes.pages.absence.walked import describe_way
from probes.pages.rules.policy import pattern
from probes.pages.service.closed_menus import answer_closed
from probes.pages.service.entry_candidates import (
    acts_on_goods,
    chooses_of_goods,
    function_candidates,
    is_labelled,
    picture_link,
    says_empty,
    says_otherwise,
    words_of,
)
from probes.probe import Params
from probes.text.normalise import fold_text, plain_text
from probes.text.shown import list_seen

BY_THE_SHOP = frozenset({FoundBy.LINK, FoundBy.MENU, FoundBy.CLICK})  # found as a visitor would find it
_WRITTEN = frozenset({"", "text", "search"})  # types of fields in which one writes
_MENUS = frozenset({Region.HEADER, Region.NAV})
_SENTENCE_MARKS = ("。", "，")  # what no label of an entry holds


def _is_label(element: Element) -> bool:
    """Whether its words are a label and no sentence, such as one that a buyer wrote (快递第二天到。)."""
    return not any(mark in part for part in words_of(element) for mark in _SENTENCE_MARKS)


def _says_what(element: Element) -> bool:
    """Whether it has a word, and not only a number (of goods in a cart)."""
    return any(letter.isalpha() for part in words_of(element) for letter in part)


def function_label(element: Element) -> Text:
    """What an entry says, quoted; for one without words, that it is an icon, as addresses and selectors are no words of the page.

    Of a field in which one writes it says so: what stands in it as a hint may be an advertisement and name nothing.
    """
    said = " ".join((element.text or element.own or element.name or element.pseudo or element.ocr).split())[:40]
    if element.tag == "input" and element.input_type in _WRITTEN:
        hint = Text(f"（提示文字「{said}」）", f" (its hint: “{said}”)") if said else Text("", "")
        return Text(f"输入框{hint.zh}，见所框处", f"a field{hint.en}, see the box")
    worded = any(letter.isalpha() for letter in said)  # the number of goods in a cart is no word for it
    return Text(f"「{said}」", f"“{said}”") if worded else Text("图标，见所框处", "a sign without words, see the box")


def _on_top(view: View, element: Element) -> bool:
    """Whether it stands in the header or a menu at the head of the page; a bar at the foot of a screen sells what the page shows."""
    return element.region in _MENUS and element.box.y < view.viewport_height / 2


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


def _only_acts(view: View, element: Element, zh: str, en: str) -> Answer:
    """UNSURE where goods can be put somewhere, but nothing was seen that leads there."""
    said = function_label(element)
    return unsure(
        f"有{said.zh}，但未见{zh}",
        f"there is {said.en}, but not found: {en}",
        evidence_on_page(view, element),
        guess=0.5,
        question=Text(f"除{said.zh}外，页面上是否另有{zh}？", f"Is there, beside {said.en}: {en}?"),
    )


def find_hidden_behind(site: Site, element: Element) -> Gap | None:
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


def _asks_for_login(site: Site) -> bool:
    """Whether the shop has a login, seen or kept from us (robots.txt): whoever passes it may find more."""
    hidden = (gap for role in (Role.LOGIN, Role.REGISTER) if (gap := site.gap(role)) is not None)
    seen = site.view(Role.LOGIN) is not None or site.view(Role.REGISTER) is not None
    return seen or any(not gap.reason.about_them for gap in hidden)


def _is_told_after_login(site: Site, params: Params) -> bool:
    """Whether a page says that the function is there for whoever logs in (登录后可以查看订单)."""
    told = params.words.get("after_login", ())
    return bool(told) and any(pattern(told).search(fold_text(view.text)) for view in site.views)


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
    framed: bool = True,
) -> Answer:
    """YES where one of those pages has an entry not proven dead, or where the target page was reached from there.

    UNSURE where every entry, or one it stands for, was clicked and brought up nothing.

    ``of_account``: the function belongs to an account and may be offered only after login; where the shop has a login, or says so,
    that no visitor sees it is no absence. ``described``: it is a page that explains, so one that was opened and only
    repeats its title is not what is asked, and a person looks. ``framed``: links of the page's header and menus may be it.
    """
    dead = {fetch.asked: fetch for fetch in site.fetches if fetch.purpose == "link" and fetch.status in NO_SUCH_PAGE}
    void = opened_nothing(site, target) if target is not None else frozenset()
    broken: tuple[View, Element] | None = None
    empty: tuple[View, Element] | None = None
    unproven: tuple[View, Element] | None = None
    opened = {at: view for view in site.views for at in (view.asked, view.url)} if described else {}
    bare = only_names(site)
    stub: tuple[View, Element] | None = None
    voided: tuple[View, Element] | None = None
    acting: tuple[View, Element] | None = None
    sign: tuple[View, Element] | None = None
    menus = site.all(Role.HOME, MENUS) if Role.HOME in where else ()
    for view in (*searched_views(site, where)[0], *menus):
        for candidate in function_candidates(view, params):
            if view.state == MENUS and not candidate.opened_by:
                continue  # it is on the page itself and was read there
            address = (picture_link(view, candidate) or candidate).href
            page = opened.get(address)
            if not framed and _on_top(view, candidate) and is_openable(address):
                continue  # 给爸妈下单 leads to a page of the shop, whatever the page sells
            if described and does_something(address):
                continue  # 支付宝 among ways to log in explains nothing
            if view.role is Role.PRODUCT and chooses_of_goods(candidate, params):
                continue
            if acts_on_goods(candidate, params):
                acting = acting or (view, candidate)
            elif address in dead:
                broken = broken or (view, candidate)
            elif says_one_of(candidate, void):
                voided = voided or (view, candidate)
            elif says_empty(candidate, params):
                empty = empty or (view, candidate)
            elif page is not None and (page.id in bare or read_stub(page) is StubContent.NOTHING):
                stub = stub or (view, candidate)
            elif described and (page is None or read_stub(page) is not StubContent.MUCH):
                unproven = unproven or (view, candidate)
            elif _says_what(candidate):
                return _there(view, candidate, zh, en)
            else:
                sign = sign or (view, candidate)  # words on another entry show a stranger more
    if sign is not None:
        return _there(*sign, zh, en)
    if stub is not None:
        return _nothing_behind(*stub, zh, en)
    if unproven is not None:
        behind = find_hidden_behind(site, unproven[1]) if described else None
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
            and reached.id not in bare
            and not (described and read_stub(reached) is StubContent.NOTHING)
        ):
            way, path = describe_way(reached), " → ".join(reached.path) or reached.url
            return yes(
                f"有{zh}：{way.zh}",
                f"{en}: {way.en}",
                evidence_on_page(reached, None, path),
                values={"role": reached.role},
            )
    if acting is not None:
        return _only_acts(*acting, zh, en)
    if broken is not None and searched_views(site, where)[1] is None:
        view, element = broken
        link = dead[(picture_link(view, element) or element).href]
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
        labels = (node for node in list_seen(view.elements) if is_labelled(node, params) and _is_label(node))
        hint = next((node for node in labels if not says_otherwise(node, params)), None)
        if hint is not None:
            words = function_label(hint)
            ask = Text(f"{words.zh}是否为{zh}？", f"Is {words.en} what is asked for: {en}?")
            told = (
                f"有{words.zh}字样，但不能确认可点击",
                f"there is {words.en}, but whether it can be pressed is not certain",
            )
            return unsure(*told, evidence_on_page(view, hint), guess=0.0, question=ask)
    if of_account and (_asks_for_login(site) or _is_told_after_login(site, params)):
        return not_seen(
            GapReason.LOGIN,
            f"未登录时未见{zh}，登录后的页面不可见",
            f"not found without an account: {en}; what is behind the login cannot be seen",
        )
    closed = (
        answer_closed(
            site,
            lambda _, element: is_labelled(element, params) and not says_otherwise(element, params),
            f"未见{zh}",
            f"not found: {en}",
            Text(f"首页未展开的部分是否有{zh}？", f"Is there in the closed part of the home page: {en}?"),
        )
        if Role.HOME in where
        else None
    )
    if closed is not None:
        return closed
    asked = where if target is None else (*where, target)
    return not_found(site, asked, f"未见{zh}", f"not found: {en}", where=AnswerPlace.ENTRIES)
