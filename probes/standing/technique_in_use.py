"""Is a feature built on new technology in use on the pages: search by picture or voice, an AI assistant, a virtual try-on?"""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.functions import candidates
from probes.reading.policy import fold
from probes.reading.several import not_found, searched

ROLES = (Role.HOME, Role.SEARCH, Role.PRODUCT, Role.LIST, Role.SERVICE, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    """YES with the entry to it; what stands in another site's frame or is announced as a trial is none."""
    for view in searched(site, ROLES)[0]:
        for each in candidates(view, params):
            said = " ".join((each.text or each.own or each.name or each.ocr).split())[:40]
            trial = any(word in fold(said).lower() for word in params.words["beta"])
            if said and not trial and not _foreign_frame(each, view):
                return yes(f"页面有「{said}」", f"the page offers “{said}”", shown(view, each), fraction=1.0)
    return not_found(
        site, ROLES, "未见正在使用的新技术功能", "no feature built on new technology was seen in use", fraction=0.0
    )


def _foreign_frame(element: Element, view: View) -> bool:
    """Does it stand in a frame of another host?"""
    if not 0 < element.frame <= len(view.frames):
        return False
    return urlsplit(view.frames[element.frame - 1].url).hostname not in (None, urlsplit(view.url).hostname)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
