"""Does the way from the home page to a product stay inside the elder mode?"""

from __future__ import annotations

from crawler.site import Element, Site
from crawler.vocabulary import ELDER, Role, Unseen
from probes.answers import elder
from probes.finding import INSTEAD, Answer, Text, evidence_on_page, no, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.probe import Need, Params, Probe

WAY = (Role.LIST, Role.PRODUCT)


def judge(site: Site, params: Params) -> Answer:
    home = site.view(Role.HOME, ELDER)
    assert home is not None
    if not elder.is_switched(site):
        return absence.answer_absent(
            (home,), "没有真正生效的长辈模式", "there is no elder mode that works", values={INSTEAD: home.url}
        )
    for role in WAY:
        view = site.view(role, ELDER)
        if view is not None and elder.keeps_mode(site, role) is False:
            return no(
                f"到{absence.page_called(role).zh}时退回标准界面：「{view.title or view.url}」",
                f"the mode is lost on {absence.page_called(role).en}: {view.url}",
                evidence_on_page(home),
                evidence_on_page(view),
            )
    for role in WAY:
        if elder.keeps_mode(site, role) is None:
            gap = site.gap(role, ELDER) or site.gap(role)
            zh, en = absence.gap_words(gap) if gap else absence.not_looked_words(role, ELDER)
            return not_seen(
                gap.reason if gap else "not_looked", f"主流程未能走完：{zh}", f"the way was not gone to its end: {en}"
            )
    for role in (Role.HOME, *WAY):
        share, words = _cut_off(site, role)
        view = site.view(role, ELDER)
        if view is not None and words is not None and share > params.limit("cut"):
            said = " ".join(words.own.split())[:40]
            return unsure(
                f"长辈模式下 {view.title or view.url} 有 {share:.0%} 的文字被截断或遮住，如「{said}」",
                f"in the mode {share:.0%} of the words of {view.url} are cut off or covered, e.g. “{said}”",
                evidence_on_page(view, words),
                guess=0.0,
                question=Text(
                    "放大后页面内容是否被截断、无法阅读？",
                    "Is content of the enlarged page cut off so that it cannot be read?",
                ),
                values={"cut": round(share, 3)},
            )
    evidence = [evidence_on_page(view) for role in WAY if (view := site.view(role, ELDER)) is not None]
    return yes("首页、列表、商品页均保持长辈模式", "home, list and product all stay in elder mode", *evidence)


def _cut_off(site: Site, role: Role) -> tuple[float, Element | None]:
    """The share (0-1) of the words readable on the ordinary page that are cut off or covered in the mode, and the longest such text."""
    ordinary, mode = site.view(role), site.view(role, ELDER)
    if ordinary is None or mode is None:
        return 0.0, None
    before = {
        words: len(words) for element in ordinary.elements if element.seen and (words := elder.plain_label(element.own))
    }
    shown = {elder.plain_label(element.own) for element in mode.elements if element.seen}
    gone = {
        words: element
        for element in mode.elements
        if element.unseen in (Unseen.CLIPPED, Unseen.COVERED)
        and (words := elder.plain_label(element.own)) in before
        and words not in shown
    }
    longest = max(gone.values(), key=lambda element: len(element.own), default=None)
    return sum(map(len, gone)) / max(sum(before.values()), 1), longest


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, ELDER),
        *(Need(role, state, required=False) for role in WAY for state in (ELDER, "landed")),
    ),
    judge=judge,
    limits=("cut",),
)
