"""Is the seven-day return without reasons explained, with what is excluded and how the buyer confirms it?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.returns import Why, windows
from probes.reading.service_rules import RETURN_ROLES, judge_rules, reads
from probes.reading.several import searched
from probes.reading.statements import Found

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
    known = _rule(site, params.limit("least_days"))
    return judge_rules(site, params, SUBJECT, RETURN_ROLES, PARTS, known=known, needs=("rule",))


def _rule(site: Site, least_days: float) -> Found:
    """A window long enough that is not for defects alone, one that speaks of no reasons before any other."""
    views, _ = searched(site, RETURN_ROLES)
    found = [(each, view) for view in views for each in windows(view)]
    fit = [pair for pair in found if pair[0].days >= least_days and pair[0].why is not Why.QUALITY]
    fit.sort(key=lambda pair: list(Why).index(pair[0].why))
    return {"rule": (fit[0][1], fit[0][0].sentence)} if fit else {}


PROBE = Probe(reads=reads(RETURN_ROLES), judge=judge)
