"""Are public pages free of consumers' unmasked phone and identity numbers? What is found is quoted masked."""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, Value, evidence_on_page, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.numbers.masking import mask_number
from probes.text.numbers.personal import personal_leaks

ROLES = (Role.PRODUCT, Role.LIST, Role.HOME)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    found = [(view, number) for view in views for number in personal_leaks(view.text, params.words)]
    if found:
        evidence = tuple(_masked(view, number) for view, number in found[:5])
        values: dict[str, Value] = {"count": len(found), "first": mask_number(found[0][1])}
        return unsure(
            f"公开页面出现 {len(found)} 处疑似未脱敏的个人号码，如「{mask_number(found[0][1])}」",
            f"{count_in_words(len(found), 'personal number')} seemingly unmasked on public pages, e.g. “{mask_number(found[0][1])}”",
            *evidence,
            guess=0.0,
            question=Text(
                "这些号码是消费者的个人信息，还是公开的客服、商家号码？",
                "Are these consumers' numbers, or published business numbers?",
            ),
            values=values,
        )
    zh, en = "公开页面未见未脱敏的手机号或身份证号", "no unmasked phone or identity number on public pages"
    return answer_hidden(site, ROLES) or yes(
        zh, en, *(evidence_on_page(view) for view in views[:3]), values={"pages": len(views)}
    )


def _masked(view: View, number: str) -> Evidence:
    at = next((element for element in view.elements if number in element.own), None)
    return evidence_on_page(view, at, quote=mask_number(number))


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES), judge=judge, words=("published", "not_phone", "buyer")
)
