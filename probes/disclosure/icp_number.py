"""Is a filing or licence number of internet information services (ICP) shown on the home page?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading import licence_answers
from probes.reading.licences import ICP


def judge(site: Site, params: Params) -> Answer:
    return licence_answers.judge(
        site, params, ICP, (Role.HOME,), Text("首页ICP备案号或许可证号", "an ICP number on the home page")
    )


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)
