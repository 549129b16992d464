"""Does every product page show what no sale can do without: title, price, seller and after-sales terms?"""

from __future__ import annotations

import dataclasses

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Value, evidence_on_page, unsure, yes
from probes.pages.absence import absence
from probes.pages.products.product_sample import (
    SAMPLE_LIMITS,
    Page,
    ProductSample,
    describe_small_sample,
    sample_products,
)
from probes.pages.products.products import CRITICAL, FieldState, ProductField, name_field
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    """Decided by the field that most pages lack. A price hidden from visitors who are not logged in is not missing."""
    found = sample_products(site, params)
    if isinstance(found, Answer):
        return found
    lacking = {
        name: [page for page in found.pages if _state(found, page, name) is FieldState.MISSING] for name in CRITICAL
    }
    unclear = {
        name: [page for page in found.pages if _state(found, page, name) is FieldState.UNCLEAR] for name in CRITICAL
    }
    shares = {name: found.share(len(lacking[name])) for name in CRITICAL}
    doubts = {name: found.share(len(lacking[name]) + len(unclear[name]))[1] for name in CRITICAL}
    worst = max(CRITICAL, key=lambda name: shares[name][0])
    pages = len(found.pages)
    values: dict[str, Value] = {"pages": pages, **{name: len(lacking[name]) for name in CRITICAL}}
    gone = [name for name in CRITICAL if lacking[name]]
    zh = "、".join(f"{name_field(name)[0]}（{len(lacking[name])} 页）" for name in gone)
    en = ", ".join(f"{name_field(name)[1]} ({count_in_words(len(lacking[name]), 'page')})" for name in gone)
    if gone:
        said_zh, said_en = f"{pages} 个商品页中未见：{zh}", f"of {count_in_words(pages, 'product page')} some lack {en}"
    elif any(unclear.values()):
        said_zh = f"{pages} 个商品页上读到的部分未见缺项"
        said_en = f"nothing is lacking in what was read of {count_in_words(pages, 'product page')}"
    else:
        said_zh = f"{pages} 个商品页均有名称、价格、卖家与售后条款"
        said_en = f"title, price, seller and after-sale terms stand on every product page seen ({pages})"
    footed = sum(1 for page in found.pages if found.field(page, "seller").name == "operator")
    values["seller_at_foot"] = footed
    if footed:
        said_zh += f"；其中 {footed} 页未另写卖家，以页脚所示经营者计"
        said_en += f"; {footed} of them name no seller of their own: the operator at the page's foot stands for it"
    linked = [page for page in found.pages if _links_terms(found.field(page, "after_sales"))]
    values["terms_linked"] = len(linked)
    if linked:
        said_zh += f"；其中 {len(linked)} 页本身未写售后条款，只有通向它的链接"
        said_en += f"; on {count_in_words(len(linked), 'page')} of them such terms are only linked"
    evidence = [
        evidence_on_page(view, None, f"{product.title[:60] or view.title[:60]}：未见{name_field(worst)[0]}")
        for view, product in lacking[worst][:4]
    ]
    evidence += [
        evidence_on_page(view, field.element, f"{name_field(name)[0]}：{field.value[:60]}")
        for view, product in found.pages[:1]
        for name in CRITICAL
        if (field := found.field((view, product), name)).element is not None
    ]
    evidence += [
        evidence_on_page(view, field.element, f"{name_field('after_sales')[0]}：{field.value[:60]}")
        for view, product in linked[:1]
        if (view, product) != found.pages[0]
        and (field := found.field((view, product), "after_sales")).element is not None
    ]
    if not found.full:
        more_zh, more_en, question = describe_small_sample(found)
        return unsure(f"{said_zh}；{more_zh}", f"{said_en}; {more_en}", *evidence, question=question, values=values)
    best, sure = _fraction(shares[worst][0], params), _fraction(max(doubts.values()), params)
    if best != sure:
        doubtful = max(CRITICAL, key=lambda name: doubts[name])
        return unsure(
            f"{said_zh}；{len(unclear[doubtful])} 页的{name_field(doubtful)[0]}未能读取",
            f"{said_en}; {name_field(doubtful)[1]} could not be read on {count_in_words(len(unclear[doubtful]), 'page')}",
            *evidence,
            guess=sure if 2 * len(unclear[doubtful]) <= pages else None,  # what went mostly unread suggests nothing
            values=values,
        )
    if sure == 1.0:
        return yes(said_zh, said_en, *evidence, fraction=1.0, values=values)
    answer = absence.answer_absent(
        tuple(view for view, _ in lacking[worst]), said_zh, said_en, fraction=sure, values=values
    )
    return dataclasses.replace(answer, evidence=tuple(evidence))


def _state(sample: ProductSample, page: Page, name: str) -> FieldState:
    return sample.field(page, name).state


def _links_terms(field: ProductField) -> bool:
    """Whether the terms are not told on the page but behind one of its links."""
    at = field.element
    return field.state is FieldState.PRESENT and at is not None and (at.href != "" or at.clickable)


def _fraction(missing: float, params: Params) -> float:
    """1 where few enough pages lack it, 0 where most do, else the share that has it."""
    if missing <= params.limit("missing_pass") + 1e-9:
        return 1.0
    return 0.0 if missing > params.limit("missing_fail") else 1.0 - missing


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False)),
    judge=judge,
    limits=(*SAMPLE_LIMITS, "missing_pass", "missing_fail"),
)
