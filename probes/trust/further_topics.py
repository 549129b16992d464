"""Which further topics do the rules treat: fees, advertising, live sales, minors, penalties, algorithms, prepayment?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import treatments
from probes.reading.several import hidden, not_found
from probes.reading.topics import WITH_SELLERS
from probes.text.ranking import clip


def judge(site: Site, params: Params) -> Answer:
    found = {}
    for topic, words in params.words.items():
        best = next((each for each in treatments(site, words, WITH_SELLERS) if each.enough), None)
        if best is not None:
            found[topic] = best
    if not found:
        return not_found(site, WITH_SELLERS, "未见核心之外的规则类别", "no rules beyond the core topics", fraction=0.0)
    names = "、".join(f"「{clip(each.sentence.raw, 60)}」" for each in found.values())
    answer = yes(
        f"另有 {len(found)} 类规则：{names}",
        f"{len(found)} further kinds of rules: {names}",
        *(shown(each.view, quote=clip(each.sentence.raw, 80)) for each in found.values()),
        fraction=len(found) / len(params.words),
        values={"topics": tuple(found)},
    )
    return answer if len(found) == len(params.words) else hidden(site, WITH_SELLERS) or in_part(answer)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in WITH_SELLERS), judge=judge)
