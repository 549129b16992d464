"""Are figures of one indicator of rural support given for two years in a row?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.own_answers import answer_nothing_stated, own_evidence, own_pages_needed
from probes.finding import Answer, Text, yes
from probes.pages.operator.own_words import OwnSentence, find_told, is_about, is_undone
from probes.pages.rules.policy import pattern
from probes.probe import Params, Probe
from probes.text.numbers import claims

ROLES = (Role.SOCIAL, Role.ABOUT, Role.HOME)
SUBJECT = Text("同一指标连续两年的乡村振兴数据", "figures of one rural indicator for two years running")


def judge(site: Site, params: Params) -> Answer:
    """YES with both figures where one page gives them; running totals and repeated figures do not count."""
    never = pattern(params.words["never"])
    pages: dict[str, list[OwnSentence]] = {}
    for passage in find_told(site, ROLES):
        if (
            is_about(passage, params.words["near"], site.platform)
            and not never.search(passage.text)
            and not is_undone(passage)
        ):
            pages.setdefault(passage.view.id, []).append(passage)
    for page in pages.values():
        found = claims.find_yearly([sentence.raw for sentence in page])
        if found is None:
            continue
        holders = [sentence for sentence in page if found.was.raw in sentence.raw or found.then.raw in sentence.raw]
        return yes(
            f"同一指标连续两年：{found.first} 年「{found.was.raw}」，{found.second} 年「{found.then.raw}」",
            f"one indicator for two years running: “{found.was.raw}” in {found.first}, “{found.then.raw}” in {found.second}",
            *own_evidence(holders[:2]),
            fraction=1.0,
        )
    return answer_nothing_stated(site, ROLES, SUBJECT)


PROBE = Probe(reads=own_pages_needed(*ROLES), judge=judge, words=("near", "never"))
