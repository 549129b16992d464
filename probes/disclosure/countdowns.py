"""Do pages count down to the end of an offer? Whether such a clock starts anew for every visitor a person must see."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, not_applicable, shown, unsure
from probes.probe import Need, Params, Probe
from probes.reading.promotions import countdowns
from probes.reading.several import hidden, searched

PAGES = (Role.HOME, Role.LIST, Role.PRODUCT)


def judge(site: Site, params: Params) -> Answer:
    """One load cannot tell a clock that restarts from one that runs: it is shown to a person with what it said and when."""
    blind = hidden(site, PAGES)
    if blind is not None:
        return blind
    seen = [(view, each) for view in searched(site, PAGES)[0] for each in countdowns(view)]
    if not seen:
        return not_applicable("首页、列表与商品页没有倒计时", "no countdown on home, list and product pages")
    view, element = seen[0]
    said, at = " ".join(element.words.split())[:60], view.at.strftime("%Y-%m-%d %H:%M:%S UTC")
    return unsure(
        f"{len(seen)} 处倒计时，如 {at} 时为「{said}」",
        f"{len(seen)} countdowns, such as “{said}” at {at}",
        *(shown(page, each) for page, each in seen[:4]),
        question=Text(
            f"{at} 时 {view.url} 显示「{said}」：换新的浏览器会话打开三次，倒计时是否重新开始？",
            f"{view.url} said “{said}” at {at}: opened in three new browser sessions, does the countdown start anew?",
        ),
        values={"countdowns": len(seen)},
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.LIST, required=False), Need(Role.PRODUCT, required=False)), judge=judge)
