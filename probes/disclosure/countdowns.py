"""Do pages count down to the end of an offer? Whether such a clock restarts for every visitor is for a person to see."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, not_applicable, unsure
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.main.timings import BEIJING
from probes.pages.products.promotions import find_countdowns
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words

PAGES = (Role.HOME, Role.LIST, Role.PRODUCT)


def judge(site: Site, params: Params) -> Answer:
    """One load cannot tell a restarting clock from a running one, so a person is shown what it said and when."""
    blind = answer_hidden(site, PAGES)
    if blind is not None:
        return blind
    seen = [(view, countdown) for view in searched_views(site, PAGES)[0] for countdown in find_countdowns(view)]
    if not seen:
        return not_applicable("首页、列表与商品页没有倒计时", "no countdown on home, list and product pages")
    view, element = seen[0]
    said, at = " ".join(element.words.split())[:60], view.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    return unsure(
        f"{len(seen)} 处倒计时，如北京时间 {at} 时为「{said}」",
        f"{count_in_words(len(seen), 'countdown')}, such as “{said}” at {at} Beijing time",
        *(evidence_on_page(page, element) for page, element in seen[:4]),
        question=Text(
            f"北京时间 {at}，{view.url} 显示「{said}」：换新的浏览器会话打开三次，倒计时是否重新开始？",
            f"{view.url} said “{said}” at {at} Beijing time: opened in three new browser sessions, does the countdown start anew?",
        ),
        values={"countdowns": len(seen)},
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.LIST, required=False), Need(Role.PRODUCT, required=False)), judge=judge)
