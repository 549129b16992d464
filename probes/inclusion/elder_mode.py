"""Does switching to the elder mode really enlarge the page? Its act walks through the mode for all who measure it."""

from __future__ import annotations

from crawler.plan import ActContext
from crawler.site import Element, Site, View
from crawler.vocabulary import ELDER, MENUS, FoundBy, Role
from probes.answers import elder
from probes.answers.elder import ElderEntry, ElderKind
from probes.finding import INSTEAD, Answer, Value, evidence_on_page, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.service.label_words import find_labelled
from probes.probe import Need, Params, Probe, ProbeAct

WAITED = "elder_waited"  # some seconds later, for what comes up by itself
LEFT = "elder_left"  # after pressing what leads back
CAPTURES = (
    (Role.HOME, ELDER),
    (Role.HOME, WAITED),
    (Role.LIST, ELDER),
    (Role.PRODUCT, ELDER),
    (Role.HOME, LEFT),
)


async def run(visit: ActContext, params: Params) -> None:
    """Switch on, wait, follow a list and a product, come back, switch off; what cannot be pressed is left uncaptured."""
    found = elder.elder_switches(visit.here)[: int(params.limit("entries"))]
    if not found and find_labelled(visit.here.elements, params.words["larger"]) is not None:
        return  # a page that is zoomed shows it in no size of letters that we measure
    if not found:
        said = elder.find_app_words(visit.here)
        for role, state in CAPTURES:
            await visit.nothing(role, state, f"app: {said}" if said else "no elder entry on the page")
        return
    entry = await _switched_on(visit, found)
    if entry is None:
        return
    mode = await visit.capture(Role.HOME, ELDER, FoundBy.CLICK, (entry.label,))
    await visit.wait(params.limit("pop_up_s"))
    here = await visit.capture(Role.HOME, WAITED, FoundBy.CLICK, (entry.label,))
    for role, words in ((Role.LIST, "list_address"), (Role.PRODUCT, "product_address")):
        link = _link(here, params.words[words]) or _link(mode, params.words[words])
        if link is None:
            await visit.nothing(role, ELDER, "the elder page has no link of that kind")
        elif await _follow(visit, link):
            here = await visit.capture(role, ELDER, FoundBy.LINK, (entry.label, link.text))
    if not await visit.open(mode.url):
        return
    back = elder.leaving_control(visit.here)
    if back is None:
        await visit.nothing(Role.HOME, LEFT, "the elder page has no control that leads back")
    elif await _follow(visit, back):
        await visit.capture(Role.HOME, LEFT, FoundBy.CLICK, (entry.label, back.text or back.name))


async def _switched_on(visit: ActContext, found: tuple[ElderEntry, ...]) -> ElderEntry | None:
    """Press one entry after another, each on the page as it was, until the letters grow; if they never do, the first stays pressed.

    None where none could be pressed.
    """
    start, first = visit.here, None
    for entry in found:
        if entry is not found[0] and not await visit.open(start.url):
            return None
        if not await _follow(visit, entry.element):
            continue
        first = first or entry
        grown = elder.measure_change(start, visit.here)
        if len(found) == 1 or (grown is not None and grown.real):
            return entry
    if first is None or not await visit.open(start.url):
        return None
    # What an entry switched on may persist, and pressing it again would switch it off.
    lasts = not elder.is_same_page(start, visit.here)
    return first if lasts or await _follow(visit, first.element) else None


async def _follow(visit: ActContext, element: Element) -> bool:
    return await visit.click(element) or (element.href.startswith("http") and await visit.open(element.href))


def _link(view: View, words: tuple[str, ...]) -> Element | None:
    """The first visible link whose address holds one of the words; a route may be a value: ?s=goods/7."""
    return next(
        (
            element
            for element in view.elements
            if element.seen
            and element.href.startswith("http")
            and any(word in element.href.lower().replace("=", "/") for word in words)
        ),
        None,
    )


def judge(site: Site, params: Params) -> Answer:
    home, mode, menus = site.view(Role.HOME), site.view(Role.HOME, ELDER), site.view(Role.HOME, MENUS)
    assert home is not None
    if mode is None:
        return _without(site, home, menus)
    grown = elder.measure_change(home, mode)
    if grown is None:
        return unsure(
            "无法比较切换前后的字号", "the letters before and after could not be compared", evidence_on_page(mode)
        )
    values: dict[str, Value] = {"font_before": grown.before, "font_after": grown.after, "ratio": round(grown.ratio, 3)}
    zh = f"切换前后正文字号中位数 {grown.before:g}px → {grown.after:g}px（{grown.ratio:.2f} 倍）"
    en = f"median text size {grown.before:g}px → {grown.after:g}px ({grown.ratio:.2f} times)"
    if grown.real:
        path = " → ".join(mode.path)
        return yes(
            f"{zh}，界面确有改变",
            f"{en}: the page really changes",
            evidence_on_page(home),
            evidence_on_page(mode, None, path),
            values=values,
        )
    # The pressed state was measured, so no mode was overlooked.
    values[INSTEAD] = f"{grown.before:g}px → {grown.after:g}px"
    return absence.answer_absent(
        (home, mode), f"{zh}，界面没有实际放大", f"{en}: the page is not really enlarged", values=values, thin_ok=True
    )


def _without(site: Site, home: View, menus: View | None) -> Answer:
    gap = site.gap(Role.HOME, ELDER)
    if gap is None:
        return not_seen("not_looked", "本次未能打开长辈模式", "the elder mode was not tried in this look")
    if not gap.reason.about_them:
        zh, en = absence.gap_words(gap)
        return not_seen(gap.reason, f"长辈模式：{zh}", f"elder mode: {en}")
    said = elder.find_app_words(home)
    if said:
        return elder.answer_app_only(said)
    hidden = next(
        (
            entry
            for view in (home, menus)
            if view
            for entry in elder.elder_entries(view)
            if entry.kind is ElderKind.MODE
        ),
        None,
    )
    if hidden is not None:
        zh, en = f"入口「{hidden.label}」未能点开", f"the entry “{hidden.label}” could not be tried"
        return not_seen("not_looked", zh, en, evidence_on_page(menus or home, hidden.element))
    blind = site.gap(Role.HOME, MENUS)
    if menus is None and blind is not None and not blind.reason.about_them:
        zh, en = absence.gap_words(blind)
        return not_seen(blind.reason, zh, en)
    return absence.answer_absent((home,), "未找到可切换的长辈模式", "no elder mode that can be switched on was found")


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HOME, ELDER, required=False), Need(Role.HOME, MENUS, required=False)),
    judge=judge,
    act=ProbeAct(Role.HOME, CAPTURES, run),
    words=("list_address", "product_address", "larger"),
    limits=("pop_up_s", "entries"),
)
