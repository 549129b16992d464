"""In how many ways can a buyer reach customer service?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.complaints.service_pages import READS, answer_nowhere, answer_service_unseen, service_pages
from probes.finding import Answer, Text, evidence_on_page, in_part, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.absence.opening import opened_nothing, says_one_of
from probes.pages.absence.several import searched_views
from probes.pages.lists.hints import show_hint
from probes.pages.service import channels
from probes.pages.service.channels_seen import Seen, find_ways
from probes.pages.service.service_entries import (
    OWN,
    ServiceEntryKind,
    describe_sign,
    may_be_called,
    place_service_entries,
    service_vendor,
)
from probes.probe import Need, Params, Probe
from probes.schema.part_words import HINT
from probes.text.amounts import count_in_words
from probes.text.numbers import phones

_BESIDE_GOODS = (*OWN, ServiceEntryKind.SELLER_CHAT)


def judge(site: Site, params: Params) -> Answer:
    told = find_ways(site, service_pages(site))
    found = told.found
    note = told.note()
    values = {"channels": tuple(found), "announced": tuple(told.announced)}
    if not found:
        spoken = told.announced | told.hidden
        if not spoken:
            shown = _bare_number(site, params) or show_hint(service_pages(site), params, params.subject) or _sign(site)
            shown = shown or _beside_goods(site, params)
            return shown or answer_nowhere(site, "未见任何客服渠道", "no way to reach customer service was found")
        said = _listed(spoken)
        return answer_service_unseen(site) or unsure(
            f"仅有文字提及客服渠道，未见可用的入口：{said.zh}",
            f"ways to reach the service are only spoken of, no entry that works was seen: {said.en}",
            *(offer.evidence(view) for view, offer in spoken.values()),
            guess=0.0,
            question=Text("所提及的客服渠道能否使用？", "Do the channels spoken of work?"),
            values=values,
        )
    fraction = params.limit(("one", "two", "three")[min(len(found), 3) - 1])
    said = _listed(found)
    answer = yes(
        f"客服渠道 {len(found)} 种：{said.zh}{note.zh}",
        f"{count_in_words(len(found), 'way')} to reach customer service: {said.en}{note.en}",
        *(offer.evidence(view) for view, offer in found.values()),
        fraction=fraction,
        values=values,
    )
    return answer if fraction == 1.0 else answer_service_unseen(site) or in_part(answer)


def _bare_number(site: Site, params: Params) -> Answer | None:
    """UNSURE with a number that anybody is offered to dial, without a word on what it is for; None where there is none."""
    every = ((view, phone) for view in service_pages(site) for phone in phones.find_page_phones(view))
    view, number = next(((view, phone) for view, phone in every if may_be_called(phone)), (None, None))
    if view is None or number is None:
        return None
    return unsure(
        f"未见标明的客服渠道，但印有号码「{number.quote}」，未说明用途",
        f"no way to reach customer service is named, but the number “{number.quote}” is printed without its purpose",
        evidence_on_page(view, number.element, number.quote),
        guess=params.limit("one"),
        question=Text("该号码是否为客服电话？", "Is this the number of customer service?"),
    )


def _sign(site: Site) -> Answer | None:
    """UNSURE with a sign that may open a chat, or a chat service that was loaded; None where there is neither."""
    pages = service_pages(site)
    sign = next((one for one in place_service_entries(pages, OWN) if not one.entry.worded), None)
    if sign is not None:
        evidence, sort = evidence_on_page(sign.view, sign.entry.element), describe_sign(sign.entry.element)
        zh, en = f"有一个{sort.zh}像是客服入口", f"{sort.en} looks like an entry to customer service"
    else:
        view, host = next(((view, host) for view in pages if (host := service_vendor(view))), (None, ""))
        if view is None:
            return None
        evidence = evidence_on_page(view)
        zh, en = f"页面加载了客服组件（{host}）", f"a chat service was loaded ({host})"
    return unsure(
        f"未见写明的客服渠道，但{zh}",
        f"no way to reach customer service is named, but {en}",
        evidence,
        guess=0.0,
        question=Text("顾客能否由此联系客服？", "Can a buyer reach customer service by it?"),
    )


def _beside_goods(site: Site, params: Params) -> Answer | None:
    """UNSURE with an entry that pages of goods and others alone show, NOT_SEEN where goods were hidden; None where there is none.

    One that was pressed there and brought up nothing may wait for a log-in, or for a chat of somebody whom we cannot reach.
    """
    nowhere, vain = opened_nothing(site, Role.SERVICE, proven=True), opened_nothing(site, Role.SERVICE)
    placed = place_service_entries((*site.all(Role.PRODUCT), *site.all(Role.OTHER)), _BESIDE_GOODS)
    told = (one for one in placed if one.entry.worded and not says_one_of(one.entry.element, nowhere))
    found = min(
        told, key=lambda one: (says_one_of(one.entry.element, vain), one.view.role is not Role.PRODUCT), default=None
    )
    if found is None:
        _, blind = searched_views(site, (Role.PRODUCT,))
        return None if blind is None else not_seen(blind.reason, *absence.gap_words(blind))
    page, void = absence.page_called(found.view.role), says_one_of(found.entry.element, vain)
    pressed = (
        ("，按下后没有出现可见内容", ", and pressing it brought up nothing that we could see") if void else ("", "")
    )
    return unsure(
        f"首页与客服页未见客服渠道，但{page.zh}上有「{found.entry.words}」{pressed[0]}",
        f"no way to reach customer service on the home page or its own, but {page.en} has “{found.entry.words}”{pressed[1]}",
        evidence_on_page(found.view, found.entry.element, found.entry.words),
        guess=0.0 if void else params.limit("one"),
        question=Text("顾客能否由此联系客服？", "Can a buyer reach customer service by it?"),
    )


def _listed(seen: Seen) -> Text:
    return Text(
        "、".join(f"{channels.name_channel(channel).zh}「{offer.quote[:30]}」" for channel, (_, offer) in seen.items()),
        ", ".join(f"{channels.name_channel(channel).en} “{offer.quote[:30]}”" for channel, (_, offer) in seen.items()),
    )


PROBE = Probe(
    reads=(*READS, Need(Role.PRODUCT, required=False)),
    judge=judge,
    limits=("one", "two", "three"),
    may_words=HINT,
    texts=("subject",),
)
