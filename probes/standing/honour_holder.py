"""Does the operator itself hold the certificates shown?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.operator import honour_answers
from probes.finding import Answer, Text, no, unsure, yes
from probes.pages.operator import honours
from probes.probe import Params, Probe
from probes.text.ranking import clip_quote

QUESTION = Text("证书持有人是否为本平台经营者或其所述母公司？", "Is the holder the operator, or the parent it states?")


def judge(site: Site, params: Params) -> Answer:
    """NO quoting an item that names another company; YES where each names the operator or is about it; else UNSURE."""
    found = honours.find_honours(site)
    if not found:
        return honour_answers.answer_moot(site)
    foreign = [honour for honour in found if honour.holder]
    if foreign:
        first = foreign[0]
        answer = no(
            f"证书所载企业为「{first.holder}」：「{clip_quote(first.raw, 120)}」",
            f"the certificate names “{first.holder}”: “{clip_quote(first.raw, 120)}”",
            *(honour.evidence for honour in foreign[:10]),
            fraction=0.0,
            values={"holders": tuple(honour.holder for honour in foreign)},
        )
        return honour_answers.settle_honours(site, answer, QUESTION)
    silent = [honour for honour in found if not honour.held]
    if silent:
        share = 1.0 - (1.0 - params.limit("unstated")) * len(silent) / len(found)
        quote = clip_quote(silent[0].raw, 160)
        answer = unsure(
            f"未写明持有人：「{quote}」",
            f"no holder is named: “{quote}”",
            *(honour.evidence for honour in silent[:10]),
            guess=share,
            question=QUESTION,
        )
        return honour_answers.settle_honours(site, answer, QUESTION)
    answer = yes(
        f"{len(found)} 项均以本企业名义，如「{clip_quote(found[0].raw, 120)}」",
        f"all {len(found)} are in the operator's name, such as “{clip_quote(found[0].raw, 120)}”",
        *(honour.evidence for honour in found[:10]),
        fraction=1.0,
    )
    return honour_answers.settle_honours(site, answer, QUESTION)


PROBE = Probe(reads=honour_answers.reads_honours(), judge=judge, limits=("unstated",))
