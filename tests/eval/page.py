"""Writes docs/accuracy.md from the stored rates, or says that it is stale: ``python -m tests.eval.page [--check]``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.eval import proved, rates
from tests.eval.meaning import meaning
from tests.eval.own import document as own_document
from tests.eval.own.labelled import fingerprint
from tests.eval.recall import document
from tests.eval.table import RESULTS, TABLE, here

FILE = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"
_HEAD = "<!-- Written by `./do eval` from tests/eval/results.json and tests/eval/labels.toml. Do not edit. -->"
_AIM = {True: "达标 met", False: "**未达标 below**", None: "样本不足 too few"}
_NO_TRUE = "标注中没有一条为真：查不出召回率，只能看有没有误报"
_NO_TRUE_EN = "no label is true: recall cannot be told, only that nothing was said wrongly"
_NONE = "–"


def page(results: Mapping[str, Any]) -> str:
    """The document for those results."""
    labels: Mapping[str, Any] = results["labels"]
    lines = [
        _HEAD,
        "",
        "# 准确度 · Accuracy",
        "",
        *_prose(results),
        *_unseen(results),
        "",
        "## 各标注 · By label",
        "",
        "| 标注 label | 单位 unit | 真 true | 假 false | 空 null | 查准 precision | 查全 recall | 未决 undecided "
        "| 按品牌查准 by brand: precision | 查全 recall | 目标 aim | 读法 reading |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|---|",
        *(_row(name, label, results["floors"]) for name, label in labels.items()),
        "",
        *_notes(labels),
        "",
        "## 不能评定的 · What cannot be rated",
        "",
        "| 标注 label | 原因 reason |",
        "|---|---|",
        *_unrated(labels),
        "",
        *(own_document.section(results["own"], labels) if "own" in results else ()),
        *(proved.section(results["proved"]) if "proved" in results else ()),
        *document.absence(),
        "## 被多页仿制的品牌 · Brands that several pages copy",
        "",
        "| 品牌 brand | 页 pages | 对 right | 错 wrong | 未决 open |",
        "|---|--:|--:|--:|--:|",
        *(
            f"| {name} | {len(TABLE['brands'][name])} | {brand['right']} | {brand['wrong']} | {brand['open']} |"
            for name, brand in results["brands"].items()
        ),
        "",
    ]
    return "\n".join(lines)


def _prose(results: Mapping[str, Any]) -> Iterator[str]:
    aims = TABLE["aims"]
    judged = [rates.meets(name, label, results["floors"]) for name, label in results["labels"].items()]
    met, below = judged.count(True), judged.count(False)
    yield (
        f"**怎么量。** 76 张真实网页（店铺首页 34、隐私政策 20、投诉售后与规则 13、非网店 9）按产品的方式打开、滚动、读取，"
        f"图片做文字识别，再把产品的读法逐条与一位读者的标注对照（`./do eval`）。目标：查准不低于 {aims['precision']:.0%}、"
        f"查全不低于 {aims['recall']:.0%}；真、假标注各不少于 {aims['least']} 条才谈目标。今天 {met} 条达标，{below} 条未达标。"
        "查准＝读作“是”的里面标注为真的份额；查全＝标注为真的里面读作“是”的份额，“未决”不算读到，所以压低查全；"
        "未决＝产品自己说看得不够、不下结论的份额。“按品牌”时一个品牌不论有多少仿页只算一页。"
        "列表与数字按值计（`values`）：标注的每个值读到没有，多读的每个值算一次误报。标注为空（说不准）的不计；"
        "“空”栏括号里是其中读作“是”的页数。"
    )
    yield ""
    yield (
        "**说明什么，不说明什么。** 这些页多是少数品牌的仿制页，离线、无脚本；读法所用的词是对着这些页改出来的，"
        "在没见过的页上比率会更低。标注是一个人的判断，长政策上的“假”尤其弱。这里评的是单页读法，不是 58 项的结论："
        "结论另需两次查看、多页与人工确认，读法的“未决”在结论里是“待人工确认”或“未能判定”，不是“不符合”。"
    )
    yield ""
    yield (
        "**Method.** 76 real pages (34 shop homes, 20 privacy policies, 13 on complaints, after-sales and rules, 9 that are no shop) "
        "are opened, scrolled and read as the product does, pictures by OCR; each reading is held against one reader's labels "
        f"(`./do eval`). Aim: precision ≥ {aims['precision']:.0%} and recall ≥ {aims['recall']:.0%}, asked only where at least "
        f"{aims['least']} labels are true and as many false. Today {met} labels meet it, {below} do not. "
        "An answer left open counts against recall; *undecided* is the share so left. "
        "*By brand* lets a brand weigh as one page however many copy it. Lists and figures are counted by value: each labelled value "
        "found or not, each further value a false yes. Null labels (the reader could not tell) are in no figure; "
        "the number in brackets says on how many of them the reading says yes."
    )
    yield ""
    yield (
        "**What the figures say and do not say.** The pages are mostly copies of a few brands, offline and without scripts, and the "
        "product's words were worked on with these pages: on pages never seen the rates will be lower. The labels are one person's "
        "judgement; on long policies a *false* is the weaker one. Rated are readings of single pages, not verdicts on the 58 items: "
        "a verdict needs two looks, more pages and, where it is open, a person."
    )


def _unseen(results: Mapping[str, Any]) -> Iterator[str]:
    """Pages that gave no view when the rates were measured: all their labels are open."""
    if missed := ", ".join(results.get("unseen", ())):
        yield ""
        yield (
            f"**这次未能看到的页**（其标注全部计为未决）：{missed}。 **Pages not seen this time**, all their labels open: {missed}."
        )


def _row(name: str, row: Mapping[str, Any], floors: Mapping[str, Any]) -> str:
    aim = "不能评 –" if not row["true"] else _AIM[rates.meets(name, row, floors)]
    null = f"{row['null']} ({row['null_yes']})" if row["null_yes"] else row["null"]
    figures = (row[what] for what in ("precision", "recall", "undecided", "brand_precision", "brand_recall"))
    cells = (name, row["unit"], row["true"], row["false"], null, *map(_figure, figures), aim)
    reading = row["reading"].replace("|", "\\|")
    return f"| {' | '.join(map(str, cells))} | `{reading}` |"


def _figure(value: float | None) -> str:
    return _NONE if value is None else f"{value:.3f}"


def _notes(labels: Mapping[str, Any]) -> Iterator[str]:
    """Where label and reading do not ask quite the same."""
    yield "读法的写法见 `tests/eval/labels.toml`。 How a reading is written is said in `tests/eval/labels.toml`."
    yield ""
    for kind, notes in TABLE["notes"].items():
        for label, note in notes.items():
            if f"{kind}.{label}" in labels:
                yield f"- `{kind}.{label}`：{note['zh']}。 {_sentence(note['en'])}"


def _unrated(labels: Mapping[str, Any]) -> Iterator[str]:
    for kind, unread in TABLE["unread"].items():
        for label, why in unread.items():
            yield f"| {kind}.{label} | {why['zh']}。 {_sentence(why['en'])} |"
    for name, label in labels.items():
        if not label["true"]:
            said = f"{label['false']} 条为假 {label['false']} false"
            yield f"| {name} | {_NO_TRUE}（{said}）。 {_sentence(_NO_TRUE_EN)} |"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def measured_pages() -> str:
    """The fingerprint of our own pages as they were measured; "" where they never were."""
    stored: str = json.loads(RESULTS.read_text("utf-8")).get("own", {}).get("pages", "")
    return stored


def main(arguments: list[str]) -> int:
    """0 where the document fits; with ``--check`` 1 where it does not, or where the figures are of other pages, or, of the pages that
    are not ours to publish, of other rules than today's.

    Where those are not beside the checkout nobody can measure anew: it is said, and no fault.
    """
    results = json.loads(RESULTS.read_text("utf-8"))
    text = page(results)
    if "--check" not in arguments:
        FILE.write_text(text, "utf-8")
        return 0
    faults = []
    if not FILE.exists() or FILE.read_text("utf-8") != text:
        faults.append(f"docs are stale: {FILE.name}; run ./do docs")
    if results["ruleset"] != meaning():
        moved = "tests/eval/results.json was measured with other rules"
        if here():
            faults.append(f"{moved}; run ./do eval")
        else:
            print(f"{moved}; the labelled pages to measure anew are not here", file=sys.stderr)
    if measured_pages() != fingerprint():  # these pages are in every checkout
        faults.append("our own labelled pages are others than those measured; run ./do docs")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
