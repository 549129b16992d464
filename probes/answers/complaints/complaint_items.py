"""Complaint entries of a whole site by prominence, and rules on complaints read from several pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.settings_file import SettingsFile
from crawler.site import Element, Site, View
from crawler.urls import page_identity
from crawler.vocabulary import LANDED, MENUS, Role
from probes.answers.complaints.complaint_mentions import ask_mention
from probes.answers.statements import judge_stated
from probes.finding import Answer, Outcome, Text, evidence_on_page, not_seen, unsure
from probes.pages.absence.opening import leads_to_opened, opened_addresses
from probes.pages.absence.several import answer_hidden, not_found, searched_views, unlooked_role
from probes.pages.layout.prominence import Prominence, measure_legibility, prominence_level
from probes.pages.main.linked import linked_view
from probes.pages.rules.best_sentence import ASIDE, MATTER
from probes.pages.rules.policy import pattern
from probes.pages.service.closed_menus import answer_closed
from probes.pages.service.complaint_links import ComplaintEntry, ComplaintKind, complaint_entries, names_complaints
from probes.pages.service.functions import BY_THE_SHOP
from probes.probe import Need, Params
from probes.text.remember import refile_view, replace_views

ENTRY_ROLES = (Role.COMPLAINT, Role.SERVICE, Role.HELP)
_MAY_HOLD = frozenset(
    {Role.HELP, Role.SERVICE, Role.RULES, Role.AFTER_SALES, Role.OTHER}
)  # pages whose role may be another too
RULE_ROLES = (Role.COMPLAINT, Role.RULES, Role.AGREEMENT, Role.HELP, Role.AFTER_SALES)


@dataclass(frozen=True, slots=True)
class ComplaintItemsTable:
    """The file complaint_items.toml."""

    column: int
    other: tuple[str, ...]
    since: tuple[str, ...]
    unsettled: tuple[str, ...]
    theirs: tuple[str, ...]
    vague: tuple[str, ...]
    begins: tuple[str, ...]
    mediating: tuple[str, ...]
    of_money: tuple[str, ...]
    aside: tuple[str, ...]
    elsewise: tuple[str, ...]
    matter: tuple[str, ...]
    told: tuple[str, ...]
    declined: tuple[str, ...]
    recited: tuple[str, ...]
    among_traders: tuple[str, ...]


FILE = SettingsFile("probes.answers.complaints", "complaint_items.toml", ComplaintItemsTable)
_DATA = FILE.load()
_OTHER = tuple(_DATA.other)
OTHER = pattern(_OTHER)
_DECLINED = frozenset(_DATA.declined)
NOT_OURS: tuple[str, ...] = (*_DATA.told, *_DATA.declined, *_DATA.recited, *_DATA.among_traders)


@dataclass(frozen=True, slots=True)
class PlacedComplaintEntry:
    """An entry where it stands, with its level of prominence."""

    view: View
    entry: ComplaintEntry
    level: Prominence


def place_complaint_entries(site: Site, kinds: Iterable[ComplaintKind]) -> tuple[PlacedComplaintEntry, ...]:
    """Entries of those kinds on the home page, in its menus and on the help and complaint pages, the most prominent first.

    Of equally prominent ones, those whose own page was opened come first.
    """
    kinds = frozenset(kinds)
    views = (*site.all(Role.HOME), *site.all(Role.HOME, MENUS), *searched_views(site, ENTRY_ROLES)[0])
    found = [
        PlacedComplaintEntry(
            view,
            entry,
            Prominence.P1 if view.state == MENUS and entry.element.opened_by else prominence_level(entry.element, view),
        )
        for view in views
        for entry in complaint_entries(view)
        if entry.kind in kinds
    ]
    seen = opened_addresses(site)

    def rank(entry: PlacedComplaintEntry) -> tuple[int, bool, float]:
        element = entry.entry.element
        return -entry.level, not leads_to_opened(element, seen), -measure_legibility(element).score

    return tuple(sorted(found, key=rank))


def file_complaint_pages(surface: Site) -> Site:
    """The surface, where a complaint page was looked for in vain, with the pages that an entry for buyers' complaints opens as such.

    A page may have been reached as one of help or of rules before its entry was known for what it is (意见与纠纷).
    """
    if surface.view(Role.COMPLAINT) is not None or surface.gap(Role.COMPLAINT) is None:
        return surface
    entries = place_complaint_entries(surface, (ComplaintKind.CONSUMER,))
    behind = (linked_view(surface, one.entry.element.href) for one in entries if not one.entry.printed)
    pages = {
        page.id: refile_view(page, Role.COMPLAINT)
        for page in behind
        if isinstance(page, View) and page.state == LANDED and page.role in _MAY_HOLD
    }
    return replace_views(surface, (*surface.views, *pages.values())) if pages else surface


def answer_unseen_entries(site: Site) -> Answer | None:
    """NOT_SEEN where menus or pages that may hold an entry were hidden from us."""
    return answer_hidden(site, ENTRY_ROLES, public=True) or answer_hidden(site, (Role.HOME,), MENUS)


def answer_no_entry(site: Site, zh: str, en: str, *, of_buyers: bool = True) -> Answer:
    """The answer where no entry was found.

    NO only if the home page, its menus and those pages were all looked at, and none of the shop's links led to a
    complaints page after all. ``of_buyers``: the entry sought is for buyers' complaints.
    """
    led = next((view for view in site.all(Role.COMPLAINT) if view.found_by in BY_THE_SHOP and view.path), None)
    if of_buyers and led is not None:
        path = " → ".join(led.path)
        ask = Text(f"沿「{path}」打开的是否为投诉入口？", f"Is what “{path}” leads to an entry to complain?")
        more_zh, more_en = f"{zh}；但沿「{path}」到了投诉页", f"{en}; but “{path}” led to a page for complaints"
        return unsure(more_zh, more_en, evidence_on_page(led, None, path), question=ask)
    if of_buyers and (closed := _closed_entry(site, zh, en)) is not None:
        return closed
    if unlooked_role(site, (Role.HOME,), MENUS):
        return not_seen("not_looked", f"{zh}；但本次未展开首页菜单", f"{en}; but the home page's menus were not opened")
    own = (
        answer_hidden(site, (Role.COMPLAINT,)) if site.gap(Role.COMPLAINT) is not None else None
    )  # its own dead control
    return own or answer_unseen_entries(site) or not_found(site, ENTRY_ROLES, zh, en)


def _closed_entry(site: Site, zh: str, en: str) -> Answer | None:
    """UNSURE where a part of the home page that stayed closed names such an entry, or leads to the page for complaints."""
    pages = {page_identity(view.url) for view in site.all(Role.COMPLAINT)}

    def leads(view: View, element: Element) -> bool:
        return names_complaints(view, element) or page_identity(element.href) in pages

    question = Text("首页的投诉入口是否看得到？", "Can the entry to complain be seen on the home page?")
    return answer_closed(site, leads, zh, en, question)


def judge_rule(
    site: Site,
    params: Params,
    subject: Text,
    parts: tuple[str, ...] = ("rule",),
    roles: tuple[Role, ...] = RULE_ROLES,
    least: int = 1,
    whole: int | None = None,
    needs: tuple[str, ...] = (),
) -> Answer:
    """``judge_stated`` on the pages with rules on complaints, without what they say about other channels.

    What only words of ``doubt`` mention, in whatever form, is shown to a person instead of being called absent.
    """
    asked, told = with_service(site, roles), rule_params(params)
    answer = judge_stated(site, told, subject, asked, parts, least=least, whole=whole, needs=needs)
    return ask_instead(site, told, subject, asked, answer)


def ask_instead(site: Site, params: Params, subject: Text, roles: tuple[Role, ...], answer: Answer) -> Answer:
    """The answer, or UNSURE with a mention of the subject where it says that nothing was found."""
    if answer.outcome is not Outcome.NO or not answer.by_absence:
        return answer
    never = tuple(
        word for word in params.words.get("never", ()) if word not in _DECLINED
    )  # 重复投诉不受理 declines one case
    told = dataclasses.replace(params, words={**params.words, "never": never})
    spoken = ask_mention(searched_views(site, roles)[0], told, subject)
    return answer if spoken is None else dataclasses.replace(spoken, values=answer.values)


def rule_params(params: Params) -> Params:
    """A probe's table extended by words that rules on consumers' complaints never mean."""
    words = dict(params.words) | {
        "never_under": params.words.get("never_under", ()) + _OTHER,
        "never": params.words.get("never", ()) + NOT_OURS,
        ASIDE: tuple(_DATA.elsewise),
        MATTER: tuple(_DATA.matter),
    }
    return dataclasses.replace(params, words=words)


def with_service(site: Site, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """Those roles and, where the visit planned it, the customer service page, which many shops use as their help page."""
    return with_planned(site, roles, Role.SERVICE)


def with_planned(site: Site, roles: tuple[Role, ...], role: Role) -> tuple[Role, ...]:
    """Those roles and, where the visit planned it, one more: small shops write of complaints at the end of their page on returns."""
    planned = site.all(role) or site.gap(role, LANDED) is not None
    return (*roles, role) if planned and role not in roles else roles


def rule_reads(roles: tuple[Role, ...] = RULE_ROLES) -> tuple[Need, ...]:
    """What a probe that judges rules on complaints reads."""
    return tuple(Need(role, required=False) for role in dict.fromkeys((*roles, Role.SERVICE)))
