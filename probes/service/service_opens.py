"""Does the entry to customer service open? Its act presses that entry once and sends nothing."""

from __future__ import annotations

from crawler.plan import ActContext
from crawler.site import Gap, Site, View
from crawler.urls import page_identity
from crawler.vocabulary import MENUS, FoundBy, GapReason, Role
from probes.answers.complaints.service_pages import answer_opening_unseen
from probes.finding import Answer, Text, evidence_on_page, unsure, yes
from probes.pages.absence.opening import is_inferred, list_pressed_to_login
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.absence.walked import describe_way
from probes.pages.layout.forms import find_fields
from probes.pages.layout.measure import is_pressable
from probes.pages.main.main_text import main_text
from probes.pages.main.own_title import own_title
from probes.pages.rules.policy import pattern
from probes.pages.service import channels
from probes.pages.service.closed_menus import answer_closed
from probes.pages.service.functions import BY_THE_SHOP
from probes.pages.service.service_entries import (
    OPENED,
    OWN,
    WAITED,
    PlacedServiceEntry,
    ServiceEntryKind,
    may_serve,
    names_service,
    opens_program,
    place_service_entries,
)
from probes.probe import Need, Params, Probe, ProbeAct
from probes.text.normalise import fold_text
from probes.text.numbers import phones

CAPTURES = ((Role.HOME, WAITED), (Role.HOME, OPENED))
KINDS = (*OWN, ServiceEntryKind.CONTACT)
AWAY = ("tel:", "mailto:", "weixin:", "mqq", "tencent:", "sms:")


async def run(visit: ActContext, params: Params) -> None:
    """Press the best entry of the home page; without one, wait for one that a script draws late."""
    entry = entry_to_press(visit.here)
    if entry is None and not place_service_entries((visit.here,), OWN):
        await visit.wait(params.limit("wait_s"))
        if place_service_entries((visit.here,), OWN):
            await visit.capture(Role.HOME, WAITED, FoundBy.CLICK)
            entry = entry_to_press(visit.here)
        else:
            await visit.nothing(Role.HOME, WAITED, "no service entry came up late")
    else:
        await visit.nothing(Role.HOME, WAITED, "the service entry was there at once")
    if entry is None:
        await visit.nothing(Role.HOME, OPENED, "no service entry to press on the page")
    elif await visit.click(entry.entry.element):
        await visit.capture(Role.HOME, OPENED, FoundBy.CLICK, (entry.entry.words,))


def entry_to_press(view: View) -> PlacedServiceEntry | None:
    """The best entry that opens something on this page, widgets before links; None without one."""
    found = [
        entry
        for entry in place_service_entries((view,), KINDS)
        if is_pressable(entry.entry.element) and not _leads_away(entry.entry.element.href)
    ]
    found.sort(key=lambda entry: (entry.entry.kind is ServiceEntryKind.CONTACT, bool(entry.entry.element.href)))
    return next(iter(found), None)


def _leads_away(href: str) -> bool:
    """Whether an address opens another program, at once or by a page of its maker: what comes up there is none of the shop's."""
    return href.startswith(AWAY) or opens_program(href)


def judge(site: Site, params: Params) -> Answer:
    home = site.view(Role.HOME)
    assert home is not None
    for view in site.all(Role.SERVICE):
        offered = channels.first_offer(view) if view.found_by in BY_THE_SHOP and _served(view) else None
        if offered is not None:
            way, path = describe_way(view), " → ".join(view.path) or view.url
            zh, en = (
                f"客服入口可打开：{way.zh}，其中有「{offered.quote}」",
                f"the entry opens: {way.en}, and shows “{offered.quote}”",
            )
            return yes(zh, en, evidence_on_page(view, quote=path), offered.evidence(view), values={"opens": "page"})
    opened = site.view(Role.HOME, OPENED)
    if opened is not None:
        what = _opened(site, opened, params)
        if what:
            return yes(
                f"按下「{' → '.join(opened.path)}」后打开：「{what}」",
                f"pressing “{' → '.join(opened.path)}” opens: “{what}”",
                evidence_on_page(opened, quote=what),
                values={"opens": "widget"},
            )
    return _otherwise(site, home, opened)


def _served(view: View) -> bool:
    return view.status is not None and view.status < 300


def _opened(site: Site, opened: View, params: Params) -> str:
    """What clicking brought up that was not there before: words of a chat, something to write in, or a page that offers a channel.

    On another page the surrounding frame is new too, so only its main text counts there.
    """
    before = next((view for state in (WAITED, "landed") for view in site.all(Role.HOME, state)), None)
    if before is None:
        return ""
    moved = page_identity(opened.url) != page_identity(before.url)
    offered = channels.first_offer(opened) if moved and _served(opened) else None
    if offered is not None:
        return offered.quote
    old, chat = set(before.text.splitlines()), pattern(params.words["chat"])
    called = own_title(opened) if moved else ""  # a page that only repeats its name says no more
    for line in (main_text(opened) if moved else opened.text).splitlines():
        if line not in old and chat.search(line.replace(called, "") if called else line):
            return " ".join(line.split())[:80]
    if moved:
        return ""
    known = {field.selector for field in find_fields(before)}
    new = next((field for field in find_fields(opened) if field.selector not in known), None)
    if new is not None:
        return " ".join(new.words.split())[:40] or new.selector
    frames = {frame.url for frame in before.frames}
    return next((frame.url for frame in opened.frames if frame.url not in frames and frame.box.area > 10000), "")


