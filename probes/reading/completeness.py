"""How many of the details that its kind of goods needs a product page shows, one group of them at a time, over the sample."""

from __future__ import annotations

import dataclasses
from collections import Counter

from crawler.site import Site
from probes.finding import Answer, Evidence, Value, shown, unsure, yes
from probes.probe import Params
from probes.reading import absence
from probes.reading.product_rows import DATA
from probes.reading.product_sample import Page, Sample, sampled, small_words
from probes.reading.products import State, names


def judge(site: Site, params: Params, group: str) -> Answer:
    """The median share of the group's details that pages show as text.

    Details that may stand in unread pictures or closed tabs are neither there nor missing: where they could change the answer a
    person is asked. Limits ``least``, ``full``, ``good`` and ``doubt``.
    """
    found = sampled(site, params)
    if isinstance(found, Answer):
        return found
    low, high = found.median(lambda page: _share(found, page, group))
    missing, unclear = _counted(found, group, State.MISSING), _counted(found, group, State.UNCLEAR)
    zh, en = DATA["groups"][group]["zh"], DATA["groups"][group]["en"]
    pages = len(found.pages)
    listed = [(name, count) for name, count in (missing + unclear).most_common(5)]
    what_zh = "、".join(f"{names(name)[0]}（{count} 页）" for name, count in listed)
    what_en = ", ".join(f"{names(name)[1]} ({count} pages)" for name, count in listed)
    said_zh = f"{pages} 个商品页的{zh}完整度中位数 {low:.0%}" + (f"，未见：{what_zh}" if listed else "")
    said_en = f"{en}: a median of {low:.0%} over {pages} product pages" + (f"; not seen: {what_en}" if listed else "")
    values: dict[str, Value] = {
        "pages": pages,
        "least": round(low, 4),
        "most": round(high, 4),
        "missing": tuple(f"{names(name)[0]} {count}/{pages}" for name, count in missing.most_common()),
        "templates": tuple(sorted({page[1].template.name for page in found.pages})),
    }
    evidence = _evidence(found, group)
    if not found.full:
        more_zh, more_en, question = small_words(found)
        return unsure(
            f"{said_zh}；{more_zh}", f"{said_en}; {more_en}", *evidence, guess=low if high - low <= params.limit("doubt") else None,
            question=question, values=values,
        )  # fmt: skip
    if high - low > params.limit("doubt"):
        return unsure(
            f"{said_zh}；部分内容可能在未识别的图片或未展开的标签页中，最多 {high:.0%}",
            f"{said_en}; some may stand in unread pictures or closed tabs, at most {high:.0%}",
            *evidence,
            guess=low,
            values=values,
        )
    if low >= params.limit("good"):
        return yes(said_zh, said_en, *evidence, fraction=low, values=values)
    lacking = tuple(page[0] for page in found.pages if _share(found, page, group)[1] < 1.0)
    answer = absence.absent(lacking, said_zh, said_en, fraction=low, values=values)
    return dataclasses.replace(answer, evidence=evidence)


def _share(sample: Sample, page: Page, group: str) -> tuple[float, float]:
    """At least and at most of the page's details of that group."""
    needs = page[1].template.needs(group)
    states = [sample.field(page, name).state for name in needs]
    present, unclear = states.count(State.PRESENT), states.count(State.UNCLEAR)
    return present / len(needs), (present + unclear) / len(needs)


def _counted(sample: Sample, group: str, state: State) -> Counter[str]:
    return Counter(
        name
        for page in sample.pages
        for name in page[1].template.needs(group)
        if sample.field(page, name).state is state
    )


def _evidence(sample: Sample, group: str) -> tuple[Evidence, ...]:
    """The page that shows least, with what it leaves blank, and the one that shows most, with what it shows."""
    ordered = sorted(sample.pages, key=lambda page: _share(sample, page, group)[0])
    found: list[Evidence] = []
    for page in dict.fromkeys((ordered[0][0].id, ordered[-1][0].id)):
        view, product = next(each for each in sample.pages if each[0].id == page)
        fields = [sample.field((view, product), name) for name in product.template.needs(group)]
        lacking = "、".join(names(each.name)[0] for each in fields if each.name in DATA["fields"] and not each.value)
        blank = next((each.element for each in fields if each.state is State.MISSING and each.element), None)
        found.append(shown(view, blank, f"{product.title[:60]}：{'未见' + lacking if lacking else '齐全'}"))
        found += [
            shown(view, each.element, f"{names(each.name)[0]}：{each.value[:60]}")
            for each in fields
            if each.element is not None and each.value and each.name in DATA["fields"]
        ][:4]
    return tuple(found)
