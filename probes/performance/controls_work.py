"""Do the main controls do what they say? Searching is what a visit without an account can try."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import FoundBy, GapReason, Role
from probes.finding import Answer, Outcome, evidence_on_page, not_seen, unsure, yes
from probes.pages.service.search_results import PLAIN, are_enough, read_results
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.SEARCH)
    assert view is not None
    plain = (page for role in PLAIN for page in site.all(role)[:1])
    found = read_results(view, params.words["addresses"], params.words["price"], plain)
    if view.found_by is FoundBy.LINK:
        return not_seen(
            GapReason.NOT_TRIED,
            "搜索结果页由搜索框旁的推荐词打开，搜索框以 POST 提交，本工具未试",
            "the results were opened by a word suggested beside the box; the box itself sends a form by POST, which was not tried",
            evidence_on_page(view),
        )
    if are_enough(view, found, params.limit("results"), params.words["counted"]) and (view.status or 0) < 400:
        zh = f"站内搜索可用：返回 {len(found)} 条结果（标签切换、筛选与图片放大未试）"
        en = f"search works, with {count_in_words(len(found), 'result')}; tabs, filters and image zoom were not tried"
        return yes(zh, en, evidence_on_page(view, found[0]))
    return unsure(
        "搜索未见结果，控件是否可用需人工核对",
        "search showed no results; a person must look",
        evidence_on_page(view),
        guess=0.0,
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.SEARCH, absent=Outcome.NOT_APPLICABLE),
        *(Need(role, required=False) for role in PLAIN),
    ),
    judge=judge,
    words=("addresses", "price", "counted"),
    limits=("results",),
)
