"""Does every product page show what no sale may do without: title, price, seller and after-sale terms?"""

from __future__ import annotations

import dataclasses

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Value, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading import absence
from probes.reading.product_sample import Page, Sample, sampled, small_words
from probes.reading.products import CRITICAL, State, names


def judge(site: Site, params: Params) -> Answer:
    """By the field that most pages lack. A price that is kept from those not logged in is not missing."""
    found = sampled(site, params)
    if isinstance(found, Answer):
        return found
    lacking = {name: [page for page in found.pages if _state(found, page, name) is State.MISSING] for name in CRITICAL}
    unclear = {name: [page for page in found.pages if _state(found, page, name) is State.UNCLEAR] for name in CRITICAL}
    shares = {name: found.share(len(lacking[name])) for name in CRITICAL}
    doubts = {name: found.share(len(lacking[name]) + len(unclear[name]))[1] for name in CRITICAL}
    worst = max(CRITICAL, key=lambda name: shares[name][0])
    pages = len(found.pages)
    values: dict[str, Value] = {"pages": pages, **{name: len(lacking[name]) for name in CRITICAL}}
    gone = [name for name in CRITICAL if lacking[name]]
    zh = "、".join(f"{names(name)[0]}（{len(lacking[name])} 页）" for name in gone)
    en = ", ".join(f"{names(name)[1]} ({len(lacking[name])} pages)" for name in gone)
    if gone:
        said_zh, said_en = f"{pages} 个商品页中未见：{zh}", f"of {pages} product pages some lack {en}"
    else:
        said_zh = f"{pages} 个商品页均有名称、价格、卖家与售后条款"
        said_en = f"all {pages} product pages show title, price, seller and after-sale terms"
    evidence = [
        shown(view, None, f"{product.title[:60] or view.title[:60]}：未见{names(worst)[0]}")
        for view, product in lacking[worst][:4]
    ]
    evidence += [
        shown(view, field.element, f"{names(name)[0]}：{field.value[:60]}")
        for view, product in found.pages[:1]
        for name in CRITICAL
        if (field := found.field((view, product), name)).element is not None
    ]
    if not found.full:
        more_zh, more_en, question = small_words(found)
        return unsure(f"{said_zh}；{more_zh}", f"{said_en}; {more_en}", *evidence, question=question, values=values)
    best, sure = _fraction(shares[worst][0], params), _fraction(max(doubts.values()), params)
    if best != sure:
        doubtful = max(CRITICAL, key=lambda name: doubts[name])
        return unsure(
            f"{said_zh}；{len(unclear[doubtful])} 页的{names(doubtful)[0]}未能读取",
            f"{said_en}; {names(doubtful)[1]} could not be read on {len(unclear[doubtful])} pages",
            *evidence,
            guess=sure if 2 * len(unclear[doubtful]) <= pages else None,  # what was mostly not read suggests nothing
            values=values,
        )
    if sure == 1.0:
        return yes(said_zh, said_en, *evidence, fraction=1.0, values=values)
    answer = absence.absent(tuple(view for view, _ in lacking[worst]), said_zh, said_en, fraction=sure, values=values)
    return dataclasses.replace(answer, evidence=tuple(evidence))


def _state(sample: Sample, page: Page, name: str) -> State:
    return sample.field(page, name).state


def _fraction(missing: float, params: Params) -> float:
    """All where few enough pages lack it, nothing where most do, else the share that has it."""
    if missing <= params.limit("missing_pass") + 1e-9:
        return 1.0
    return 0.0 if missing > params.limit("missing_fail") else 1.0 - missing


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False)), judge=judge)
