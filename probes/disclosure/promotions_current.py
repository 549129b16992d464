"""Are promotions taken down when the day they print has passed?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Value, no, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.promotions import dated, today
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
