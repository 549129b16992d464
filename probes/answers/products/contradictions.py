"""Product pages that contradict themselves: how many of the sample do, and what that means for the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.site import View
from probes.finding import Answer, Evidence, Text, Value, no, not_applicable, unsure, yes
from probes.pages.products.product_sample import ProductSample, describe_small_sample
from probes.probe import Params
from probes.text.amounts import count_in_words

FEW_LIMITS = ("few", "many")  # what a probe's table must hold for ``judge_contradictions``


@dataclass(frozen=True, slots=True)
class PageContradiction:
    """A contradiction on one page, in words, with evidence for both sides."""

    view: View
    zh: str
    en: str
    evidence: tuple[Evidence, ...]


def judge_contradictions(
    sample: ProductSample, params: Params, compared: int, hits: Sequence[PageContradiction], subject: Text
) -> Answer:
    """All points below ``few`` of the sample, none from ``many``, half in between; NOT_APPLICABLE if nothing was compared.

    A small sample can raise a question but decides nothing: the pages not seen may contradict themselves or not.
    """
    pages = len(sample.pages)
    values: dict[str, Value] = {"pages": pages, "compared": compared, "contradictions": len(hits)}
    listed_zh = "；".join(list(dict.fromkeys(hit.zh for hit in hits))[:3])
    listed_en = "; ".join(list(dict.fromkeys(hit.en for hit in hits))[:3])
    said_zh = f"{pages} 个商品页中 {len(hits)} 个{subject.zh}" + (
        f"：{listed_zh}" if hits else f"（可比 {compared} 个）"
    )
    said_en = f"{len(hits)} of {count_in_words(pages, 'product page')} {subject.en}" + (
        f": {listed_en}" if hits else f" ({compared} could be compared)"
    )
    evidence = tuple(piece for hit in hits[:4] for piece in hit.evidence)
    if not sample.full:
        zh, en, question = describe_small_sample(sample)
        asked = question if not hits else Text(f"{listed_zh}，是否属实？", f"Is this so: {listed_en}?")
        return unsure(f"{said_zh}；{zh}", f"{said_en}; {en}", *evidence, question=asked, values=values)
    if not compared:
        return not_applicable(
            f"{pages} 个商品页上没有可比对的内容",
            f"nothing to compare on {count_in_words(pages, 'product page')}",
            values=values,
        )
    least, _ = sample.share(len(hits))
    if least < params.limit("few"):
        return yes(said_zh, said_en, *evidence, fraction=1.0, values=values)
    return no(said_zh, said_en, *evidence, fraction=0.0 if least >= params.limit("many") else 0.5, values=values)
