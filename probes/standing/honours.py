"""How many certificates and honours does the shop show with issuer and date?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.operator import honour_answers
from probes.finding import Answer, Text, yes
from probes.pages.operator import honours
from probes.probe import Params, Probe
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote

QUESTION = Text(
    "这些资质荣誉是否由权威机构颁发给本平台经营者？",
    "Were these honours given to the operator by an authoritative body?",
)


def judge(site: Site, params: Params) -> Answer:
    """Graded by the number of items with issuer and date; one that is only named counts for a share."""
    found = honours.own_honours(honours.find_honours(site))
    if not found:
        return honour_answers.answer_none_shown(site)
    ended = honour_answers.answer_run_out(found, site.at.date())
    if ended is not None:
        return honour_answers.settle_honours(site, ended, QUESTION)
    found = tuple(honour for honour in found if not honour.expired(site.at.date()))
    told = [honour for honour in found if honour.told]
    worth = len(told) + params.limit("named") * (len(found) - len(told))
    first, left = (told or found)[0], honour_answers.describe_uncounted(site)
    answer = yes(
        f"公示 {len(found)} 项资质荣誉，其中 {len(told)} 项写明机构和日期，如「{clip_quote(first.raw, 120)}」{left.zh}",
        f"{count_in_words(len(found), 'honour')} shown, {len(told)} of them with issuer and date, such as “{clip_quote(first.raw, 120)}”{left.en}",
        *(honour.evidence for honour in found[:10]),
        fraction=min(1.0, worth / params.limit("least")),
        values={"items": honour_answers.list_honours(found)},
    )
    return answer if answer.fraction == 1.0 else honour_answers.settle_honours(site, answer, QUESTION)


PROBE = Probe(reads=honour_answers.reads_honours(), judge=judge, limits=("least", "named"))
