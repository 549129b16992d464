"""Can a screen reader name the controls and pictures of the elder mode?"""

from __future__ import annotations

from dataclasses import replace

from crawler.site import Site, View
from crawler.vocabulary import ELDER, Role
from probes.finding import Answer, Value
from probes.probe import Need, Params, Probe
from probes.reading import elder, grade
from probes.reading.measure import alt_share, name_share


def judge(site: Site, params: Params) -> Answer:
    view = elder.measured(site)
    if not isinstance(view, View):
        return view
    named, pictured = name_share(view), alt_share(view, params.limit("image_px"))
    values: dict[str, Value] = {"alt_share": round(pictured.value, 4), "images": pictured.weight, "state": view.state}
    if pictured.weight and pictured.value < params.limit("alt"):
        zh, en = "有替代文字的图片", "pictures with a text alternative"
        return grade.by_share(
            view, replace(pictured, value=min(pictured.value, named.value)), params, zh, en, values=values
        )
    return grade.by_share(view, named, params, "有可读名称的控件", "controls with an accessible name", values=values)


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.HOME, ELDER, required=False)), judge=judge)
