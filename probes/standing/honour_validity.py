"""Are the certificates shown valid today?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.operator import honour_answers
from probes.finding import Answer, Text, no, unsure, yes
from probes.pages.operator import honours
from probes.probe import Params, Probe
from probes.text.ranking import clip_quote

QUESTION = Text("该证书是否仍在有效期内？", "Is the certificate still valid?")


def judge(site: Site, params: Params) -> Answer:
    """NO quoting an expired item; YES where all that need one state a validity that covers the visit; UNSURE where some state none."""
    found = honours.own_honours(honours.find_honours(site))
    if not found:
        return honour_answers.answer_moot(site)
    today = site.at.date()
    expired = [honour for honour in found if honour.expired(today)]
    if expired:
        quote = clip_quote(expired[0].raw, 160)
        return no(
            f"已过有效期：「{quote}」",
            f"no longer valid: “{quote}”",
            *(honour.evidence for honour in expired),
            fraction=0.0,
        )
    silent = [honour for honour in found if not honour.lasting and honour.until is None]
    if silent:
        share = 1.0 - (1.0 - params.limit("unstated")) * len(silent) / len(found)
        quote = clip_quote(silent[0].raw, 160)
        answer = unsure(
            f"未写明有效期：「{quote}」",
            f"no validity is stated: “{quote}”",
            *(honour.evidence for honour in silent[:10]),
            guess=share,
            question=QUESTION,
        )
        return honour_answers.settle_honours(site, answer, QUESTION)
    dated = next((honour for honour in found if honour.until), found[0])
    answer = yes(
        f"{len(found)} 项均在有效期内或无需有效期，如「{clip_quote(dated.raw, 120)}」",
        f"all {len(found)} are valid or need no validity, such as “{clip_quote(dated.raw, 120)}”",
        *(honour.evidence for honour in found[:10]),
        fraction=1.0,
    )
    return honour_answers.settle_honours(site, answer, QUESTION)


PROBE = Probe(reads=honour_answers.reads_honours(), judge=judge, limits=("unstated",))
