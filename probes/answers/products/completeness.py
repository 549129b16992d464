"""How many of the details that their kind of goods needs product pages show, one group of details at a time, over the sample."""

from __future__ import annotations

import dataclasses
from collections import Counter

from crawler.site import Site
from probes.finding import Answer, Evidence, Value, evidence_on_page, unsure, yes
from probes.pages.absence import absence
from probes.pages.products.product_rows import DATA
from probes.pages.products.product_sample import Page, ProductSample, describe_small_sample, sample_products
from probes.pages.products.products import FieldState, name_field
from probes.probe import Params
from probes.text.amounts import count_in_words


def judge_completeness(site: Site, params: Params, group: str) -> Answer:
    """The median share of the group's details that pages show as text.

    Details that may stand in unread pictures or closed tabs count as neither there nor missing: where they could
    change the answer, a person is asked. Where at least ``part`` of the details are there, that share is earned, and
    the rest may still be. Limits ``least``, ``full``, ``good``, ``part`` and ``doubt``.
    """
    found = sample_products(site, params)
    if isinstance(found, Answer):
        return found
    low, high = found.median(lambda page: _share(found, page, group))
    missing, unclear = _counted(found, group, FieldState.MISSING), _counted(found, group, FieldState.UNCLEAR)
    zh, en = DATA.groups[group]["zh"], DATA.groups[group]["en"]
    pages = len(found.pages)
    listed = [(name, count) for name, count in (missing + unclear).most_common(5)]
    what_zh = "、".join(f"{name_field(name)[0]}（{count} 页）" for name, count in listed)
    what_en = ", ".join(f"{name_field(name)[1]} ({count_in_words(count, 'page')})" for name, count in listed)
    said_zh = f"{pages} 个商品页的{zh}完整度中位数 {low:.0%}" + (f"，未见：{what_zh}" if listed else "")
    said_en = f"{en}: a median of {low:.0%} over {count_in_words(pages, 'product page')}" + (
        f"; not seen: {what_en}" if listed else ""
    )
    values: dict[str, Value] = {
        "pages": pages,
        "least": round(low, 4),
        "most": round(high, 4),
        "missing": tuple(f"{name_field(name)[0]} {count}/{pages}" for name, count in missing.most_common()),
        "templates": tuple(sorted({page[1].template.name for page in found.pages})),
    }
    evidence = _evidence(found, group)
    if not found.full:
        if low > params.limit("part"):  # pages that were not seen count as showing nothing
            said_zh, said_en = (
                f"{said_zh}（全样本为 {found.wanted} 页）",
                f"{said_en} (a full sample has {found.wanted})",
            )
            answer = yes(said_zh, said_en, *evidence, fraction=low, values=values)
            return dataclasses.replace(answer, by_absence=True, ceiling=1.0)
        more_zh, more_en, question = describe_small_sample(found)
        said_zh, said_en = f"{said_zh}；{more_zh}", f"{said_en}; {more_en}"
        guess = low if high - low <= params.limit("doubt") else None
        return unsure(said_zh, said_en, *evidence, guess=guess, question=question, values=values)
    if high - low > params.limit("doubt"):
        said_zh = f"{said_zh}；部分内容可能在未识别的图片或未展开的标签页中，最多 {high:.0%}"
        said_en = f"{said_en}; some may stand in unread pictures or closed tabs, at most {high:.0%}"
        if low < params.limit("part"):
            return unsure(said_zh, said_en, *evidence, guess=low, values=values)
    if low >= params.limit("part"):
        answer = yes(said_zh, said_en, *evidence, fraction=low, values=values)
        sure = low >= params.limit("good") and high - low <= params.limit("doubt")
        return answer if sure else dataclasses.replace(answer, by_absence=True, ceiling=high)
    lacking = tuple(page[0] for page in found.pages if _share(found, page, group)[1] < 1.0)
    answer = absence.answer_absent(lacking, said_zh, said_en, fraction=low, values=values)
    return dataclasses.replace(answer, evidence=evidence)


def _share(sample: ProductSample, page: Page, group: str) -> tuple[float, float]:
    """The share (0-1) of the group's details that the page shows, at least and at most."""
    needs = page[1].template.needs(group)
    states = [sample.field(page, name).state for name in needs]
    present, unclear = states.count(FieldState.PRESENT), states.count(FieldState.UNCLEAR)
    return present / len(needs), (present + unclear) / len(needs)


def _counted(sample: ProductSample, group: str, state: FieldState) -> Counter[str]:
    return Counter(
        name
        for page in sample.pages
        for name in page[1].template.needs(group)
        if sample.field(page, name).state is state
    )


def _evidence(sample: ProductSample, group: str) -> tuple[Evidence, ...]:
    """The page that shows least, with what it leaves blank, and the one that shows most, with what it shows."""
    ordered = sorted(sample.pages, key=lambda page: _share(sample, page, group)[0])
    found: list[Evidence] = []
    for page in dict.fromkeys((ordered[0][0].id, ordered[-1][0].id)):
        view, product = next(other for other in sample.pages if other[0].id == page)
        fields = [sample.field((view, product), name) for name in product.template.needs(group)]
        lacking = "、".join(
            name_field(field.name)[0] for field in fields if field.name in DATA.fields and not field.value
        )
        blank = next((field.element for field in fields if field.state is FieldState.MISSING and field.element), None)
        found.append(evidence_on_page(view, blank, f"{product.title[:60]}：{'未见' + lacking if lacking else '齐全'}"))
        found += [
            evidence_on_page(view, field.element, f"{name_field(field.name)[0]}：{field.value[:60]}")
            for field in fields
            if field.element is not None and field.value and field.name in DATA.fields
        ][:4]
    return tuple(found)
