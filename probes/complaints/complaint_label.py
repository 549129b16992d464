"""Is the entry to complain legible and labelled with a word that says so?"""

from __future__ import annotations

from crawler.site import Element, Site
from crawler.vocabulary import MENUS, Role
from probes.answers.complaints.complaint_items import (
    ENTRY_ROLES,
    answer_no_entry,
    answer_unseen_entries,
    place_complaint_entries,
)
from probes.finding import Answer, evidence_on_page, in_part, yes
from probes.pages.layout.prominence import measure_legibility
from probes.pages.service.complaint_links import ComplaintKind
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    found = place_complaint_entries(site, (ComplaintKind.CONSUMER,))
    if not found:
        return answer_no_entry(site, "未见以投诉字样标明的入口", "no entry is labelled with a word for complaints")
    best = max(found, key=lambda entry: (_score(entry.entry.element, params), entry.level))
    element = best.entry.element
    legible = measure_legibility(element)
    score = _score(element, params)
    ratio = "未知" if legible.contrast is None else f"{legible.contrast:.1f}:1"
    named = f"「{best.entry.said[:40]}」" if best.entry.worded else "图标（见所框处）"
    answer = yes(
        f"入口{named}字号 {legible.font_px:.0f}px，对比度 {ratio}",
        f"the entry is drawn at {legible.font_px:.0f} px with contrast {ratio if legible.contrast else 'unknown'}",
        evidence_on_page(best.view, element),
        fraction=score,
        values={"font_px": legible.font_px, "contrast": legible.contrast, "word": best.entry.word},
    )
    return answer if score == 1.0 else answer_unseen_entries(site) or in_part(answer)


def _score(element: Element, params: Params) -> float:
    worded = bool(element.text or element.own or element.pseudo)
    return measure_legibility(element).score * (1.0 if worded else params.limit("wordless_share"))


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, MENUS, required=False),
        *(Need(role, required=False) for role in ENTRY_ROLES),
    ),
    judge=judge,
    limits=("wordless_share",),
)
