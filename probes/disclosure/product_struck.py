"""Is it explained what struck-through prices are, and were such prices really charged?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, evidence_on_page, not_applicable, unsure, yes
from probes.pages.absence.several import not_found, searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.products import product_history
from probes.pages.products.product_sample import SAMPLE_LIMITS, ProductSample, sample_products
from probes.pages.products.products import Product
from probes.pages.rules import policy
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.normalise import fold_text
from probes.text.numbers.prices import OPEN, Price, PriceKind, format_yuan
from probes.text.ranking import clip_quote

TEXTS = (Role.RULES, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    """The explanation may stand on the page itself or in the rules. A former price above all recently charged ones is doubtful."""
    found = sample_products(site, params)
    if isinstance(found, Answer):
        return found
    struck = [(view, price) for view, product in found.pages for price in _above_asked(product)]
    if not struck:
        return _none(found)
    doubtful = next((answer for view, price in struck if (answer := _never_asked(site, view, price, params))), None)
    if doubtful is not None:
        return doubtful
    explained = policy.pattern(params.words["explained"])
    bare = []
    for view, price in struck:
        if not explained.search(fold_text(view.text)):
            bare.append((view, price))
    quote = struck[0][1].element.words[:60].replace("\n", " ")
    values = {"struck": len(struck), "unexplained": len(bare)}
    if not bare:
        match = explained.search(fold_text(struck[0][0].text))
        return (
            yes(
                f"{len(struck)} 处划线价均有说明，如「{match.group() if match else ''}」",
                f"struck-through prices: {len(struck)}, all explained, such as “{match.group() if match else ''}”",
                *_evidence(struck),
                fraction=1.0,
                values=values,
            )
            if found.full
            else _small(found, struck)
        )
    for view in searched_views(site, TEXTS)[0]:
        said = policy.find_statement(policy.split_sentences(view.text), params.words["explained"])
        if said is not None:
            return (
                yes(
                    f"规则写明划线价的含义：「{clip_quote(said.raw, 80)}」",
                    f"the rules say what a struck-through price is: “{clip_quote(said.raw, 80)}”",
                    evidence_on_page(view, quote=clip_quote(said.raw, 200)),
                    *_evidence(struck),
                    fraction=1.0,
                    values=values,
                )
                if found.full
                else _small(found, struck)
            )
    if all(_is_printed(view, params) for view, _ in bare):
        return unsure(
            f"{len(bare)} 处定价（如「{quote}」）高于售价，似为出版物上所印的定价",
            f"{count_in_words(len(bare), 'list price')} above what is asked, such as “{quote}”, which publications bear in print",
            *_evidence(bare),
            guess=0.5,
            question=Text(
                "所列定价是否为出版物上印明的定价？", "Is the list price the one that the publication bears in print?"
            ),
            values=values,
        )
    return (
        not_found(
            site,
            (Role.PRODUCT, *TEXTS),
            f"{len(bare)} 处划线价（如「{quote}」）未见含义说明",
            f"{count_in_words(len(bare), 'struck-through price')} not explained, such as “{quote}”",
            fraction=0.0,
            values=values,
            where=AnswerPlace.ALIKE,
        )
        if found.full
        else _small(found, struck)
    )


def _above_asked(product: Product) -> Iterator[Price]:
    """Struck-through and list prices above what is asked: one that is no higher, as a book's 定价 may be, claims no reduction."""
    asked = min((price.low for price in product.prices if price.kind in OPEN), default=0)
    return (price for price in product.prices if price.kind is PriceKind.STRUCK and price.low > asked)


def _is_printed(view: View, params: Params) -> bool:
    """Does the page give the list price (定价) of a publication, which its publisher prints on it?"""
    said = fold_text(view.text)
    return all(policy.pattern(params.words[name]).search(said) for name in ("printed", "printed_near"))


def _none(sample: ProductSample) -> Answer:
    if not sample.full:
        return unsure(
            f"{len(sample.pages)} 个商品页上未见划线价",
            f"no struck-through price on {count_in_words(len(sample.pages), 'product page')}",
        )
    return not_applicable(
        f"{len(sample.pages)} 个商品页上没有划线价",
        f"no struck-through price on {count_in_words(len(sample.pages), 'product page')}",
    )


def _small(sample: ProductSample, struck: list[tuple[View, Price]]) -> Answer:
    return unsure(
        f"样本仅 {len(sample.pages)} 页，其中 {len(struck)} 处划线价须人工核对",
        f"only {count_in_words(len(sample.pages), 'page')}, with {count_in_words(len(struck), 'struck-through price')} for a person to check",
        *_evidence(struck),
    )


def _never_asked(site: Site, view: View, price: Price, params: Params) -> Answer | None:
    since = site.at - timedelta(days=params.limit("days"))
    asked = [
        once.price
        for once in product_history.past_of_address(site, view.url)
        if once.price is not None and once.at >= since
    ]
    former = policy.pattern(params.words["former"]).search(fold_text(price.element.words))
    if former is None or not asked or price.low <= min(asked):
        return None
    return unsure(
        f"原价 {format_yuan(price.low)} 高于近 {params.limit('days'):.0f} 日最低成交标价 {format_yuan(min(asked))}",
        f"the former price {format_yuan(price.low)} is above the lowest of the last {params.limit('days'):.0f} days, {format_yuan(min(asked))}",
        evidence_on_page(view, price.element),
        guess=0.0,
        question=Text(
            f"「{format_yuan(price.low)}」作为原价有何依据？请核对此前七日的成交记录。",
            f"What is the former price {format_yuan(price.low)} based on? Check the sales of the seven days before.",
        ),
    )


def _evidence(struck: list[tuple[View, Price]]) -> tuple[Evidence, ...]:
    return tuple(evidence_on_page(view, price.element) for view, price in struck[:4])


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False), *(Need(role, required=False) for role in TEXTS)),
    judge=judge,
    words=("explained", "former", "printed", "printed_near"),
    limits=(*SAMPLE_LIMITS, "days"),
)
