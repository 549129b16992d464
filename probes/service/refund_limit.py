"""Is it stated how soon the money comes back, and is that within the law's seven days?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Value, in_part, shown, yes
from probes.probe import Params, Probe
from probes.reading.returns import Money, refunds
from probes.reading.service_rules import RETURN_ROLES, reads, unopened
from probes.reading.several import hidden, not_found, searched
from probes.text.ranking import clip


def judge(site: Site, params: Params) -> Answer:
    found = [(each, view) for view in searched(site, RETURN_ROLES)[0] for each in refunds(view)]
    if not found:
        zh, en = "未见退款时限", "no time limit for refunds was found"
        return not_found(site, RETURN_ROLES, zh, en, fraction=0.0)
    sent = [pair for pair in found if pair[0].money is Money.SENT] or found
    best, view = min(
        sent, key=lambda pair: (not pair[0].after_return, pair[0].days)
    )  # the law counts from the goods' return
    fraction = 1.0 if best.days <= params.limit("good_days") else 0.5 if best.days <= params.limit("most_days") else 0.0
    counted = f"，折合 {best.days:.1f} 个自然日" if best.period.working else ""
    counted_en = f", {best.days:.1f} calendar days" if best.period.working else ""
    values: dict[str, Value] = {
        "limit": best.period.raw,
        "calendar_days": round(best.days, 2),
        "until": best.money.value,
        "all": tuple(dict.fromkeys(each.period.raw for each, _ in found)),
    }
    answer = yes(
        f"退款时限：{best.period.raw}{counted}，「{clip(best.sentence.raw, 120)}」",
        f"refunds within {best.period.raw}{counted_en}: “{clip(best.sentence.raw, 120)}”",
        shown(view, quote=clip(best.sentence.raw, 200)),
        fraction=fraction,
        values=values,
    )
    return (
        answer
        if fraction == 1.0
        else hidden(site, RETURN_ROLES) or unopened(site, params, RETURN_ROLES) or in_part(answer)
    )


PROBE = Probe(reads=reads(RETURN_ROLES), judge=judge)
