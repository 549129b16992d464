"""Is the entry to complain legible and labelled with a word that says so?"""

from __future__ import annotations

from crawler.site import Element, Site
from crawler.vocabulary import MENUS, Role
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.complaint_items import ENTRY_ROLES, no_entry, placed, unseen_entries
from probes.reading.complaint_links import Kind
from probes.reading.prominence import legibility


def judge(site: Site, params: Params) -> Answer:
    found = placed(site, (Kind.CONSUMER,))
    if not found:
        return no_entry(site, "未见以投诉字样标明的入口", "no entry is labelled with a word for complaints")
    best = max(found, key=lambda each: (_score(each.entry.element, params), each.level))
    element = best.entry.element
    legible = legibility(element)
    score = _score(element, params)
    ratio = "未知" if legible.contrast is None else f"{legible.contrast:.1f}:1"
    answer = yes(
        f"入口「{element.words.strip()[:40] or best.entry.word}」字号 {legible.font_px:.0f}px，对比度 {ratio}",
        f"the entry is drawn at {legible.font_px:.0f} px with contrast {ratio if legible.contrast else 'unknown'}",
        shown(best.view, element),
        fraction=score,
        values={"font_px": legible.font_px, "contrast": legible.contrast, "word": best.entry.word},
    )
    return answer if score == 1.0 else unseen_entries(site) or in_part(answer)


def _score(element: Element, params: Params) -> float:
    worded = bool(element.text or element.own or element.pseudo)
    return legibility(element).score * (1.0 if worded else params.limit("wordless_share"))


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, MENUS, required=False),
        *(Need(role, required=False) for role in ENTRY_ROLES),
    ),
    judge=judge,
)
