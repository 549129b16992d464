"""Do buttons drawn as icons have a text or a name?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, not_applicable, shown
from probes.probe import Need, Params, Probe
from probes.reading import grade
from probes.reading.measure import controls, letters, share


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    worded = {each.parent for each in view.elements if each.seen and letters(each)}
    icons = [each for each in controls(view) if not each.text and not letters(each) and each.id not in worded]
    icons = [each for each in icons if each.tag in ("a", "button") or each.role == "button"]
    if not icons:
        return not_applicable("首页没有纯图标按钮", "the home page has no icon-only button", shown(view))
    told = {each.parent for each in view.elements if each.name}  # a picture inside that says it
    named = share(icons, lambda each: bool(each.name or each.pseudo) or each.id in told, lambda each: 1.0)
    return grade.by_share(view, named, params, "有可读名称的图标按钮", "icon buttons with a name")


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)
