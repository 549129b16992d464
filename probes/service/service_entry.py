"""How prominent is the entry to customer service on the home page?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import MENUS, Region, Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, in_part, unsure, yes
from probes.pages.absence.opening import leads_to_opened, opened_addresses
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.layout.prominence import LEVEL_LIMITS, Prominence, name_level
from probes.pages.main.main_text import main_text
from probes.pages.service import channels
from probes.pages.service.closed_menus import answer_closed
from probes.pages.service.service_entries import (
    OWN,
    WAITED,
    PlacedServiceEntry,
    ServiceEntryKind,
    describe_sign,
    may_serve,
    names_service,
    place_service_entries,
    service_vendor,
    tells_no_more,
)
from probes.probe import Need, Params, Probe
from probes.text.numbers import phones


def judge(site: Site, params: Params) -> Answer:
    views = [view for state in ("landed", WAITED, MENUS) for view in site.all(Role.HOME, state)]
    own = place_service_entries(views, OWN)
    weak = _contacts(site, place_service_entries(views, (ServiceEntryKind.CONTACT,)))
    seen = opened_addresses(site)
    ranked = sorted((*own, *weak), key=lambda entry: (-entry.level, not leads_to_opened(entry.entry.element, seen)))
    best = next((entry for entry in ranked if entry.entry.worded), None)
    sign = next((entry for entry in ranked if not entry.entry.worded), None)
    if sign is not None and _worth(sign, params) > _worth(best, params):
        return _ask_of_sign(sign, params)
    behind = (Role.SERVICE, Role.ABOUT) if place_service_entries(views, (ServiceEntryKind.CONTACT,)) else ()
    if best is not None and params.limit(best.level.name.lower()) > 0:
        stands = name_level(best.level)
        answer = yes(
            f"客服入口「{best.entry.words}」，醒目程度 {stands.zh}",
            f"the entry “{best.entry.words}”, prominence {stands.en}",
            evidence_on_page(best.view, best.entry.element, best.entry.words),
            fraction=params.limit(best.level.name.lower()),
            values={"level": best.level.name, "word": best.entry.words},
        )
        return (
            answer if best.level >= Prominence.P3 else _unseen(site) or answer_hidden(site, behind) or in_part(answer)
        )
    return _without(site, best)


def _worth(entry: PlacedServiceEntry | None, params: Params) -> float:
    """The share of the points that an entry so prominent earns."""
    return 0.0 if entry is None else params.limit(entry.level.name.lower())


def _ask_of_sign(sign: PlacedServiceEntry, params: Params) -> Answer:
    """A sign shows nobody what it opens: its address or the name of its file is no word of the page."""
    stands, sort = name_level(sign.level), describe_sign(sign.entry.element)
    return unsure(
        f"首页有一个{sort.zh}，按其链接或文件名像是客服入口，醒目程度 {stands.zh}",
        f"the home page has {sort.en} that looks like an entry to customer service by its address or file name, "
        f"prominence {stands.en}",
        evidence_on_page(sign.view, sign.entry.element),
        guess=_worth(sign, params),
        question=Text("所框处是否为客服入口？", "Is what stands in the box an entry to customer service?"),
        values={"level": sign.level.name},
    )


def _contacts(site: Site, found: tuple[PlacedServiceEntry, ...]) -> tuple[PlacedServiceEntry, ...]:
    """The entries named 联系我们, which count as entries to the service if the page behind offers buyers a channel; else none."""
    offered = any(channels.offers_any(view) for role in (Role.SERVICE, Role.ABOUT) for view in site.all(role))
    return found if offered else ()


def _unseen(site: Site) -> Answer | None:
    return answer_hidden(site, (Role.HOME,), MENUS) or answer_hidden(site, (Role.HOME,), WAITED)


def _without(site: Site, deep: PlacedServiceEntry | None) -> Answer:
    """The answer without a visible entry on the home page.

    A chat service that loaded but drew nothing may still show one, and so may a number whose label stands apart from it.
    """
    for view in site.all(Role.HOME):
        host = service_vendor(view)
        if host:
            return unsure(
                f"首页加载了客服组件（{host}），但未见入口显示",
                f"a chat service was loaded ({host}), but no entry was drawn",
                evidence_on_page(view),
                guess=0.0,
                question=Text(
                    "该客服组件是否在首页显示入口？", "Does this chat service show an entry on the home page?"
                ),
            )
    home = site.all(Role.HOME)
    # A number beside 电话 and no more is no entry named for the service, nor the lack of one: it may be answered by whoever serves buyers.
    printed = next(
        ((view, one) for view in home for one in phones.find_page_phones(view) if may_serve(one) or tells_no_more(one)),
        None,
    )
    if printed is not None:
        view, number = printed
        return unsure(
            f"首页未见以客服为名的入口，但印有号码「{number.phone.raw}」",
            f"no entry on the home page is named for customer service, but “{number.phone.raw}” is printed",
            evidence_on_page(view, number.element, number.quote),
            guess=0.0,
            question=Text("该号码是否为首页上的客服电话？", "Is this number the customer service's, on the home page?"),
        )
    if deep is not None and deep.entry.element.region is Region.FLOATING:  # a sign stands there, which the bar explains
        said = deep.entry.words
        return unsure(
            f"首页未见写明客服的入口，但悬浮栏指向后展开「{said}」",
            f"no entry on the home page is named for customer service, but a floating bar brings out “{said}” when pointed at",
            evidence_on_page(deep.view, deep.entry.element, said),
            guess=0.0,
            question=Text(
                f"悬浮栏上的图标是否看得出是「{said}」？",
                f"Does the sign in the floating bar show that it is “{said}”?",
            ),
        )
    note_zh, note_en = (
        (f"，仅在菜单内有「{deep.entry.words}」", f", only “{deep.entry.words}” in a menu") if deep else ("", "")
    )
    blind = _unseen(site)
    if blind is not None:
        return blind
    zh, en = f"首页未见客服入口{note_zh}", f"no entry to customer service on the home page{note_en}"
    question = Text("首页的客服入口是否看得到？", "Can the entry to customer service be seen on the home page?")
    closed = answer_closed(site, names_service, zh, en, question)
    if closed is not None:
        return closed
    # An entry called 联系我们 counts by the page behind it, so those pages must have been seen too.
    answer = not_found(
        site,
        (Role.HOME, Role.SERVICE, Role.ABOUT),
        zh,
        en,
        fraction=0.0,
    )
    weak = next(iter(place_service_entries(site.all(Role.HOME), (ServiceEntryKind.CONTACT,))), None)
    # Numbers for partners are known to be no channel for buyers; a page that says nothing proves nothing.
    behind = [main_text(view) for role in (Role.SERVICE, Role.ABOUT) for view in site.all(role)]
    told = any(phones.find_phones(text) or next(channels.find_mail_addresses(text), None) for text in behind)
    if answer.outcome is not Outcome.NO or weak is None or deep is not None or told:
        return answer
    said = weak.entry.words
    return unsure(
        f"首页只有「{said}」，所指页面上未见客服渠道",
        f"the home page has only “{said}”, and no channel was found on the page behind it",
        evidence_on_page(weak.view, weak.entry.element, said),
        guess=0.0,
        question=Text(f"顾客能否经「{said}」找到客服？", f"Can a buyer reach the service by “{said}”?"),
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, MENUS, required=False),
        Need(Role.HOME, WAITED, required=False),
        Need(Role.SERVICE, required=False),
        Need(Role.ABOUT, required=False),
    ),
    judge=judge,
    limits=LEVEL_LIMITS,
)
