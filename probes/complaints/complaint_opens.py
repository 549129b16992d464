"""Does the entry to complain open: a form, a widget, contacts, or a login page that leads to them?"""

from __future__ import annotations

from crawler.site import Element, Gap, Site, View
from crawler.stop import DEAD_LINK
from crawler.vocabulary import MENUS, GapReason, Role
from probes.finding import Answer, Evidence, Text, shown, unsure, yes
from probes.pages.main_text import main_text
from probes.pages.opening import login_behind
from probes.probe import Need, Params, Probe
from probes.reading import absence, phones
from probes.reading.channels import addresses
from probes.reading.complaint_items import no_entry, placed
from probes.reading.complaint_links import Kind
from probes.reading.forms import written
from probes.reading.normalise import plain
from probes.reading.several import hidden


def judge(site: Site, params: Params) -> Answer:
    opened = [offer for view in site.all(Role.COMPLAINT) if (offer := _offers(view, params)) is not None]
    if opened:
        what, evidence = opened[0]
        names = dict(each.split("=", 1) for each in params.words["names"])
        return yes(
            f"投诉入口可打开，提供{names[what]}：「{evidence.quote[:60]}」",
            f"the entry opens and offers {what}: “{evidence.quote[:60]}”",
            evidence,
            values={"offers": what},
        )
    if (gap := login_behind(site, Role.COMPLAINT)) is not None:
        home = site.view(Role.HOME)
        return yes(
            f"投诉入口打开登录页：{gap.url or gap.detail}",
            f"the entry opens a login page: {gap.url or gap.detail}",
            *((shown(home, quote=gap.url or gap.detail),) if home else ()),
            values={"login": True},
        )
    gap = site.gap(Role.COMPLAINT)
    if gap is not None and gap.reason is GapReason.CONTROL and gap.detail == DEAD_LINK.detail:
        return _dead(site, gap)
    if site.view(Role.COMPLAINT) is not None:
        return unsure(
            "投诉入口打开的页面未见表单或联系方式",
            "the page behind the entry shows neither form nor contacts",
            *(shown(view) for view in site.all(Role.COMPLAINT)),
            guess=params.limit("bare_share"),
            question=Text("该页面能否提交投诉？", "Can a complaint be made on this page?"),
        )
    printed = [each for each in placed(site, (Kind.CONSUMER,)) if each.entry.printed]
    words = printed[0].entry.element.words[:60] if printed else ""
    note_zh, note_en = (f"，仅印有「{words}」", f", only “{words}” is printed") if printed else ("", "")
    return no_entry(site, f"没有可打开的投诉入口{note_zh}", f"there is no entry to open{note_en}")


def _dead(site: Site, gap: Gap) -> Answer:
    """An entry that is a link to nowhere: nothing opens for anybody, if the page it stands on was seen wholly."""
    stands = next((view for view in site.all(Role.HOME) if view.url == gap.url), None) or site.view(Role.HOME)
    zh, en = (
        "投诉入口是空链接（# 或 javascript:void），点击后没有反应",
        "the entry is a link to nowhere, and pressing it brings up nothing",
    )
    if stands is None:
        return absence.not_looked(Role.HOME, zh=zh, en=en)
    open_ended = tuple(
        role
        for role in (Role.SERVICE, Role.HELP)
        if (other := site.gap(role)) is None
        or other.detail != DEAD_LINK.detail  # behind another such link there is nothing
    )
    blind = hidden(site, open_ended) or hidden(site, (Role.HOME,), MENUS)
    return blind or absence.absent((stands,), zh, en)


def _offers(view: View, params: Params) -> tuple[str, Evidence] | None:
    """What the page behind the entry offers to complain with, and what shows it: its own before what every page has."""
    form = written(view)
    if form:
        return "form", shown(view, form[0])
    chat = next(filter(None, (_chat(each, params) for each in view.elements if each.seen)), None)
    if chat is not None:
        return "chat", shown(view, chat)
    for text in (main_text(view), view.text):
        phone = next(iter(phones.find(text)), None)
        if phone is not None:
            return "phone", shown(view, quote=phone.raw)
        mail = next(addresses(text), None)
        if mail is not None:
            return "mail", shown(view, quote=mail.group())
    return None


def _chat(element: Element, params: Params) -> Element | None:
    """The element, if it is to press, opens no other page, and says that one can talk or complain there."""
    said = plain(element.text or element.own or element.name)
    label = element.clickable and not element.href and len(said) <= params.limit("label")
    return element if label and any(word in said for word in params.words["widget"]) else None


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.COMPLAINT, required=False),
        Need(Role.HELP, required=False),
        Need(Role.SERVICE, required=False),
    ),
    judge=judge,
)
