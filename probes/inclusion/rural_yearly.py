"""Are figures of one indicator of the rural support given for two years running?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, yes
from probes.probe import Params, Probe
from probes.reading import claims
from probes.reading.own_answers import evidence, nothing, reads
from probes.reading.own_words import Told, about, told, undone
from probes.reading.policy import pattern

ROLES = (Role.SOCIAL, Role.ABOUT, Role.HOME)
SUBJECT = Text("同一指标连续两年的乡村振兴数据", "figures of one rural indicator for two years running")


def judge(site: Site, params: Params) -> Answer:
    """YES with both figures where one page gives them; running totals and a repeated figure are none."""
    never = pattern(params.words["never"])
    pages: dict[str, list[Told]] = {}
    for each in told(site, ROLES):
        if about(each, params.words["near"], site.platform) and not never.search(each.text) and not undone(each):
            pages.setdefault(each.view.id, []).append(each)
    for page in pages.values():
        found = claims.yearly([each.raw for each in page])
        if found is None:
            continue
        holders = [each for each in page if found.was.raw in each.raw or found.then.raw in each.raw]
        said = f"{found.first}: {found.was.raw}; {found.second}: {found.then.raw}"
        return yes(
            f"同一指标连续两年：{said}",
            f"one indicator for two years running: {said}",
            *evidence(holders[:2]),
            fraction=1.0,
        )
    return nothing(site, ROLES, SUBJECT)


PROBE = Probe(reads=reads(*ROLES), judge=judge)
