"""How many certificates and honours does the shop show with issuer and date?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text, yes
from probes.probe import Params, Probe
from probes.reading import honour_answers, honours
from probes.text.ranking import clip

QUESTION = Text(
    "这些资质荣誉是否由权威机构颁发给本平台经营者？",
    "Were these honours given to the operator by an authoritative body?",
)


def judge(site: Site, params: Params) -> Answer:
    """Graded by the number of items with issuer and date; one that is only named counts for a share of it."""
    found = honours.own(honours.honours(site))
    if not found:
        return honour_answers.none_shown(site)
    ended = honour_answers.run_out(found, site.at.date())
    if ended is not None:
        return honour_answers.settled(site, ended, QUESTION)
    found = tuple(each for each in found if not each.expired(site.at.date()))
    told = [each for each in found if each.told]
    worth = len(told) + params.limit("named") * (len(found) - len(told))
    first = (told or found)[0]
    answer = yes(
        f"公示 {len(found)} 项资质荣誉，其中 {len(told)} 项写明机构和日期：「{clip(first.raw, 120)}」",
        f"{len(found)} honours are shown, {len(told)} of them with issuer and date: “{clip(first.raw, 120)}”",
        *(each.evidence for each in found[:10]),
        fraction=min(1.0, worth / params.limit("least")),
        values={"items": honour_answers.listed(found)},
    )
    return answer if answer.fraction == 1.0 else honour_answers.settled(site, answer, QUESTION)


PROBE = Probe(reads=honour_answers.reads_honours(), judge=judge)
