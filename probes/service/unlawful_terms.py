"""Are the platform's own rules on returns free of terms that contradict the law?"""

from __future__ import annotations

from dataclasses import replace

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.service_rules import RETURN_ROLES, rule_pages_needed, with_note
from probes.finding import Answer, Text, evidence_on_page, no, not_applicable, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.rules.rules_nothing import rule_texts
from probes.pages.service.unlawful import RETURN_TERMS, TermEffect, UnlawfulTerm, find_unlawful
from probes.probe import Params, Probe
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, RETURN_ROLES)
    hits = find_unlawful(views, RETURN_TERMS)
    own = site.platform.profile.get("marketplace") is False
    texts_on_products = find_unlawful(site.all(Role.PRODUCT), RETURN_TERMS)
    if hits:
        if answer_hidden(site, RETURN_ROLES) is not None:
            # A page we did not see may state the lawful window, and show the shorter one to be meant for something else.
            hits = tuple(replace(hit, sure=hit.sure and hit.term is not TermEffect.SHORT_WINDOW) for hit in hits)
        return _against(tuple(sorted(hits, key=lambda hit: not hit.sure)))
    if own and texts_on_products:
        return _against(texts_on_products)
    unseen = answer_hidden(site, (*RETURN_ROLES, Role.PRODUCT) if own else RETURN_ROLES)
    if unseen is not None:
        return unseen
    read = rule_texts(views, params.limit("least_prose"))
    if not read:
        return not_applicable("未见可供核对的售后规则正文", "there are no rules on returns to be read")
    answer = yes(
        f"已读 {len(read)} 份规则，未见与法律相抵触的退换条款",
        f"{count_in_words(len(read), 'text')} read; none contradicts the law on returns",
        *(evidence_on_page(view) for view in read[:3]),
        values={"texts": len(read)},
    )
    if not texts_on_products:
        return answer
    quote = clip_quote(texts_on_products[0].sentence.raw, 80)
    return with_note(
        answer,
        f"商品页有商家所写的「{quote}」，不计入平台规则",
        f"a product page has a seller's “{quote}”, which is no rule of the platform",
        evidence_on_page(texts_on_products[0].view, quote=quote),
    )


def _against(hits: tuple[UnlawfulTerm, ...]) -> Answer:
    first = hits[0]
    quotes = dict.fromkeys(f"「{clip_quote(hit.sentence.raw, 100)}」（{hit.named.zh}，{hit.basis.zh}）" for hit in hits)
    english = dict.fromkeys(f"“{clip_quote(hit.sentence.raw, 100)}” ({hit.named.en}, {hit.basis.en})" for hit in hits)
    evidence = tuple(evidence_on_page(hit.view, quote=clip_quote(hit.sentence.raw, 200)) for hit in hits[:5])
    values = {"terms": tuple(dict.fromkeys(hit.term.value for hit in hits))}
    if first.sure:
        zh, en = "退换条款与法律相抵触：", "terms on returns contradict the law: "
        return no(zh + "；".join(list(quotes)[:3]), en + "; ".join(list(english)[:3]), *evidence, values=values)
    return unsure(
        "退换条款疑似与法律相抵触：" + "；".join(list(quotes)[:3]),
        "terms on returns may contradict the law: " + "; ".join(list(english)[:3]),
        *evidence,
        guess=0.0,
        question=Text(
            f"该条款是否属于「{first.named.zh}」，且不限于法律允许的商品或情形？",
            f"Does this term say “{first.named.en}”, beyond the goods and cases that the law allows?",
        ),
        values=values,
    )


PROBE = Probe(
    reads=rule_pages_needed((*RETURN_ROLES, Role.PRODUCT)), judge=judge, limits=("least_prose",), clears_by_words=True
)
