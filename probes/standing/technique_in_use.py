"""Is a feature built on new technology in use on the pages: search by picture or voice, an AI assistant, a virtual try-on?"""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, yes
from probes.pages.absence.several import not_found, searched_views
from probes.pages.service.entry_candidates import ENTRY_LIMITS, ENTRY_WORDS, function_candidates
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text

ROLES = (Role.HOME, Role.SEARCH, Role.PRODUCT, Role.LIST, Role.SERVICE, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    """YES with the entry to it; one in another site's frame, or announced as a trial, does not count."""
    for view in searched_views(site, ROLES)[0]:
        for control in function_candidates(view, params):
            said = " ".join((control.text or control.own or control.name or control.ocr).split())[:40]
            trial = any(word in fold_text(said).lower() for word in params.words["beta"])
            if said and not trial and not _foreign_frame(control, view):
                return yes(
                    f"页面有「{said}」", f"the page offers “{said}”", evidence_on_page(view, control), fraction=1.0
                )
    return not_found(
        site, ROLES, "未见正在使用的新技术功能", "no feature built on new technology was seen in use", fraction=0.0
    )


def _foreign_frame(element: Element, view: View) -> bool:
    """Does it stand in a frame of another host?"""
    if not 0 < element.frame <= len(view.frames):
        return False
    return urlsplit(view.frames[element.frame - 1].url).hostname not in (None, urlsplit(view.url).hostname)


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=(*ENTRY_WORDS, "beta"),
    limits=ENTRY_LIMITS,
)
