"""Are promotions taken down once their printed end date has passed?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, evidence_on_page, no, not_seen, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.absence.unread import is_blind
from probes.pages.main.listed import list_words
from probes.pages.products.promotions import dated_promotions, day_of_visit, out_of_season
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words

PAGES = (Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT)


def judge(site: Site, params: Params) -> Answer:
    """By the day of the visit in Beijing; a promotion's last day still belongs to it, followed by some days of grace."""
    blind = answer_hidden(site, PAGES)
    if blind is not None:
        return blind
    now, grace = day_of_visit(site), params.limit("grace")
    known = {
        promotion.said: promotion
        for view in searched_views(site, PAGES)[0]
        for promotion in dated_promotions(site, view)
    }
    past = [promotion for promotion in known.values() if (now - promotion.last).days > grace]
    values: dict[str, Value] = {"promotions": len(known), "expired": len(past)}
    if past:
        named = list_words((promotion.said[:60] for promotion in past), 3)
        return no(
            f"{len(past)} 个活动已过截止日仍在展示（查看日 {now}）：{named.zh}",
            f"{count_in_words(len(past), 'promotion')} still shown after the last day (seen on {now}): {named.en}",
            *(evidence_on_page(promotion.view, promotion.element, promotion.said) for promotion in past[:6]),
            fraction=0.0 if len(past) >= params.limit("many") else 0.5,
            values=values,
        )
    stale = {promotion.said: promotion for view in site.all(Role.HOME) for promotion in out_of_season(site, view)}
    if stale:
        first = list(stale.values())[:3]
        said_zh = "；".join(f"「{promotion.said[:60]}」（{promotion.last}）" for promotion in first)
        said_en = "; ".join(f"“{promotion.said[:60]}” ({promotion.last})" for promotion in first)
        return unsure(
            f"首页仍在展示以日期为名、早已过去的促销（查看日 {now}），未写年份：{said_zh}",
            f"the home page shows sales named by a day that is long past (seen on {now}), without a year: {said_en}",
            *(
                evidence_on_page(promotion.view, promotion.element, promotion.said)
                for promotion in list(stale.values())[:4]
            ),
            guess=0.5,
            question=Text("这些促销是否已经结束？", "Are these sales over?"),
            values=values,
        )
    if any(is_blind(view) for view in site.all(Role.HOME)):
        zh, en = (
            "已读文字中未见过期的活动；但首页有未识别的图片，其中可能写有活动",
            "none has passed in what was read; but pictures on the home page that may announce one were not read",
        )
        return not_seen("images", zh, en)
    return yes(
        f"写明日期的 {len(known)} 个活动均未过期" if known else "未见过期的活动",
        f"dated promotions: {len(known)}, none past its day" if known else "no promotion past its day was seen",
        *(
            evidence_on_page(promotion.view, promotion.element, promotion.said)
            for promotion in list(known.values())[:4]
        ),
        fraction=1.0,
        values=values,
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.LIST, required=False),
        Need(Role.SEARCH, required=False),
        Need(Role.PRODUCT, required=False),
    ),
    judge=judge,
    limits=("grace", "many"),
    clears_by_words=True,
)
