"""Is the elder mode free of advertisements, unrequested pop-ups and misleading buttons?"""

from __future__ import annotations

from collections.abc import Iterator

from crawler.site import Element, Site, View
from crawler.vocabulary import ARRIVED, ELDER, Region, Role
from probes.answers import elder, grade
from probes.finding import Answer, Evidence, evidence_on_page, no, not_applicable, not_seen, yes
from probes.inclusion.elder_mode import WAITED
from probes.pages.absence import absence
from probes.pages.layout.measure import CONTROL_TAGS
from probes.probe import Need, Params, Probe

IN_MODE = ((Role.HOME, ELDER), (Role.HOME, WAITED), (Role.LIST, ELDER), (Role.PRODUCT, ELDER))
STANDARD = ((Role.HOME, "landed"), (Role.HOME, ARRIVED))


def judge(site: Site, params: Params) -> Answer:
    view = elder.measured_view(site)
    if not isinstance(view, View):
        return view
    mode = view.state == ELDER
    states = IN_MODE if mode else STANDARD
    views = [seen for role, state in states if (seen := site.view(role, state)) is not None]
    found = [breach for one in views for breach in _breaches(one, params)]
    if mode:
        found += [
            ("自动弹窗", "a pop-up", evidence_on_page(one, layer)) for one in views for layer in _pop_ups(one, site)
        ]
    if found:
        zh = "、".join(dict.fromkeys(breach[0] for breach in found))
        en = ", ".join(dict.fromkeys(breach[1] for breach in found))
        where = (
            ("长辈模式内", "inside the elder mode")
            if mode
            else ("未见生效的长辈模式，普通首页上", "no elder mode was seen in effect; on the ordinary home page")
        )
        quotes: list[Evidence] = [breach[2] for breach in found[:5]]
        values = {"found": len(found), "in_mode": mode}
        return no(f"{where[0]}发现{zh}：「{quotes[0].quote[:60]}」", f"{where[1]}: {en}", *quotes, values=values)
    for role, state in states:
        gap = site.gap(role, state)
        if site.view(role, state) is None and (gap is None or not gap.reason.about_them):
            zh, en = absence.gap_words(gap) if gap else absence.not_looked_words(role, state)
            return not_seen(gap.reason if gap else "not_looked", f"已看页面无广告；但{zh}", f"no ads so far; but {en}")
    bad = grade.answer_unfit(*(view for view in views if view.state != ARRIVED))
    if bad is not None:
        return bad
    if not mode:  # an ordinary page without ads says nothing about a mode
        zh, en = (
            "未见生效的长辈模式，无从评定其中有无广告",
            "no elder mode was seen in effect, so nothing can be said of ads in it",
        )
        return not_applicable(zh, en, *map(evidence_on_page, views))
    return yes(
        "未发现广告、自动弹窗与诱导按钮",
        "no ads, no pop-ups by themselves, no luring buttons",
        *map(evidence_on_page, views),
    )


def _pop_ups(view: View, site: Site) -> list[Element]:
    """Layers with words that the standard home page does not show; one that only speaks of the mode is the mode's own notice."""
    standard = site.view(Role.HOME)
    known = (
        {element.selector for element in standard.elements if element.seen and element.region is Region.DIALOG}
        if standard
        else set()
    )
    return [
        element
        for element in view.elements
        if element.seen and element.region is Region.DIALOG and element.text and element.selector not in known
        if not any(elder.name_mode(one.text) for one in _around(view, element))
    ]


def _around(view: View, element: Element) -> Iterator[Element]:
    """The element and its surroundings within the layer: a button of the mode's own notice says nothing about the mode itself."""
    at: Element | None = element
    for _ in view.elements:
        if at is None or at.region is not Region.DIALOG:
            return
        yield at
        at = view.elements[at.parent] if at.parent is not None else None


def _breaches(view: View, params: Params) -> list[tuple[str, str, Evidence]]:
    found: list[tuple[str, str, Evidence]] = []
    for element in view.elements:
        if not element.seen:
            continue
        label = elder.plain_label(element.own or element.pseudo or element.ocr)
        if label in params.words["labels"]:
            found.append(("带广告标识的内容", "a labelled ad", evidence_on_page(view, element)))
        elif _pressed(element) and any(word in label for word in params.words["luring"]):
            found.append(("诱导按钮", "a luring button", evidence_on_page(view, element)))
    for frame in view.frames:
        if frame.box.area > 1 and any(host in frame.url for host in params.words["ad_hosts"]):
            found.append(("第三方广告框架", "a third-party ad frame", evidence_on_page(view, None, frame.url[:200])))
    return found


def _pressed(element: Element) -> bool:
    return element.clickable or element.tag in CONTROL_TAGS


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, state, required=False) for role, state in (*IN_MODE, *STANDARD[1:]))),
    judge=judge,
    words=("labels", "luring", "ad_hosts"),
)
