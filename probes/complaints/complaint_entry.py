"""How prominent is a consumer's entry to complain?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import MENUS, Role
from probes.answers.complaints.complaint_items import (
    ENTRY_ROLES,
    PlacedComplaintEntry,
    answer_no_entry,
    answer_unseen_entries,
    place_complaint_entries,
)
from probes.finding import Answer, Text, evidence_on_page, in_part, unsure, yes
from probes.pages.layout.prominence import LEVEL_LIMITS, Prominence, name_level
from probes.pages.main.listed import list_words
from probes.pages.service.complaint_links import ComplaintKind
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    every = place_complaint_entries(site, ComplaintKind)
    found = [entry for entry in every if entry.entry.kind is ComplaintKind.CONSUMER]
    if not found:
        return _without(site, params, every)
    best = found[0]
    words = best.entry.element.words.strip() or best.entry.word
    stands = name_level(best.level)
    answer = yes(
        f"消费者投诉入口「{words[:40]}」，醒目程度 {stands.zh}",
        f"the entry “{words[:40]}”, prominence {stands.en}",
        evidence_on_page(best.view, best.entry.element, words[:160]),
        fraction=params.limit(best.level.name.lower()),
        values={"level": best.level.name, "word": best.entry.word, "entries": len(found)},
    )
    return answer if best.level >= Prominence.P2 else answer_unseen_entries(site) or in_part(answer)


def _without(site: Site, params: Params, every: tuple[PlacedComplaintEntry, ...]) -> Answer:
    """The answer without an entry of that name: a general feedback entry may serve, entries for other purposes do not."""
    weak = [entry for entry in every if entry.entry.kind is ComplaintKind.FEEDBACK]
    if weak:
        element = weak[0].entry.element
        return answer_unseen_entries(site) or unsure(
            f"未见投诉入口，仅有「{element.words[:40]}」",
            f"no entry to complain, only “{element.words[:40]}”",
            evidence_on_page(weak[0].view, element),
            guess=params.limit(weak[0].level.name.lower()) * params.limit("feedback_share"),
            question=Text("该反馈入口是否受理消费者投诉？", "Does this feedback entry take consumers' complaints?"),
        )
    others = list_words((entry.entry.word for entry in every), 4)
    return answer_no_entry(
        site,
        "未见消费者投诉入口" + (f"（仅见其他用途：{others.zh}）" if every else ""),
        "no entry for consumers' complaints" + (f" (only for other purposes: {others.en})" if every else ""),
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, MENUS, required=False),
        *(Need(role, required=False) for role in ENTRY_ROLES),
    ),
    judge=judge,
    limits=(*LEVEL_LIMITS, "feedback_share"),
)
