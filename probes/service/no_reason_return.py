"""Is the seven-day return without reasons explained, with what is excluded and how the buyer confirms it?"""

from __future__ import annotations

import re

from crawler.site import Site
from probes.answers.products.shipping import ask_promised
from probes.answers.service_rules import RETURN_ROLES, judge_rules, rule_pages_needed
from probes.answers.statements import Found
from probes.finding import Answer, Text
from probes.pages.absence.several import searched_views
from probes.pages.rules.policy import pattern
from probes.pages.service.returns import ReturnScope, ReturnWindow, return_windows
from probes.probe import Params, Probe
from probes.schema.part_words import DOUBT, words_beside

SUBJECT = Text("七天无理由退货规则", "the rule on seven-day returns without reasons")
PARTS = {
    "rule": Text("不少于七日的无理由退货", "returns without reasons for at least seven days"),
    "made_to_order": Text("定作商品除外", "the exclusion of goods made to order"),
    "perishable": Text("鲜活易腐商品除外", "the exclusion of perishable goods"),
    "digital": Text("在线下载、拆封的数字化商品除外", "the exclusion of digital goods"),
    "papers": Text("报纸期刊除外", "the exclusion of newspapers and periodicals"),
    "confirm": Text("其他不适用商品在购买时逐笔确认", "confirmation per purchase for other excluded goods"),
}


def judge(site: Site, params: Params) -> Answer:
    known = _rule(site, params.limit("least_days"), pattern(params.words["returned"]))
    answer = judge_rules(site, params, SUBJECT, RETURN_ROLES, PARTS, known=known, needs=("rule",))
    return ask_promised(site, answer, params.words["promised"], params.words["promised_never"])


def _rule(site: Site, least_days: float, returned: re.Pattern[str]) -> Found:
    """A long enough window that is not for defects or exchange alone, one that mentions no reasons before any other."""
    views, _ = searched_views(site, RETURN_ROLES)
    found = [(window, view) for view in views for window in return_windows(view)]
    fit = [pair for pair in found if pair[0].days >= least_days and _fits(pair[0], returned)]
    fit.sort(key=lambda pair: list(ReturnScope).index(pair[0].why))
    return {"rule": (fit[0][1], fit[0][0].sentence)} if fit else {}


def _fits(window: ReturnWindow, returned: re.Pattern[str]) -> bool:
    """Whether the window is for returns, and not for defects alone."""
    said = f"{window.sentence.heading}\n{window.sentence.text}"
    return window.why is not ReturnScope.QUALITY and returned.search(said) is not None


PROBE = Probe(
    reads=rule_pages_needed(RETURN_ROLES),
    judge=judge,
    words=(
        "chapter",
        "made_to_order",
        "perishable",
        "digital",
        "papers",
        "near",
        "confirm",
        "confirm_near",
        "confirm_never",
        "returned",
        "promised",
        "promised_never",
    ),
    limits=("least_days",),
    may_words=(*words_beside(PARTS, ("rest",)), *DOUBT),
)
