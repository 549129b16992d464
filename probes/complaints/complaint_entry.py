"""How prominently does a consumer's entry to complain stand?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import MENUS, Role
from probes.finding import Answer, Text, in_part, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading.complaint_items import ENTRY_ROLES, Placed, no_entry, placed, unseen_entries
from probes.reading.complaint_links import Kind
from probes.reading.prominence import Level, named


def judge(site: Site, params: Params) -> Answer:
    every = placed(site, Kind)
    found = [each for each in every if each.entry.kind is Kind.CONSUMER]
    if not found:
        return _without(site, params, every)
    best = found[0]
    words = best.entry.element.words.strip() or best.entry.word
    stands = named(best.level)
    answer = yes(
        f"消费者投诉入口「{words[:40]}」，醒目程度 {stands.zh}",
        f"the entry “{words[:40]}”, prominence {stands.en}",
        shown(best.view, best.entry.element, words[:160]),
        fraction=params.limit(best.level.name.lower()),
        values={"level": best.level.name, "word": best.entry.word, "entries": len(found)},
    )
    return answer if best.level >= Level.P2 else unseen_entries(site) or in_part(answer)


def _without(site: Site, params: Params, every: tuple[Placed, ...]) -> Answer:
    """No entry by that name: a general feedback entry may serve, entries for other purposes do not."""
    weak = [each for each in every if each.entry.kind is Kind.FEEDBACK]
    if weak:
        element = weak[0].entry.element
        return unseen_entries(site) or unsure(
            f"未见投诉入口，仅有「{element.words[:40]}」",
            f"no entry to complain, only “{element.words[:40]}”",
            shown(weak[0].view, element),
            guess=params.limit(weak[0].level.name.lower()) * params.limit("feedback_share"),
            question=Text("该反馈入口是否受理消费者投诉？", "Does this feedback entry take consumers' complaints?"),
        )
    named = "、".join(dict.fromkeys(each.entry.word for each in every[:4]))
    return no_entry(
        site,
        "未见消费者投诉入口" + (f"（仅见其他用途：{named}）" if named else ""),
        "no entry for consumers' complaints" + (f" (only for other purposes: {named})" if named else ""),
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, MENUS, required=False),
        *(Need(role, required=False) for role in ENTRY_ROLES),
    ),
    judge=judge,
)
