"""Does the entry to customer service open? Its act presses that entry once and sends nothing."""

from __future__ import annotations

from crawler.plan import Visit
from crawler.site import Site, View
from crawler.vocabulary import FoundBy, GapReason, Role
from probes.finding import Answer, Text, shown, unsure, yes
from probes.pages.opening import is_inferred
from probes.probe import Acting, Need, Params, Probe
from probes.reading import channels
from probes.reading.forms import fields
from probes.reading.functions import BY_THE_SHOP
from probes.reading.policy import pattern
from probes.reading.service_entries import OPENED, OWN, WAITED, Kind, Placed, placed, pressable
from probes.reading.several import hidden, not_found

CAPTURES = ((Role.HOME, WAITED), (Role.HOME, OPENED))
KINDS = (*OWN, Kind.CONTACT)
AWAY = ("tel:", "mailto:", "weixin:", "mqq", "tencent:", "sms:")


async def run(visit: Visit, params: Params) -> None:
    """Press the best entry of the home page; where none shows, wait for one that a script draws late."""
    entry = _to_press(visit.here)
    if entry is None and not placed((visit.here,), OWN):
        await visit.wait(params.limit("wait_s"))
        if placed((visit.here,), OWN):
            await visit.capture(Role.HOME, WAITED, FoundBy.CLICK)
            entry = _to_press(visit.here)
        else:
            await visit.nothing(Role.HOME, WAITED, "no service entry came up late")
    else:
        await visit.nothing(Role.HOME, WAITED, "the service entry was there at once")
    if entry is None:
        await visit.nothing(Role.HOME, OPENED, "no service entry to press on the page")
    elif await visit.click(entry.entry.element):
        await visit.capture(Role.HOME, OPENED, FoundBy.CLICK, (entry.entry.words,))


def _to_press(view: View) -> Placed | None:
    """The best entry that opens something here; widgets before links."""
    found = [
        each
        for each in placed((view,), KINDS)
        if pressable(each.entry.element) and not each.entry.element.href.startswith(AWAY)
    ]
    found.sort(key=lambda each: (each.entry.kind is Kind.CONTACT, bool(each.entry.element.href)))
    return next(iter(found), None)


def judge(site: Site, params: Params) -> Answer:
    home = site.view(Role.HOME)
    assert home is not None
    for view in site.all(Role.SERVICE):
        if view.found_by in BY_THE_SHOP and view.status is not None and view.status < 300 and channels.find(view):
            path = " → ".join(view.path) or view.url
            return yes(
                f"客服入口可打开：{path}", f"the entry opens: {path}", shown(view, quote=path), values={"opens": "page"}
            )
    opened = site.view(Role.HOME, OPENED)
    if opened is not None:
        what = _opened(site, opened, params)
        if what:
            return yes(
                f"按下「{' → '.join(opened.path)}」后打开：{what}",
                f"pressing “{' → '.join(opened.path)}” opens: {what}",
                shown(opened, quote=what),
                values={"opens": "widget"},
            )
    return _otherwise(site, home, opened)


def _opened(site: Site, opened: View, params: Params) -> str:
    """What came up by pressing that was not there before: words of a chat, something to write in, or another page."""
    before = next((view for state in (WAITED, "landed") for view in site.all(Role.HOME, state)), None)
    if before is None:
        return ""
    if opened.url != before.url and opened.status is not None and opened.status < 300 and channels.find(opened):
        return opened.title or opened.url
    old = set(before.text.splitlines())
    chat = pattern(params.words["chat"])
    for line in opened.text.splitlines():
        if line not in old and chat.search(line):
            return " ".join(line.split())[:80]
    known = {each.selector for each in fields(before)}
    new = next((each for each in fields(opened) if each.selector not in known), None)
    if new is not None:
        return " ".join(new.words.split())[:40] or new.selector
    frames = {frame.url for frame in before.frames}
    return next((frame.url for frame in opened.frames if frame.url not in frames and frame.box.area > 10000), "")


def _otherwise(site: Site, home: View, opened: View | None) -> Answer:
    for role, state in ((Role.SERVICE, "landed"), (Role.HOME, OPENED)):
        gap = site.gap(role, state)
        if gap is not None and gap.reason is GapReason.LOGIN and not is_inferred(gap):
            said = gap.url or gap.detail
            return yes(
                f"客服入口打开登录页：{said}",
                f"the entry opens a login page: {said}",
                shown(home, quote=said),
                values={"opens": "login"},
            )
    found = placed(site.all(Role.HOME), KINDS)
    dial = next((each for each in found if each.entry.element.href.startswith("tel:")), None)
    if dial is not None:
        said = dial.entry.element.href
        return yes(
            f"客服电话可直接拨打：{said}",
            f"the hotline can be dialled: {said}",
            shown(home, dial.entry.element),
            values={"opens": "tel"},
        )
    blind = hidden(site, (Role.SERVICE,)) or hidden(site, (Role.HOME,), OPENED) if found else None
    if blind is not None:
        return blind
    linked = next((view for view in site.all(Role.SERVICE) if view.found_by in BY_THE_SHOP), None)
    if opened is not None or any(pressable(each.entry.element) for each in found) or linked is not None:
        said = found[0].entry.words if found else " → ".join(linked.path) if linked is not None else "客服"
        return unsure(
            f"客服入口「{said}」按下后未见可用内容",
            f"pressing the entry “{said}” brought up nothing to use that we could see",
            shown(opened or linked or home),
            guess=0.0,
            question=Text("该客服入口能否打开？", "Does this entry open?"),
        )
    printed = f"，仅印有「{found[0].entry.words}」" if found else ""
    return hidden(site, (Role.HOME,), OPENED) or not_found(
        site,
        (Role.HOME, Role.SERVICE),
        f"没有可打开的客服入口{printed}",
        "there is no entry to customer service to open"
        + (f", only “{found[0].entry.words}” is printed" if found else ""),
        fraction=0.0,
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, WAITED, required=False),
        Need(Role.HOME, OPENED, required=False),
        Need(Role.SERVICE, required=False),
    ),
    judge=judge,
    act=Acting(Role.HOME, CAPTURES, run),
)
