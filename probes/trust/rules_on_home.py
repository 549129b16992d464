"""Does the home page link both the service agreement and the trading rules, where they are seen?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import ARRIVED, MENUS, Role
from probes.finding import Answer, Text, not_seen, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading.absence import absent, gap_words
from probes.reading.prominence import Level
from probes.reading.prominence import named as level_named
from probes.reading.rule_links import Link, Named, links
from probes.reading.several import hidden, unlooked

WANTED = (Named.AGREEMENT, Named.RULES)
DOUBTFUL = frozenset({Named.LEGAL, Named.MAYBE})
CALLED = {
    Named.AGREEMENT: Text("服务协议", "the service agreement"),
    Named.RULES: Text("交易规则", "the trading rules"),
}


def judge(site: Site, params: Params) -> Answer:
    every = links(site)
    found = {name: each for name in WANTED if (each := _best(every, name)) is not None}
    if not found:
        return _without(site, every)
    share = sum(_share(each, params) for each in found.values()) / len(WANTED)
    stands = "、".join(f"「{_words(each)}」（{level_named(each.level).zh}）" for each in found.values())
    placed = ", ".join(f"“{_words(each)}” ({level_named(each.level).en})" for each in found.values())
    missing = [CALLED[name] for name in WANTED if name not in found]
    lacks = Text("；未见" + missing[0].zh, f"; {missing[0].en} not found") if missing else Text("", "")
    answer = yes(
        f"首页有{stands}{lacks.zh}",
        f"on the home page: {placed}{lacks.en}",
        *(shown(each.view, each.element, _words(each)) for each in found.values()),
        fraction=share,
        values={"found": tuple(found), "levels": tuple(each.level.name for each in found.values())},
    )
    if share == 1.0:
        return answer
    return (
        _doubt(site, every, share) or _unseen_arrival(site) or hidden(site, (Role.HOME,), MENUS) or _whole(site, answer)
    )


def _best(every: tuple[Link, ...], name: Named) -> Link | None:
    return next((each for each in every if name in each.named and each.pressed), None)


def _share(link: Link, params: Params) -> float:
    """All points from the footer upwards, a part of them in a menu or where size and contrast both are poor."""
    share = 1.0 if link.level >= Level.P2 else params.limit("menu_share")
    return share * (1.0 if link.legible > 0 else params.limit("poor_share"))


def _words(link: Link) -> str:
    return " ".join((link.element.text or link.element.words).split())[:24]


def _doubt(site: Site, every: tuple[Link, ...], guess: float) -> Answer | None:
    """Words that may be a link, or a legal notice that may be an agreement, are for a person to judge."""
    seen = {name for each in every if each.pressed for name in each.named if name in WANTED}
    for each in every:
        weak = bool(each.named - seen) and (bool(each.named & DOUBTFUL) or not each.pressed)
        if weak and not (Named.LEGAL in each.named and Named.AGREEMENT in seen):
            return unsure(
                f"首页有「{_words(each)}」，不能确认是否链接到服务协议或交易规则",
                f"there is “{_words(each)}” on the home page; whether it leads to agreement or rules is not certain",
                shown(each.view, each.element),
                guess=guess,
                question=Text(
                    f"「{_words(each)}」打开后是服务协议或交易规则吗？",
                    f"Does “{_words(each)}” open the service agreement or the trading rules?",
                ),
            )
    return None


def _whole(site: Site, answer: Answer) -> Answer:
    """A share that rests on not finding the other text needs a look at the whole home page."""
    home = site.all(Role.HOME)
    looked = absent(home, answer.because.zh, answer.because.en, fraction=answer.fraction)
    return answer if looked.by_absence and not looked.reason else looked


def _unseen_arrival(site: Site) -> Answer | None:
    """NOT_SEEN where how the home page came up was hidden from us: a link may have made way since."""
    gap = site.gap(Role.HOME, ARRIVED)
    if gap is None or gap.reason.about_them or site.view(Role.HOME, ARRIVED) is not None:
        return None
    return not_seen(gap.reason, *gap_words(gap))


def _without(site: Site, every: tuple[Link, ...]) -> Answer:
    zh, en = "首页未见服务协议和交易规则的链接", "neither agreement nor trading rules are linked on the home page"
    if unlooked(site, (Role.HOME,), MENUS):
        return not_seen("not_looked", f"{zh}；但本次未展开首页菜单", f"{en}; but the home page's menus were not opened")
    return (
        _doubt(site, every, 0.0)
        or _unseen_arrival(site)
        or hidden(site, (Role.HOME,), MENUS)
        or absent(site.all(Role.HOME), zh, en, fraction=0.0)
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.HOME, MENUS, required=False)), judge=judge)
