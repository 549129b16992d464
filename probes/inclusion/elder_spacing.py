"""Do the lines of the elder mode stand far enough apart?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import ELDER, Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import elder, grade
from probes.reading.measure import spacing_share


def judge(site: Site, params: Params) -> Answer:
    view = elder.measured(site)
    if not isinstance(view, View):
        return view
    least = params.limit("ratio")
    zh, en = (
        f"行高不小于字号 {least:g} 倍的文字（按字符）",
        f"characters with a line height of {least:g} times the font",
    )
    return grade.by_share(
        view,
        spacing_share(view, least),
        params,
        zh,
        en,
        values={"state": view.state},
        whole=True,
        page=elder.where(view),
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.HOME, ELDER, required=False)), judge=judge)
