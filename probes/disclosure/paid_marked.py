"""Are paid places in search results and lists marked 广告?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, evidence_on_page, no, not_applicable, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.products.advertised import AdMark, PaidCard, find_paid_cards
from probes.pages.products.cards import bare_address, read_cards
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words

LISTS = (Role.SEARCH, Role.LIST)


def judge(site: Site, params: Params) -> Answer:
    """Signs are suspicions: an unmarked place raises a question, and a finding only if it recurs in several searches."""
    blind = answer_hidden(site, LISTS)
    if blind is not None:
        return blind
    views, _ = searched_views(site, LISTS)
    found = [(view, card) for view in views for card in find_paid_cards(view)]
    offered = sum(len(read_cards(view)) for view in views)
    if not found:
        return not_applicable(
            f"{len(views)} 个列表的 {offered} 个商品未见付费排名的迹象",
            f"no sign of paid places among {offered} goods of {count_in_words(len(views), 'list')}",
        )
    values: dict[str, Value] = {"suspected": len(found), **dict.fromkeys(AdMark, 0)}
    for mark in AdMark:
        values[mark] = sum(1 for _, card in found if card.mark is mark)
    bare_ones = [(view, card) for view, card in found if card.mark is AdMark.NONE]
    weak = [(view, card) for view, card in found if card.mark is AdMark.WEAK]
    if not bare_ones and not weak:
        return yes(
            f"{len(found)} 个付费位置均标明“广告”",
            f"paid places: {len(found)}, all marked “广告”",
            *(evidence_on_page(view, card.label) for view, card in found[:4]),
            fraction=1.0,
            values=values,
        )
    doubtful = bare_ones or weak
    view, first = doubtful[0]
    example, count = f"{first.card.title[:30]}」（迹象「{first.sign}」）", len(found)
    zh = f"{count} 个疑似付费位置中 {len(bare_ones)} 个未标明“广告”、{len(weak)} 个标识不清，如「{example}"
    en = (
        f"of {count_in_words(count, 'place')} that seem paid {len(bare_ones)} are unmarked, "
        f"{len(weak)} weakly marked, such as “{first.card.title[:30]}”"
    )
    evidence = [
        evidence_on_page(at, card.card.element, f"{card.sign} {card.card.url}"[:200]) for at, card in doubtful[:6]
    ]
    if _searches(bare_ones) >= params.limit("queries"):
        return no(zh, en, *evidence, fraction=0.0, values=values)
    return unsure(
        zh, en, *evidence, guess=0.0 if bare_ones else 0.5, values=values,
        question=Text(
            f"{view.url} 中「{first.card.title[:30]}」（迹象「{first.sign}」）是否为付费排名？换三个搜索词，付费结果是否都标明“广告”？",
            f"Is “{first.card.title[:30]}” (its sign: “{first.sign}”) on {view.url} a paid place? "
                f"In three searches, are all paid results marked “广告”?",
        ),
    )  # fmt: skip


def _searches(found: list[tuple[View, PaidCard]]) -> int:
    """In how many different searches it was found."""
    return len({bare_address(view.url) for view, _ in found if view.role is Role.SEARCH})


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, required=False) for role in LISTS)), judge=judge, limits=("queries",)
)
