"""Which further topics do the rules treat: fees, advertising, live sales, minors, penalties, algorithms, prepayment?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.topics import WITH_SELLERS
from probes.finding import Answer, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.main.listed import list_words
from probes.pages.rules.rulebook import find_treatments
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote


def judge(site: Site, params: Params) -> Answer:
    found = {}
    for topic, words in params.words.items():
        best = next((treatment for treatment in find_treatments(site, words, WITH_SELLERS) if treatment.enough), None)
        if best is not None:
            found[topic] = best
    if not found:
        return not_found(site, WITH_SELLERS, "未见核心之外的规则类别", "no rules beyond the core topics", fraction=0.0)
    names = list_words(clip_quote(treatment.sentence.raw, 60) for treatment in found.values())
    answer = yes(
        f"另有 {len(found)} 类规则，如{names.zh}",
        f"{count_in_words(len(found), 'further kind')} of rules, such as {names.en}",
        *(
            evidence_on_page(treatment.view, quote=clip_quote(treatment.sentence.raw, 80))
            for treatment in found.values()
        ),
        fraction=len(found) / len(params.words),
        values={"topics": tuple(found)},
    )
    return answer if len(found) == len(params.words) else answer_hidden(site, WITH_SELLERS) or in_part(answer)


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in WITH_SELLERS),
    judge=judge,
    words=("fees", "advertising", "live", "minors", "penalties", "algorithms", "sectors", "prepaid"),
)
