"""Does the entry to complain open: a form, a widget, contacts, or a login page that leads to them?"""

from __future__ import annotations

from crawler.failure import DEAD_LINK, NO_ROUTE
from crawler.site import Element, Gap, Site, View
from crawler.urls import url_pattern
from crawler.vocabulary import MENUS, FoundBy, Region, Role
from probes.answers.complaints.complaint_items import PlacedComplaintEntry, answer_no_entry, place_complaint_entries
from probes.finding import Answer, Evidence, Text, evidence_of_fetch, evidence_on_page, no, unsure, yes
from probes.pages.absence import absence
from probes.pages.absence.opening import login_behind
from probes.pages.absence.several import answer_hidden
from probes.pages.layout.forms import written_fields
from probes.pages.main.linked import Unreached, linked_view
from probes.pages.main.main_text import main_text
from probes.pages.service.channels import own_addresses
from probes.pages.service.complaint_links import ComplaintKind
from probes.pages.service.entry_candidates import ENTRY_LIMITS
from probes.pages.service.functions import BY_THE_SHOP
from probes.probe import Need, Params, Probe
from probes.text.normalise import plain_text
from probes.text.numbers import phones

FOLLOWED = frozenset({*BY_THE_SHOP, FoundBy.GIVEN, FoundBy.HAND})
NOT_FOR_BUYERS = frozenset({phones.PhonePurpose.REPORT, phones.PhonePurpose.BUSINESS, phones.PhonePurpose.FAX, None})
AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.SIDE})
# How the entry leads nowhere, by what its gap says.
_NOWHERE = {
    DEAD_LINK.detail: (
        "投诉入口是空链接，点击后没有反应",
        "the entry is a link to nowhere, and pressing it brings up nothing",
    ),
    NO_ROUTE.detail: (
        "投诉入口打开的是空白页，与本店不可能有的网址所显示的一样",
        "the entry opens a blank page, the same as an address that the shop cannot have",
    ),
}


def judge(site: Site, params: Params) -> Answer:
    entries = [entry for entry in place_complaint_entries(site, (ComplaintKind.CONSUMER,)) if not entry.entry.printed]
    behind = [(entry, linked_view(site, entry.entry.element.href)) for entry in entries]
    own = _reached(site, [page for _, page in behind if isinstance(page, View)])
    offered = [(view, offer) for view in site.all(Role.COMPLAINT) if (offer := _offers(view, params)) is not None]
    opened = next((offer for view, offer in offered if view.id in own), None)
    if opened is not None:
        what, evidence = opened
        names = dict(name.split("=", 1) for name in params.words["names"])
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
            *((evidence_on_page(home, quote=gap.url or gap.detail),) if home else ()),
            values={"login": True},
        )
    gap = site.gap(Role.COMPLAINT)
    if gap is not None and gap.detail in _NOWHERE:
        return _dead(site, gap)
    if behind and not own and all(page is Unreached.GONE for _, page in behind):
        return _gone(site, behind[0][0])
    if offered:
        view, (_, evidence) = offered[0]
        return unsure(
            "有可投诉的页面，但未见指向该页的入口",
            "there is a page to complain on, but no entry that leads to it was seen",
            evidence,
            evidence_on_page(view),
            guess=params.limit("bare_share"),
            question=Text("首页的投诉入口能否打开该页面？", "Does an entry on the home page open this page?"),
        )
    if site.view(Role.COMPLAINT) is not None:
        return unsure(
            "投诉入口打开的页面未见表单或联系方式",
            "the page behind the entry shows neither form nor contacts",
            *(evidence_on_page(view) for view in site.all(Role.COMPLAINT)),
            guess=params.limit("bare_share"),
            question=Text("该页面能否提交投诉？", "Can a complaint be made on this page?"),
        )
    printed = [entry for entry in place_complaint_entries(site, (ComplaintKind.CONSUMER,)) if entry.entry.printed]
    words = printed[0].entry.element.words[:60] if printed else ""
    note_zh, note_en = (f"，仅印有「{words}」", f", only “{words}” is printed") if printed else ("", "")
    return answer_no_entry(site, f"没有可打开的投诉入口{note_zh}", f"there is no entry to open{note_en}")


def _dead(site: Site, gap: Gap) -> Answer:
    """The answer for an entry that leads nowhere: nothing opens for anybody, if its page was seen completely."""
    stands = next((view for view in site.all(Role.HOME) if view.url == gap.url), None) or site.view(Role.HOME)
    zh, en = _NOWHERE[gap.detail]
    if stands is None:
        return absence.not_looked(Role.HOME, zh=zh, en=en)
    open_ended = tuple(
        role
        for role in (Role.SERVICE, Role.HELP)
        if (other := site.gap(role)) is None
        or other.detail not in _NOWHERE  # there is nothing behind any other such link
    )
    blind = answer_hidden(site, open_ended) or answer_hidden(site, (Role.HOME,), MENUS)
    return blind or absence.answer_absent((stands,), zh, en)


def _reached(site: Site, linked: list[View]) -> frozenset[str]:
    """Ids of complaint pages that an entry of the shop opens: it was followed, or links to that very address."""
    pages = site.all(Role.COMPLAINT)
    return frozenset(
        view.id for view in pages if view.found_by in FOLLOWED or any(view.id == other.id for other in linked)
    )


def _gone(site: Site, entry: PlacedComplaintEntry) -> Answer:
    """The answer where the entry's own link is dead and no other leads to a complaints page."""
    link = next(
        fetch
        for fetch in site.fetches
        if fetch.asked and url_pattern(fetch.asked) == url_pattern(entry.entry.element.href)
    )
    said = entry.entry.element.words.replace("\n", " ")[:40]
    blind = answer_hidden(site, (Role.COMPLAINT, Role.SERVICE, Role.HELP)) or answer_hidden(site, (Role.HOME,), MENUS)
    return blind or no(
        f"投诉入口「{said}」的链接失效（{link.status}）",
        f"the link of the entry “{said}” is dead ({link.status})",
        evidence_on_page(entry.view, entry.entry.element),
        evidence_of_fetch(link),
    )


def _offers(view: View, params: Params) -> tuple[str, Evidence] | None:
    """What the page behind the entry offers for complaining, and what shows it: its own content before what every page has."""
    form = written_fields(view)
    if form:
        return "form", evidence_on_page(view, form[0])
    body = (element for element in view.elements if element.seen and element.region not in AROUND)
    chat = next(filter(None, (_chat(element, params) for element in body)), None)
    if chat is not None:
        return "chat", evidence_on_page(view, chat)
    for text, own in ((main_text(view), True), (view.text, False)):
        # Of what every page prints, only a number for buyers is of use for complaining.
        numbers = (phone for phone in phones.find_phones(text) if phone.kind is not phones.PhoneKind.REGULATOR)
        phone = next((phone for phone in numbers if own or phone.purpose not in NOT_FOR_BUYERS), None)
        if phone is not None:
            return "phone", evidence_on_page(view, quote=phone.raw)
        mail = next(own_addresses(text), None)
        if mail is not None:
            return "mail", evidence_on_page(view, quote=mail.group())
    return None


def _chat(element: Element, params: Params) -> Element | None:
    """The element, if it can be clicked, opens no other page, and says that one can chat or complain there; else None."""
    said = plain_text(element.text or element.own or element.name)
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
    fetches=("link",),
    words=("names", "widget"),
    limits=(*ENTRY_LIMITS, "bare_share"),
)
