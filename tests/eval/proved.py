"""How readings stand changes of words and lawyers' labels: what is stored of both, and the part of docs/accuracy.md about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.eval.lawyers.measure import measure, read
from tests.eval.recall.policies import POLICIES
from tests.metamorph.measure import EXEMPT, Result, Trial, tally, trials
from tests.metamorph.subjects import subjects


def gather(before: Mapping[str, Any]) -> dict[str, Any]:
    """``changes`` by change and ``checks`` by check, and ``lawyers`` where the labelled policies are beside the checkout (else as before)."""
    found = tuple(trials(subjects()))
    checks: dict[str, list[Trial]] = {}
    for each in found:
        checks.setdefault(each.check, []).append(each)
    rates = {id: [sum(one.result is Result.RIGHT for one in of), len(of)] for id, of in sorted(checks.items())}
    kept = before.get("proved", {}).get("lawyers", {})
    return {"changes": tally(found), "checks": rates, "lawyers": _lawyers() if POLICIES.is_file() else kept}


def _lawyers() -> dict[str, Any]:
    found = measure(read())
    checks = {
        id: {
            "yes": of.yes,
            "first": [of.bears, of.first],
            "ablated": [of.ablated_yes, of.ablated],
            "voices": [of.voices_lost, of.voices],
        }
        for id, of in sorted(found.rates.items())
    }
    points = {name: round(getattr(found, name), 1) for name in ("whole", "stripped", "platitudes", "most")}
    return {"checks": checks, "points": points}


def section(proved: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the document."""
    yield "## 改了字句之后 · After changes of words"
    yield ""
    yield (
        "`./do metamorph` 对每个回答为“有”并引用了页面文字的样例页改写：拿掉所引句子、否定它、移到页脚、评价、推荐商品名或链接标题、"
        "换成另一家平台的规定，回答必须落空；换成繁体、全角、断行、列表、编号、另一自称或另一种常用说法，回答必须保持。"
        "kept＝该落空而没有；open＝该保持而留给人；lost＝该保持而说成没有（会冤枉企业）。"
    )
    yield ""
    yield (
        "Every golden page whose answer is a yes with words quoted is changed: with the sentence taken out, denied, moved to the footer, "
        "a review, a recommended product's name or a link's title, or made another platform's rule, the answer must fall; in traditional "
        "or full-width characters, over several lines, in a list, numbered, in another voice or wording it must hold. kept = should have "
        "fallen; open = should have held and is left to a person; lost = should have held and is denied, which would wrong a company."
    )
    yield ""
    yield "| 改写 change | 次数 trials | 对 right | kept | open | lost |"
    yield "|---|--:|--:|--:|--:|--:|"
    for name, counts in proved["changes"].items():
        number = sum(counts.values())
        rest = " | ".join(str(counts[each]) for each in ("kept", "open", "lost"))
        yield f"| {name} | {number} | {counts['right'] / number:.1%} | {rest} |"
    yield ""
    below = [f"`{id}` {right}/{of}" for id, (right, of) in proved["checks"].items() if right < of]
    yield f"受试检查点 {len(proved['checks'])} 个；不是全对的 · checks tried, not all right: {', '.join(below)}."
    yield ""
    yield "不适用的改写及理由 · changes that prove nothing of a check:"
    yield ""
    for change, checks in EXEMPT.items():
        for check, why in checks.items():
            yield f"- {change}, {'checks that ask for things' if check == 'things' else f'`{check}`'}: {why}"
    yield ""
    yield from _labels(proved["lawyers"])


def _labels(lawyers: Mapping[str, Any]) -> Iterator[str]:
    if not lawyers:
        return
    points = lawyers["points"]
    yield "## 对照律师标注 · Against lawyers' labels"
    yield ""
    yield (
        "65 份应用隐私政策（CAPP-130，CC BY 4.0，开发用的一半；不收录原文）逐句有律师标注。first＝第一条引文带有该主题标注的份额；"
        "ablated＝去掉该主题全部标注句后仍答“有”的份额；voices＝把“我们”换成别的自称后变成“没有”的次数。排序所用的权重就是从这一半学来的，"
        "换成没学过的政策，第一条引文的份额是 0.85–1.00（五折）。"
        f"5.2-1 的得分（满分 {points['most']:g}）：全文 {points['whole']}，去掉所有标注句 {points['stripped']}，"
        f"十一句套话 {points['platitudes']}。"
    )
    yield ""
    yield (
        "65 privacy policies of apps (CAPP-130, CC BY 4.0, the development half; no text is kept) are labelled sentence by sentence. "
        "first = share of first quotes that bear a label of the topic; ablated = share of answers that stay yes without any sentence so "
        "labelled; voices = answers that turn to no where 我们 is another word for the shop. The weights that rank quotes were learnt from "
        "this half; on policies held out (five folds) the first quote's share is 0.85–1.00. "
        f"Points of 5.2-1 (of {points['most']:g}): whole {points['whole']}, without any labelled sentence {points['stripped']}, eleven "
        f"platitudes {points['platitudes']}."
    )
    yield ""
    yield "| 检查点 check | yes | first | ablated | voices |"
    yield "|---|--:|--:|--:|--:|"
    for id, each in lawyers["checks"].items():
        first, ablated = (each[name][0] / max(1, each[name][1]) for name in ("first", "ablated"))
        yield f"| {id} | {each['yes']} | {first:.2f} | {ablated:.2f} | {each['voices'][0]}/{each['voices'][1]} |"
    yield ""
