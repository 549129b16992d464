"""Is no refund time longer than the law allows?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.service_rules import RETURN_ROLES, rule_pages_needed, with_note
from probes.finding import Answer, Text, evidence_on_page, no, not_applicable, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.service.returns import RefundMoment, find_refunds
from probes.pages.service.unlawful import is_historic
from probes.probe import Params, Probe
from probes.text.ranking import clip_quote


def judge(site: Site, params: Params) -> Answer:
    views = [view for view in searched_views(site, RETURN_ROLES)[0] if not is_historic(view)]
    stated = [(refund, view) for view in views for refund in find_refunds(view) if refund.money is RefundMoment.SENT]
    long = [pair for pair in stated if pair[0].days > params.limit("legal_days")]
    if long:
        worst, view = max(long, key=lambda pair: pair[0].days)
        quote = clip_quote(worst.sentence.raw, 120)
        zh = f"退款时限「{worst.period.raw}」（约 {worst.days:.0f} 个自然日）长于法定七日：「{quote}」"
        en = f"refunds within “{worst.period.raw}” (about {worst.days:.0f} calendar days) exceed the law's seven days: “{quote}”"
        evidence = evidence_on_page(view, quote=clip_quote(worst.sentence.raw, 200))
        if worst.days > params.limit("refused_days") and worst.after_return:
            return no(zh, en, evidence, values={"calendar_days": round(worst.days, 2)})
        question = Text(
            "该时限是否为收到退货后向消费者退款的时限？", "Is this the time for the refund after the goods came back?"
        )
        return unsure(zh, en, evidence, guess=0.0, question=question, values={"calendar_days": round(worst.days, 2)})
    unseen = answer_hidden(site, RETURN_ROLES)
    if unseen is not None:
        return unseen
    if not stated:
        return not_applicable("未写明退款时限", "no refund time is stated")
    time, view = min(stated, key=lambda pair: not pair[0].after_return)
    answer = yes(
        f"所写退款时限均不超过法定七日：「{clip_quote(time.sentence.raw, 100)}」",
        f"no refund time exceeds the law's seven days: “{clip_quote(time.sentence.raw, 100)}”",
        evidence_on_page(view, quote=clip_quote(time.sentence.raw, 200)),
    )
    arrivals = [(one, page) for page in views for one in find_refunds(page) if one.money is RefundMoment.ARRIVED]
    late, page = max(arrivals, key=lambda pair: pair[0].days, default=(None, None))
    if late is None or page is None or late.days <= params.limit("legal_days"):
        return answer
    zh = f"到账另需「{late.period.raw}」，由收款机构决定，不计入法定时限"
    en = f"until the money arrives it may take “{late.period.raw}”, which rests with banks and is not counted"
    return with_note(answer, zh, en, evidence_on_page(page, quote=clip_quote(late.sentence.raw, 200)))


PROBE = Probe(reads=rule_pages_needed(RETURN_ROLES), judge=judge, limits=("legal_days", "refused_days"))