def _pressed_to_login(site: Site, gap: Gap) -> PlacedServiceEntry | None:
    """The entry without an address that was pressed and asked for a login: the gap's address is that of the page it stands on."""
    labels = list_pressed_to_login(site)
    pages = [view for view in site.views if gap.url and page_identity(view.url) == page_identity(gap.url)]
    placed = place_service_entries(pages, KINDS)
    return next((one for one in placed if fold_text(one.entry.words).lower() in labels), None)


def _opens_login(site: Site, home: View, gap: Gap) -> Answer:
    control = _pressed_to_login(site, gap)
    if control is not None:
        said = control.entry.words
        return yes(
            f"客服入口「{said}」打开登录页",
            f"the entry “{said}” opens a login page",
            evidence_on_page(control.view, control.entry.element, said),
            values={"opens": "login"},
        )
    said = gap.url or gap.detail
    return yes(
        f"客服入口打开登录页：「{said}」",
        f"the entry opens a login page: “{said}”",
        evidence_on_page(home, quote=said),
        values={"opens": "login"},
    )


def _otherwise(site: Site, home: View, opened: View | None) -> Answer:
    for role, state in ((Role.SERVICE, "landed"), (Role.HOME, OPENED)):
        gap = site.gap(role, state)
        if gap is not None and gap.reason is GapReason.LOGIN and not is_inferred(gap):
            return _opens_login(site, home, gap)
    found = place_service_entries(site.all(Role.HOME), KINDS)
    dial = next((entry for entry in found if entry.entry.element.href.startswith("tel:")), None)
    if dial is not None:
        said = dial.entry.element.href
        return yes(
            f"客服电话可直接拨打：「{said}」",
            f"the hotline can be dialled: “{said}”",
            evidence_on_page(home, dial.entry.element),
            values={"opens": "tel"},
        )
    blind = answer_hidden(site, (Role.SERVICE,)) or answer_opening_unseen(site) if found else None
    if blind is not None:
        return blind
    linked = next((view for view in site.all(Role.SERVICE) if view.found_by in BY_THE_SHOP), None)
    if opened is not None or any(is_pressable(entry.entry.element) for entry in found) or linked is not None:
        said = found[0].entry.words if found else " → ".join(linked.path) if linked is not None else "客服"
        zh, en = (
            f"客服入口「{said}」按下后未见可用内容",
            f"pressing the entry “{said}” brought up nothing to use that we could see",
        )
        if opened is None and found and found[0].entry.element.href.lower().startswith(AWAY):
            zh, en = (
                f"客服入口「{said}」打开另一程序，未按下",
                f"the entry “{said}” opens another program and was not pressed",
            )
        return unsure(
            zh,
            en,
            evidence_on_page(opened or linked or home),
            guess=0.0,
            question=Text("该客服入口能否打开？", "Does this entry open?"),
        )
    on_goods = next(iter(place_service_entries(site.all(Role.PRODUCT), OWN)), None)
    if on_goods is not None:
        return unsure(
            f"首页未见客服入口，商品页有「{on_goods.entry.words}」，本次未按下",
            f"no entry to customer service on the home page; “{on_goods.entry.words}” on a product page was not pressed",
            evidence_on_page(on_goods.view, on_goods.entry.element),
            guess=0.0,
            question=Text("该客服入口能否打开？", "Does this entry open?"),
        )
    printed = f"，仅印有「{found[0].entry.words}」" if found else ""
    hidden = answer_opening_unseen(site) or answer_hidden(site, (Role.PRODUCT,))
    zh = f"没有可打开的客服入口{printed}"
    only = f", only “{found[0].entry.words}” is printed" if found else ""
    en = f"there is no entry to customer service to open{only}"
    pressed = next((one for one in phones.find_page_phones(home) if not one.own and may_serve(one)), None)
    if pressed is not None and not found:
        ask = Text("该号码是否为客服电话？", "Is this number the customer service's?")
        more = evidence_on_page(home, pressed.element, pressed.quote)
        return unsure(
            f"{zh}；但有可拨打的号码「{pressed.phone.raw}」",
            f"{en}; but “{pressed.phone.raw}” can be dialled",
            more,
            guess=0.0,
            question=ask,
        )
    closed = answer_closed(site, names_service, zh, en, Text("该客服入口能否打开？", "Does this entry open?"))
    return closed or hidden or not_found(site, (Role.HOME, Role.SERVICE), zh, en, fraction=0.0)


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, MENUS, required=False),
        Need(Role.HOME, WAITED, required=False),
        Need(Role.HOME, OPENED, required=False),
        Need(Role.SERVICE, required=False),
        Need(Role.PRODUCT, required=False),
    ),
    judge=judge,
    act=ProbeAct(Role.HOME, CAPTURES, run),
    words=("chat",),
    limits=("wait_s",),
)
