"""Does the page for a wrong address offer a way back?"""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.site import Site, View
from crawler.spelling import plain_words
from crawler.urls import same_site
from crawler.vocabulary import Role
from probes.finding import INSTEAD, Answer, Outcome, Text, evidence_on_page, not_seen, yes
from probes.pages.absence import absence, unfinished
from probes.pages.absence.unread import is_blind
from probes.pages.layout.idle_controls import turns_or_chooses
from probes.pages.main.fingerprint import shows_home
from probes.pages.service.functions import function_label
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view, home = site.view(Role.ERROR), site.view(Role.HOME)
    assert home is not None
    if view is None:
        gap = site.gap(Role.ERROR)
        zh, en = absence.gap_words(gap) if gap else ("本次未查看错误页", "the error page was not looked at")
        return not_seen(gap.reason if gap else "not_looked", zh, en)
    if shows_home(view, home, params.limit("same")):
        zh, en = (
            "错误地址打开的就是首页，没有错误页",
            "a wrong address brings up the home page itself, there is no error page",
        )
        return yes(zh, en, evidence_on_page(view, quote=view.title))
    roots = {home.url, site.platform.url, f"{urlsplit(home.url).scheme}://{urlsplit(home.url).netloc}/"}
    for element in view.elements:
        said = element.text or element.own or element.name
        if (
            element.seen
            and element.clickable
            and (
                element.href in roots
                or (any(word in said for word in params.words["back"]) and not turns_or_chooses((plain_words(said),)))
            )
        ):
            way = function_label(element)
            zh, en = f"错误页提供返回途径：{way.zh}", f"the error page offers a way back: {way.en}"
            return yes(zh, en, evidence_on_page(view, element))
    if not view.thoroughness.scripts_ran or not view.thoroughness.frames_read or is_blind(view):
        return not_seen("scripts", "错误页未完整加载", "the error page did not load wholly")
    if _is_bare(view):
        return Answer(
            Outcome.NO,
            Text(
                "错误页没有返回首页的途径：页上没有通向本站的链接或按钮",
                "the error page offers no way back: nothing on it leads into the site",
            ),
            (evidence_on_page(view),),
            by_absence=True,
            values={INSTEAD: view.url},
        )
    return absence.answer_absent((home,), "错误页没有返回首页的途径", "the error page offers no way back")


def _is_bare(view: View) -> bool:
    """Whether a finished page has no link into its site and no control at all: then no way back can have been overlooked."""
    if unfinished.unfinished_sign(view) or not view.text.strip():
        return False
    return not any(
        element.seen and (element.clickable or element.href) and (not element.href or same_site(view.url, element.href))
        for element in view.elements
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.ERROR, required=False)), judge=judge, words=("back",), limits=("same",))
