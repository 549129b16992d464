"""Do product pages show no more of a merchant's contacts than the law requires?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, unsure, yes
from probes.pages.absence.several import answer_hidden
from probes.probe import Need, Params, Probe
from probes.text.numbers import phones
from probes.text.numbers.masking import mask_number


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.PRODUCT)
    mobiles = [
        (view, phone)
        for view in views
        for phone in phones.find_phones(view.text)
        if phone.kind is phones.PhoneKind.MOBILE
    ]
    if not mobiles:
        return answer_hidden(site, (Role.PRODUCT,)) or yes(
            "商品页未见商家个人手机号",
            "no merchant's mobile number on product pages",
            *(evidence_on_page(view) for view in views[:3]),
        )
    view, phone = mobiles[0]
    number = mask_number(phone.normalised)
    return unsure(
        f"商品页公开手机号 {number}，是否属法律要求的公示需确认",
        f"a product page shows the mobile number {number}",
        evidence_on_page(view, quote=number),
        guess=0.5,
        question=Text("该手机号是商家依法公示的联系方式吗？", "Is this number one the merchant must publish?"),
        values={"count": len(mobiles)},
    )


PROBE = Probe(reads=(Need(Role.PRODUCT, absent=Outcome.NOT_APPLICABLE),), judge=judge)
