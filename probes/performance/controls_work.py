"""Do the main controls do what they say? Searching is what a visit without an account can try."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, shown, unsure, yes
from probes.pages.search_results import results
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.SEARCH)
    assert view is not None
    found = results(view, params.words["addresses"], params.words["price"])
    if len(found) >= params.limit("results") and (view.status or 0) < 400:
        zh = f"站内搜索可用：返回 {len(found)} 条结果（标签切换、筛选与图片放大未试）"
        en = f"search works, with {len(found)} results; tabs, filters and image zoom were not tried"
        return yes(zh, en, shown(view, found[0]))
    return unsure(
        "搜索未见结果，控件是否可用需人工核对", "search showed no results; a person must look", shown(view), guess=0.0
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.SEARCH, absent=Outcome.NOT_APPLICABLE)), judge=judge)
