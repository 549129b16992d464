"""Is a beginner's guide within two clicks of the home page?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.answers.doubts.contract_terms import is_contract
from probes.finding import Answer, Text, evidence_on_page, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.absence.only_names import only_names
from probes.pages.absence.several import not_found, searched_views
from probes.pages.service.entry_candidates import ENTRY_LIMITS, ENTRY_WORDS, function_candidates
from probes.pages.service.functions import find_hidden_behind
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words

WHERE = (Role.HOME, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    opened, bare = {at: view for view in site.views for at in (view.asked, view.url)}, only_names(site)
    empty: tuple[View, Element] | None = None
    far: tuple[View, Element] | None = None  # on a page that was opened by its address, so nobody knows how far it is
    for view in searched_views(site, WHERE)[0]:
        if view.clicks is None:
            far = far or next(((view, entry) for entry in function_candidates(view, params)), None)
            continue
        if view.clicks + 1 > params.limit("clicks"):
            continue
        # The heading of a menu (新手上路) leads nowhere itself where a link below it bears such a name too.
        found = sorted(function_candidates(view, params), key=lambda entry: not (entry.href or entry.clickable))
        for control in found:
            page = opened.get(control.href) if control.href else None
            if page is not None and (page.id in bare or is_contract(page)):
                empty = empty or (view, control)
                continue
            hidden = find_hidden_behind(site, control) if page is None and control.href else None
            if hidden is not None:  # what is behind it may say nothing
                why = absence.gap_words(hidden)
                told = (f"有新手指南的入口，但{why[0]}", f"an entry to a beginner's guide; but {why[1]}")
                return not_seen(hidden.reason, *told, evidence_on_page(view, control))
            said = (control.text or control.own or control.name)[:40]
            clicks = view.clicks + 1
            zh, en = (
                f"新手指南「{said}」{clicks} 次点击可达",
                f"a beginner's guide “{said}” is {count_in_words(clicks, 'click')} away",
            )
            return yes(zh, en, evidence_on_page(view, control), values={"clicks": clicks})
    if empty is not None:
        said = (empty[1].text or empty[1].own or empty[1].name)[:40]
        return unsure(
            f"新手指南「{said}」的页面只有标题，或者是一份协议",
            f"the beginner's guide “{said}” is a page with a heading and nothing below it, or a contract",
            evidence_on_page(*empty),
            guess=0.0,
            question=Text(f"「{said}」所指页面是否教人使用？", f"Does the page behind “{said}” guide anybody?"),
        )
    if far is not None:
        said = (far[1].text or far[1].own or far[1].name)[:40]
        return unsure(
            f"新手指南「{said}」所在页面是按网址打开的，首页到它要几次点击未知",
            f"the beginner's guide “{said}” stands on a page that was opened by its address; how many clicks away is not known",
            evidence_on_page(*far),
            question=Text(f"「{said}」从首页两次点击内能否到达？", f"Is “{said}” within two clicks of the home page?"),
        )
    return not_found(site, WHERE, "两次点击内未见新手指南", "no beginner's guide within two clicks")


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HELP, required=False)),
    judge=judge,
    words=(*ENTRY_WORDS, "never"),
    limits=(*ENTRY_LIMITS, "clicks"),
)
