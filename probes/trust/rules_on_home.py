"""Does the home page visibly link both the service agreement and the trading rules?"""

from __future__ import annotations

from dataclasses import replace

from crawler.site import Site
from crawler.vocabulary import ARRIVED, MENUS, Role
from probes.finding import Answer, Text, evidence_on_page, not_seen, unsure, yes
from probes.pages.absence.absence import answer_absent, gap_words
from probes.pages.absence.opening import opened_nothing, says_one_of
from probes.pages.absence.several import answer_hidden, unlooked_role
from probes.pages.layout.prominence import Prominence
from probes.pages.layout.prominence import name_level as level_named
from probes.pages.rules.rule_links import RuleLink, RuleLinkKind, find_rule_links
from probes.probe import Need, Params, Probe

WANTED = (RuleLinkKind.AGREEMENT, RuleLinkKind.RULES)
DOUBTFUL = frozenset({RuleLinkKind.LEGAL, RuleLinkKind.MAYBE})
CALLED = {
    RuleLinkKind.AGREEMENT: Text("服务协议", "the service agreement"),
    RuleLinkKind.RULES: Text("交易规则", "the trading rules"),
}


def judge(site: Site, params: Params) -> Answer:
    every = _tried(site, find_rule_links(site))
    found = {name: link for name in WANTED if (link := _best(every, name)) is not None}
    if not found:
        return _without(site, every)
    share = sum(_share(link, params) for link in found.values()) / len(WANTED)
    stands = "、".join(dict.fromkeys(f"「{_words(link)}」（{level_named(link.level).zh}）" for link in found.values()))
    placed = ", ".join(dict.fromkeys(f"“{_words(link)}” ({level_named(link.level).en})" for link in found.values()))
    missing = [CALLED[name] for name in WANTED if name not in found]
    lacks = Text("；未见" + missing[0].zh, f"; {missing[0].en} not found") if missing else Text("", "")
    answer = yes(
        f"首页有{stands}{lacks.zh}",
        f"on the home page: {placed}{lacks.en}",
        *(evidence_on_page(link.view, link.element, _words(link)) for link in found.values()),
        fraction=share,
        values={"found": tuple(found), "levels": tuple(link.level.name for link in found.values())},
    )
    if share == 1.0:
        return answer
    return (
        _doubt(site, every, share)
        or _unseen_arrival(site)
        or answer_hidden(site, (Role.HOME,), MENUS)
        or _whole(site, answer)
    )


def _tried(site: Site, every: tuple[RuleLink, ...]) -> tuple[RuleLink, ...]:
    """The links; what was pressed without anything coming up is no more than words that may be a link."""
    dead = opened_nothing(site, Role.AGREEMENT) | opened_nothing(site, Role.RULES)
    return tuple(replace(link, pressed=False) if says_one_of(link.element, dead) else link for link in every)


def _best(every: tuple[RuleLink, ...], name: RuleLinkKind) -> RuleLink | None:
    return next((link for link in every if name in link.named and link.pressed), None)


def _share(link: RuleLink, params: Params) -> float:
    """The share earned: all points from the footer upwards, a part in a menu or where size and contrast are both poor."""
    share = 1.0 if link.level >= Prominence.P2 else params.limit("menu_share")
    return share * (1.0 if link.legible > 0 else params.limit("poor_share"))


def _words(link: RuleLink) -> str:
    return " ".join((link.element.text or link.element.words).split())[:24]


def _doubt(site: Site, every: tuple[RuleLink, ...], guess: float) -> Answer | None:
    """The question to a person about words that may be a link, or a legal notice that may be an agreement; None without such."""
    seen = {name for link in every if link.pressed for name in link.named if name in WANTED}
    for link in every:
        weak = bool(link.named - seen) and (bool(link.named & DOUBTFUL) or not link.pressed)
        if weak and not (RuleLinkKind.LEGAL in link.named and RuleLinkKind.AGREEMENT in seen):
            return unsure(
                f"首页有「{_words(link)}」，不能确认是否链接到服务协议或交易规则",
                f"there is “{_words(link)}” on the home page; whether it leads to agreement or rules is not certain",
                evidence_on_page(link.view, link.element),
                guess=guess,
                question=Text(
                    f"「{_words(link)}」打开后是服务协议或交易规则吗？",
                    f"Does “{_words(link)}” open the service agreement or the trading rules?",
                ),
            )
    return None


def _whole(site: Site, answer: Answer) -> Answer:
    """The answer; a share that rests on not finding the other text needs a look at the whole home page."""
    home = site.all(Role.HOME)
    looked = answer_absent(home, answer.because.zh, answer.because.en, fraction=answer.fraction)
    return answer if looked.by_absence and not looked.reason else looked


def _unseen_arrival(site: Site) -> Answer | None:
    """NOT_SEEN where the home page's arrival was hidden from us: a link may have scrolled away since."""
    gap = site.gap(Role.HOME, ARRIVED)
    if gap is None or gap.reason.about_them or site.view(Role.HOME, ARRIVED) is not None:
        return None
    return not_seen(gap.reason, *gap_words(gap))


def _without(site: Site, every: tuple[RuleLink, ...]) -> Answer:
    zh, en = "首页未见服务协议和交易规则的链接", "neither agreement nor trading rules are linked on the home page"
    if unlooked_role(site, (Role.HOME,), MENUS):
        return not_seen("not_looked", f"{zh}；但本次未展开首页菜单", f"{en}; but the home page's menus were not opened")
    return (
        _doubt(site, every, 0.0)
        or _unseen_arrival(site)
        or answer_hidden(site, (Role.HOME,), MENUS)
        or answer_absent(site.all(Role.HOME), zh, en, fraction=0.0)
    )


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HOME, MENUS, required=False)), judge=judge, limits=("menu_share", "poor_share")
)
