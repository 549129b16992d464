"""Does a term let the platform or a seller delete bad reviews although they are true?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text, no, not_applicable, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading.policy import prose, sentences, stated
from probes.reading.rulebook import EVALUATION
from probes.reading.several import hidden, searched
from probes.text.ranking import clip


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, EVALUATION)
    never = params.words["never"]
    for view in views:
        claim = stated(sentences(view.text), params.words["claim"], never=never)
        if claim is not None:
            quote = clip(claim.raw, 160)
            return yes(
                f"规则称可以删除差评：「{quote}」",
                f"a rule lets bad reviews be deleted: “{quote}”",
                shown(view, quote=quote),
            )
    for view in views:
        broad = stated(sentences(view.text), params.words["broad"], never=never)
        if broad is not None:
            quote = clip(broad.raw, 160)
            return unsure(
                f"条款称可以不加条件地删除评价：「{quote}」",
                f"a term lets reviews be deleted without conditions: “{quote}”",
                shown(view, quote=quote),
                guess=0.0,
                question=Text(
                    "该条款是否允许平台删除消费者的真实评价？",
                    "Does this term let the platform delete truthful reviews?",
                ),
            )
    unseen = hidden(site, EVALUATION)
    if unseen is not None:
        return unseen
    read = [view for view in views if prose(view) >= params.limit("least_prose")]
    if not read:
        return not_applicable("未见可供核对的规则正文", "there are no rules to be read")
    return no(
        f"已读 {len(read)} 份规则，未见允许删除真实差评的条款",
        f"{len(read)} texts were read; none lets truthful bad reviews be deleted",
        *(shown(view) for view in read[:3]),
    )


PROBE = Probe(reads=tuple(Need(role, required=False) for role in EVALUATION), judge=judge)
