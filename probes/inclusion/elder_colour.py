"""Is colour never the only cue? A person has to look; the probe only says where."""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import ELDER, Role
from probes.answers import elder
from probes.finding import Answer, Text, evidence_on_page, unsure
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = elder.measured_view(site)
    if not isinstance(view, View):
        return view
    ask = Text("页面是否有只靠颜色区分的状态或信息？", "Is anything told by colour alone on this page?")
    zh, en = "是否仅以颜色传达信息需人工查看", "whether colour is the only cue needs a person to look"
    return unsure(zh, en, evidence_on_page(view), question=ask)


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.HOME, ELDER, required=False)), judge=judge)
