"""How readings stand changes of words and lawyers' labels: what is stored of both, and the part of docs/accuracy.md about them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.eval.lawyers.measure import measure, read
from tests.eval.recall.policies import POLICIES
from tests.metamorph.measure import EXEMPT, Result, Trial, tally, trials
from tests.metamorph.subjects import subjects

_JUDGED: dict[str, dict[str, int]] = tomllib.loads(
    Path(__file__).with_name("lawyers").joinpath("judged.toml").read_text("utf-8")
)["judged"]
_VERDICTS = ("right", "arguable", "wrong")
POINTS = ("whole", "stripped", "published", "unlabelled", "labelled", "platitudes", "most")


def gather(before: Mapping[str, Any]) -> dict[str, Any]:
    """``changes`` by change and ``checks`` by check, and ``lawyers`` where the labelled policies are beside the checkout (else as before)."""
    found = tuple(trials(subjects()))
    checks: dict[str, list[Trial]] = {}
    for trial in found:
        checks.setdefault(trial.check, []).append(trial)
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
    points = {name: round(getattr(found, name), 1) for name in POINTS}
    kept = {id: [yes, round(earned, 2)] for id, (yes, earned) in sorted(found.kept.items())}
    return {"checks": checks, "points": points, "kept": kept}


def section(proved: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the document."""
    yield "## 改了字句之后 · After changes of words"
    yield ""
    yield (
        "`./do metamorph` 对每个回答为“有”并引用了页面文字的样例页改写：拿掉所引句子、否定它、移到页脚、评价、推荐商品名或链接标题、"
        "换成另一家平台的规定，回答必须落空；换成繁体、全角、断行、列表、编号、另一自称或另一种常用说法，回答必须保持。"
        "不问陈述、只看事物的检查点另改事物：所示元素拿掉、隐藏或整页清空，或在旁边放上相反的东西（变慢、明文、变淡、售罄、另有不良文字），回答必须落空；"
        "整页下移或元素改名，回答必须保持。kept＝该落空而没有；open＝该保持而留给人；lost＝该保持而说成没有（会冤枉企业）。"
    )
    yield ""
    yield (
        "Every golden page whose answer is a yes with words quoted is changed: with the sentence taken out, denied, moved to the footer, "
        "a review, a recommended product's name or a link's title, or made another platform's rule, the answer must fall; in traditional "
        "or full-width characters, over several lines, in a list, numbered, in another voice or wording it must hold. Of checks that ask for things "
        "the elements shown are taken away, hidden, or their page emptied, or something is put beside them that denies them: the answer must fall; "
        "moved down or named otherwise it must hold. kept = should have "
        "fallen; open = should have held and is left to a person; lost = should have held and is denied, which would wrong a company."
    )
    yield ""
    yield "| 改写 change | 次数 trials | 对 right | kept | open | lost |"
    yield "|---|--:|--:|--:|--:|--:|"
    for name, counts in proved["changes"].items():
        number = sum(counts.values())
        rest = " | ".join(str(counts[word]) for word in ("kept", "open", "lost"))
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


def _of_which(points: Mapping[str, float]) -> tuple[str, str]:
    """What policies without their labelled sentences still earn points for; nothing of figures stored before that was told apart."""
    if "published" not in points:
        return "", ""
    return (
        f"（其中：页面公开 {points['published']}，没有标注的主题 {points['unlabelled']}，有标注而句子已去掉的主题 {points['labelled']}）",
        f" (of which for the page's being there {points['published']}, for subjects without a label {points['unlabelled']}, "
        f"for subjects whose labelled sentences are gone {points['labelled']})",
    )


def _labels(lawyers: Mapping[str, Any]) -> Iterator[str]:
    if not lawyers:
        return
    points = lawyers["points"]
    zh, en = _of_which(points)
    yield "## 对照律师标注 · Against lawyers' labels"
    yield ""
    yield (
        "65 份应用隐私政策（CAPP-130，CC BY 4.0，开发用的一半；不收录原文）逐句有律师标注。first＝第一条引文带有该主题标注的份额；"
        "ablated＝去掉该主题全部标注句后仍答“有”的份额；voices＝把“我们”换成别的自称后变成“没有”的次数。排序所用的权重就是从这一半学来的，"
        "换成没学过的政策，第一条引文的份额是 0.85–1.00（五折）。"
        f"5.2-1 的得分（满分 {points['most']:g}）：全文 {points['whole']}，去掉所有标注句 {points['stripped']}{zh}，"
        f"十一句套话 {points['platitudes']}。"
    )
    yield ""
    yield (
        "65 privacy policies of apps (CAPP-130, CC BY 4.0, the development half; no text is kept) are labelled sentence by sentence. "
        "first = share of first quotes that bear a label of the topic; ablated = share of answers that stay yes without any sentence so "
        "labelled; voices = answers that turn to no where 我们 is another word for the shop. The weights that rank quotes were learnt from "
        "this half; on policies held out (five folds) the first quote's share is 0.85–1.00. "
        f"Points of 5.2-1 (of {points['most']:g}): whole {points['whole']}, without any labelled sentence {points['stripped']}{en}, eleven "
        f"platitudes {points['platitudes']}."
    )
    yield ""
    yield "| 检查点 check | yes | first | ablated | voices |"
    yield "|---|--:|--:|--:|--:|"
    for id, check in lawyers["checks"].items():
        first, ablated = (check[name][0] / max(1, check[name][1]) for name in ("first", "ablated"))
        yield f"| {id} | {check['yes']} | {first:.2f} | {ablated:.2f} | {check['voices'][0]}/{check['voices'][1]} |"
    yield ""
    yield from _kept(lawyers.get("kept", {}))


def _kept(kept: Mapping[str, tuple[int, float]]) -> Iterator[str]:
    """What policies without their labelled sentences still earn points for, check by check, and how a person judged the quotes."""
    if not kept:
        return
    yield (
        "去掉全部标注句之后仍答“有”的，逐条由人看过所引的句子：对＝确实说的是这件事，只是律师没有标；可争＝说得笼统，或只答对一半；错＝说的是别的事。"
        "看过之后数目变了的不计（–）。"
    )
    yield ""
    yield (
        "What still says yes without any labelled sentence was judged by its quotes: right = the sentence does state it, and the lawyers "
        "did not label it; arguable = vague, or half of it; wrong = about something else. Counts that changed since then are left out (–)."
    )
    yield ""
    yield "| 检查点 check | 仍答“有” yes | 得分 points | 对 right | 可争 arguable | 错 wrong |"
    yield "|---|--:|--:|--:|--:|--:|"
    for id, (yes, earned) in kept.items():
        judged = _JUDGED.get(id, {})
        told = [str(judged[name]) for name in _VERDICTS] if judged and sum(judged.values()) == yes else ["–"] * 3
        yield f"| {id} | {yes} | {earned:.2f} | {' | '.join(told)} |"
    yield ""
