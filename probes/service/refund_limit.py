"""Is it stated how soon a refund is paid, and is that within the law's seven days?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.doubts.service_doubts import doubt_rules
from probes.answers.service_rules import RETURN_ROLES, answer_unopened, rule_pages_needed
from probes.finding import Answer, Text, Value, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.service.returns import RefundMoment, find_refunds, longest_beside
from probes.probe import Params, Probe
from probes.schema.part_words import DOUBT
from probes.text.ranking import clip_quote

SUBJECT = Text("退款时限", "a time limit for refunds")


def judge(site: Site, params: Params) -> Answer:
    found = [(refund, view) for view in searched_views(site, RETURN_ROLES)[0] for refund in find_refunds(view)]
    if not found:
        zh, en = "未见退款时限", "no time limit for refunds was found"
        views, _ = searched_views(site, RETURN_ROLES)
        spoken = answer_hidden(site, RETURN_ROLES, public=True) or doubt_rules(views, params, SUBJECT)
        return spoken or not_found(site, RETURN_ROLES, zh, en, fraction=0.0)
    sent = [pair for pair in found if pair[0].money is RefundMoment.SENT] or found
    best, view = min(
        sent, key=lambda pair: (not pair[0].after_return, pair[0].days)
    )  # the law counts from the goods' return
    best = longest_beside(best, find_refunds(view))
    fraction = 1.0 if best.days <= params.limit("good_days") else 0.5 if best.days <= params.limit("most_days") else 0.0
    counted = f"，折合 {best.days:.1f} 个自然日" if best.period.working else ""
    counted_en = f", {best.days:.1f} calendar days" if best.period.working else ""
    values: dict[str, Value] = {
        "limit": best.period.raw,
        "calendar_days": round(best.days, 2),
        "until": best.money.value,
        "all": tuple(dict.fromkeys(time.period.raw for time, _ in found)),
    }
    answer = yes(
        f"退款时限：「{best.period.raw}」{counted}，「{clip_quote(best.sentence.raw, 120)}」",
        f"refunds within “{best.period.raw}”{counted_en}: “{clip_quote(best.sentence.raw, 120)}”",
        evidence_on_page(view, quote=clip_quote(best.sentence.raw, 200)),
        fraction=fraction,
        values=values,
    )
    return (
        answer
        if fraction == 1.0
        else answer_hidden(site, RETURN_ROLES) or answer_unopened(site, params, RETURN_ROLES) or in_part(answer)
    )


PROBE = Probe(
    reads=rule_pages_needed(RETURN_ROLES), judge=judge, limits=("good_days", "most_days"), may_words=("never", *DOUBT)
)
