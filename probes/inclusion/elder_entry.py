"""Is there an entry to an elder mode on the home page, and how prominent is it?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import ELDER, MENUS, Role
from probes.answers import elder
from probes.answers.elder import ElderEntry, ElderKind
from probes.finding import Answer, Evidence, Text, evidence_on_page, no, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.layout.prominence import Prominence, measure_legibility, name_level, prominence_level
from probes.pages.service.label_words import find_labelled
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    home, menus = site.view(Role.HOME), site.view(Role.HOME, MENUS)
    assert home is not None
    views = tuple(view for view in (home, menus) if view is not None)
    found = [(entry, view) for view in views for entry in elder.elder_entries(view)]
    tried = site.view(Role.HOME, ELDER)
    pressed = tried.path[0] if tried is not None and tried.path else ""
    modes = sorted(
        (pair for pair in found if pair[0].kind is ElderKind.MODE), key=lambda pair: pair[0].label != pressed
    )
    entry, view = next(iter(modes), (None, home))
    if entry is not None:
        gap = site.gap(Role.HOME, ELDER)
        evidence = evidence_on_page(view, entry.element)
        if tried is not None and elder.is_same_page(home, tried):
            zh = f"入口「{entry.label}」点击后页面毫无变化，不计为入口"
            return no(
                zh, f"pressing “{entry.label}” changes nothing: it is no entry", evidence, evidence_on_page(tried)
            )
        if tried is None and (gap is None or not gap.reason.about_them):
            reason = gap.reason if gap is not None else "not_looked"
            zh = f"首页有入口「{entry.label}」，但本次未能点开核实"
            return not_seen(reason, zh, f"the home page has “{entry.label}”, but it could not be tried", evidence)
        if tried is not None and entry.label == pressed and elder.explains_change(home, tried):
            zh = f"「{entry.label}」打开的页面字号没有变大，可能只是说明文章，不能确认是入口"
            en = f"“{entry.label}” opens a page of no larger letters: it may be an article about the mode"
            ask = Text(f"「{entry.label}」是否切换到长辈模式？", f"Does “{entry.label}” switch to an elder mode?")
            return unsure(zh, en, evidence, evidence_on_page(tried), guess=0.0, question=ask)
        return _found(entry, prominence_level(entry.element, view) if view is home else Prominence.P1, evidence, params)
    said = elder.find_app_words(home)
    if said:
        where = next((entry.element for entry, _ in found if entry.kind is ElderKind.APP), None)
        zh, en = f"网页提示长辈模式在 App 内开启：「{said}」", f"the page says the elder mode is in the app: “{said}”"
        return yes(zh, en, evidence_on_page(home, where, said), fraction=params.limit("app"), values={"level": "app"})
    blind = site.gap(Role.HOME, MENUS)
    if menus is None and blind is not None and not blind.reason.about_them:
        zh, en = absence.gap_words(blind)
        return not_seen(blind.reason, f"首页未见长辈模式入口；但{zh}", f"no elder entry on the home page; but {en}")
    larger = next(
        ((view, one) for view in views if (one := find_labelled(view.elements, params.words["larger"]))), None
    )
    if larger is not None:
        return _ask_of_larger(*larger)
    return absence.answer_absent(views, "首页未找到长辈模式入口", "no elder entry was found on the home page")


def _ask_of_larger(view: View, control: Element) -> Answer:
    """UNSURE: letters can be made larger (大字) by a control that does not call itself a mode for the elderly."""
    label = " ".join((control.text or control.own or control.name).split())
    return unsure(
        f"首页未见名为长辈模式的入口；但有「{label}」，是否为长辈模式须由人判断",
        f"no entry on the home page calls itself an elder mode; yet there is “{label}”, which may be one",
        evidence_on_page(view, control),
        guess=0.5,
        question=Text(f"「{label}」是否把全站的字放大？", f"Does “{label}” enlarge the letters of the whole site?"),
    )


def _found(entry: ElderEntry, stands: Prominence, evidence: Evidence, params: Params) -> Answer:
    official = ("标准名称", "the standard name") if entry.official else ("别名", "an alias")
    read = measure_legibility(entry.element)
    return yes(
        f"首页有长辈模式入口「{entry.label}」（{official[0]}），醒目程度 {name_level(stands).zh}",
        f"the home page has the elder entry “{entry.label}” ({official[1]}), prominence {name_level(stands).en}",
        evidence,
        fraction=params.limit(stands.name.lower()),
        values={"level": stands.name, "official": entry.official, "font_px": read.font_px, "readable": read.score},
    )


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HOME, ELDER, required=False), Need(Role.HOME, MENUS, required=False)),
    judge=judge,
    words=("larger",),
    limits=("p4", "p3", "p2", "p1", "p0", "app"),
)
