"""Are promotions taken down when the day they print has passed?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, no, not_seen, shown, unsure, yes
from probes.pages.unread import is_blind
from probes.probe import Need, Params, Probe
from probes.reading.promotions import dated, out_of_season, today
from probes.reading.several import hidden, searched

PAGES = (Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT)


def judge(site: Site, params: Params) -> Answer:
    """By the day of the visit in Beijing; a promotion's last day still belongs to it, and some days of grace are given."""
    blind = hidden(site, PAGES)
    if blind is not None:
        return blind
    now, grace = today(site), params.limit("grace")
    known = {promotion.said: promotion for view in searched(site, PAGES)[0] for promotion in dated(site, view)}
    past = [each for each in known.values() if (now - each.last).days > grace]
    values: dict[str, Value] = {"promotions": len(known), "expired": len(past)}
    if past:
        listed = "；".join(f"「{each.said[:60]}」" for each in past[:3])
        return no(
            f"{len(past)} 个活动已过截止日仍在展示（查看日 {now}）：{listed}",
            f"{len(past)} promotions are still shown after their last day (seen on {now}): {listed}",
            *(shown(each.view, each.element, each.said) for each in past[:6]),
            fraction=0.0 if len(past) >= params.limit("many") else 0.5,
            values=values,
        )
    stale = {each.said: each for view in site.all(Role.HOME) for each in out_of_season(site, view)}
    if stale:
        listed = "；".join(f"「{each.said[:60]}」（{each.last}）" for each in list(stale.values())[:3])
        return unsure(
            f"首页仍在展示以日期为名、早已过去的促销（查看日 {now}），未写年份：{listed}",
            f"the home page shows sales named by a day that is long past (seen on {now}), without a year: {listed}",
            *(shown(each.view, each.element, each.said) for each in list(stale.values())[:4]),
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
        f"none of {len(known)} dated promotions has passed" if known else "no promotion past its day was seen",
        *(shown(each.view, each.element, each.said) for each in list(known.values())[:4]),
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
)
