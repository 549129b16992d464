"""Does the page for a wrong address offer a way back?"""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, not_seen, shown, yes
from probes.pages.unread import is_blind
from probes.probe import Need, Params, Probe
from probes.reading import absence


def judge(site: Site, params: Params) -> Answer:
    view, home = site.view(Role.ERROR), site.view(Role.HOME)
    assert home is not None
    if view is None:
        gap = site.gap(Role.ERROR)
        zh, en = absence.gap_words(gap) if gap else ("本次未查看错误页", "the error page was not looked at")
        return not_seen(gap.reason if gap else "not_looked", zh, en)
    roots = {home.url, site.platform.url, f"{urlsplit(home.url).scheme}://{urlsplit(home.url).netloc}/"}
    for each in view.elements:
        said = each.text or each.own or each.name
        if each.seen and each.clickable and (each.href in roots or any(word in said for word in params.words["back"])):
            zh, en = f"错误页提供返回途径：「{said[:40]}」", f"the error page offers a way back: “{said[:40]}”"
            return yes(zh, en, shown(view, each))
    if view.thoroughness.scripts_ran and view.thoroughness.frames_read and not is_blind(view):
        return absence.absent((home,), "错误页没有返回首页的途径", "the error page offers no way back")
    return not_seen("scripts", "错误页未完整加载", "the error page did not load wholly")


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.ERROR, required=False)), judge=judge)
