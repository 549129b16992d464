"""Is it said what struck-through prices are, and was such a price really asked?"""

from __future__ import annotations

from datetime import timedelta

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, not_applicable, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading import policy, product_history
from probes.reading.prices import Price, PriceKind, yuan
from probes.reading.product_sample import Sample, sampled
from probes.reading.several import not_found, searched
from probes.text.ranking import clip

TEXTS = (Role.RULES, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    """An explanation may stand on the page itself or among the rules. A former price above all that was asked lately is doubtful."""
    found = sampled(site, params)
    if isinstance(found, Answer):
        return found
    struck = [
        (view, price) for view, product in found.pages for price in product.prices if price.kind is PriceKind.STRUCK
    ]
    if not struck:
        return _none(found)
    doubtful = next((each for view, price in struck if (each := _never_asked(site, view, price, params))), None)
    if doubtful is not None:
        return doubtful
    explained = policy.pattern(params.words["explained"])
    bare = []
    for view, price in struck:
        if not explained.search(policy.fold(view.text)):
            bare.append((view, price))
    quote = struck[0][1].element.words[:60].replace("\n", " ")
    values = {"struck": len(struck), "unexplained": len(bare)}
    if not bare:
        match = explained.search(policy.fold(struck[0][0].text))
        return (
            yes(
                f"{len(struck)} 处划线价均有说明：「{match.group() if match else ''}」",
                f"all {len(struck)} struck-through prices are explained: “{match.group() if match else ''}”",
                *_evidence(struck),
                fraction=1.0,
                values=values,
            )
            if found.full
            else _small(found, struck)
        )
    for view in searched(site, TEXTS)[0]:
        said = policy.stated(policy.sentences(view.text), params.words["explained"])
        if said is not None:
            return (
                yes(
                    f"规则写明划线价的含义：「{clip(said.raw, 80)}」",
                    f"the rules say what a struck-through price is: “{clip(said.raw, 80)}”",
                    shown(view, quote=clip(said.raw, 200)),
                    *_evidence(struck),
                    fraction=1.0,
                    values=values,
                )
                if found.full
                else _small(found, struck)
            )
    return (
        not_found(
            site,
            (Role.PRODUCT, *TEXTS),
            f"{len(bare)} 处划线价（如「{quote}」）未见含义说明",
            f"{len(bare)} struck-through prices (like “{quote}”) are not explained",
            fraction=0.0,
            values=values,
        )
        if found.full
        else _small(found, struck)
    )


def _none(sample: Sample) -> Answer:
    if not sample.full:
        return unsure(
            f"{len(sample.pages)} 个商品页上未见划线价", f"no struck-through price on {len(sample.pages)} product pages"
        )
    return not_applicable(
        f"{len(sample.pages)} 个商品页上没有划线价", f"no struck-through price on {len(sample.pages)} product pages"
    )


def _small(sample: Sample, struck: list[tuple[View, Price]]) -> Answer:
    return unsure(
        f"样本仅 {len(sample.pages)} 页，其中 {len(struck)} 处划线价须人工核对",
        f"only {len(sample.pages)} pages, with {len(struck)} struck-through prices for a person to check",
        *_evidence(struck),
    )


def _never_asked(site: Site, view: View, price: Price, params: Params) -> Answer | None:
    since = site.at - timedelta(days=params.limit("days"))
    asked = [once.price for once in product_history.of(site, view.url) if once.price is not None and once.at >= since]
    former = policy.pattern(params.words["former"]).search(policy.fold(price.element.words))
    if former is None or not asked or price.low <= min(asked):
        return None
    return unsure(
        f"原价 {yuan(price.low)} 高于近 {params.limit('days'):.0f} 日最低成交标价 {yuan(min(asked))}",
        f"the former price {yuan(price.low)} is above the lowest of the last {params.limit('days'):.0f} days, {yuan(min(asked))}",
        shown(view, price.element),
        guess=0.0,
        question=Text(
            f"「{yuan(price.low)}」作为原价有何依据？请核对此前七日的成交记录。",
            f"What is the former price {yuan(price.low)} based on? Check the sales of the seven days before.",
        ),
    )


def _evidence(struck: list[tuple[View, Price]]) -> tuple[Evidence, ...]:
    return tuple(shown(view, price.element) for view, price in struck[:4])


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False), *(Need(role, required=False) for role in TEXTS)),
    judge=judge,
)
