"""Are places in search results and lists that were paid for marked 广告?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, no, not_applicable, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading.advertised import Mark, Paid, paid
from probes.reading.cards import bare, cards
from probes.reading.several import hidden, searched

LISTS = (Role.SEARCH, Role.LIST)


def judge(site: Site, params: Params) -> Answer:
    """Signs are suspicions: an unmarked place is a question, and a finding only where it is there again in several searches."""
    blind = hidden(site, LISTS)
    if blind is not None:
        return blind
    views, _ = searched(site, LISTS)
    found = [(view, each) for view in views for each in paid(view)]
    offered = sum(len(cards(view)) for view in views)
    if not found:
        return not_applicable(
            f"{len(views)} 个列表的 {offered} 个商品未见付费排名的迹象",
            f"no sign of paid places among {offered} goods of {len(views)} lists",
        )
    values: dict[str, Value] = {"suspected": len(found), **dict.fromkeys(Mark, 0)}
    for mark in Mark:
        values[mark] = sum(1 for _, each in found if each.mark is mark)
    bare_ones = [(view, each) for view, each in found if each.mark is Mark.NONE]
    weak = [(view, each) for view, each in found if each.mark is Mark.WEAK]
    if not bare_ones and not weak:
        return yes(
            f"{len(found)} 个付费位置均标明“广告”",
            f"all {len(found)} paid places are marked 广告",
            *(shown(view, each.label) for view, each in found[:4]),
            fraction=1.0,
            values=values,
        )
    doubtful = bare_ones or weak
    view, first = doubtful[0]
    example, count = f"{first.card.title[:30]}」（{first.sign}）", len(found)
    zh = f"{count} 个疑似付费位置中 {len(bare_ones)} 个未标明“广告”、{len(weak)} 个标识不清，如「{example}"
    en = f"of {count} places that seem paid {len(bare_ones)} are unmarked, {len(weak)} weakly marked, such as “{first.card.title[:30]}”"
    evidence = [shown(at, each.card.element, f"{each.sign} {each.card.url}"[:200]) for at, each in doubtful[:6]]
    if _searches(bare_ones) >= params.limit("queries"):
        return no(zh, en, *evidence, fraction=0.0, values=values)
    return unsure(
        zh, en, *evidence, guess=0.0 if bare_ones else 0.5, values=values,
        question=Text(
            f"{view.url} 中「{first.card.title[:30]}」（{first.sign}）是否为付费排名？换三个搜索词，付费结果是否都标明“广告”？",
            f"Is “{first.card.title[:30]}” ({first.sign}) on {view.url} a paid place? In three searches, are all paid results marked 广告?",
        ),
    )  # fmt: skip


def _searches(found: list[tuple[View, Paid]]) -> int:
    """In how many different searches."""
    return len({bare(view.url) for view, _ in found if view.role is Role.SEARCH})


PROBE = Probe(reads=(Need(Role.HOME), *(Need(role, required=False) for role in LISTS)), judge=judge)
