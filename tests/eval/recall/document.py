"""The part of docs/accuracy.md on absence: every measured recall with its sources, and the probes that never were measured."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.probe import Check
from probes.recall import Recall, Recalls, load_recalls
from scoring import standard
from tests.eval.recall.passages import RATES
from tests.eval.recall.sample import Source
from tests.eval.recall.table import DETAILS
from tests.eval.table import checks

_SOURCES = {
    Source.PAGES: "真实页面 pages",
    Source.POLICIES: "律师标注的政策 policies",
    Source.NAMES: "页面名称 names",
    Source.WORDINGS: "别的说法 wordings",
    Source.PASSAGES: "未看过的段落 passages",
    Source.GOODS: "自写商品页 goods",
    Source.DRAWN: "画在页面上的部件 parts drawn",
    Source.OWN: "自写页 own pages",
    Source.MENDED: "可据以修补的段落 mended by",
    Source.GOODS_MENDED: "可据以修补的商品页 goods mended by",
    Source.DRAWN_MENDED: "可据以修补的页面部件 parts mended by",
    Source.CASES: "自写用例 cases",
}


def absence() -> list[str]:
    """The lines of the part."""
    recalls, bar = load_recalls(), standard.load_standard().values.recall_bar
    details: dict[str, Any] = json.loads(DETAILS.read_text("utf-8"))
    never = [
        check
        for check in checks().values()
        if check.good is Outcome.YES and check.id not in {*recalls.checks, *recalls.short}
    ]
    return [
        "## 何时可以说“没有” · When absence may be said",
        "",
        *_prose(recalls, bar, len(never)),
        "",
        "### 读法 · Readers",
        "",
        *_table("检测项 check", recalls.checks, "checks", details, bar),
        "",
        "### 短政策上的读法 · Readers on short policies",
        "",
        *_table("检测项 check", recalls.short, "short", details, bar),
        "",
        "### 没有一处像是 · Nothing sounds like it",
        "",
        *_table("检测项 check", recalls.heard, "heard", details, bar),
        "",
        "### 段落上的读法 · Readers on passages",
        "",
        *_passages(),
        "",
        "### 找到页面 · Finding a page",
        "",
        *_table("页面 role", recalls.roles, "roles", details, bar),
        "",
        "### 从未测过的 · Never measured",
        "",
        *_never(never, recalls),
        "",
    ]


def _prose(recalls: Recalls, bar: float, never: int) -> Iterator[str]:
    stands = sum(check.lower >= bar for check in recalls.checks.values())
    yield (
        f"“没有找到”只有在查全率已知且够高时才作数：95 % Wilson 区间的下限不低于 {bar:g}（`recall_bar`），否则交人查看。"
        f"已测 {len(recalls.checks)} 个检测项，其中 {stands} 个达到；{never} 个从未测过，它们的“没有找到”一律交人。"
        "整页不存在（首页到不了这种页面）看的是找到这种页面的查全率，或者页面上已没有任何未看过的去处。"
        "读法的查全率不够时，还看页面上有没有任何一段话像是在说这件事（学来的权重，宁可多听）：一处都没有，才可说“没有”；有，就把那段话交人判断。"
        "这样听漏的比率也量过，列在“没有一处像是”。"
        "样本：标注为真的真实页面、律师标注过的隐私政策、不看产品词表写下的页面名称、说法与段落；自写用例与可据以修补的那半段落合计至多占一半。"
        "读法自己不下结论的样本（“未决”）不计入：它们不会说“没有”。名称与说法故意收了少见的，所以这两栏比实际网站上的比率低；"
        "样本不是随机抽的，区间只表示样本量够不够。"
        "隐私政策的读法按政策长短分开量：律师标注的都是长文，小店半页自己的话是另一种文字，它的“没有”只看在短政策上量到的查全率。"
    )
    yield ""
    yield (
        f"“Not found” decides only where the recall is known and high enough: the lower end of its 95 % Wilson interval must reach {bar:g} "
        f"(`recall_bar`), else a person is asked to look. {len(recalls.checks)} checks are measured, {stands} of them reach it; {never} never "
        "were, and their “not found” always goes to a person. That a page is missing rests on the recall of finding such a page, or on nothing "
        "being left to open. Where the reader's recall is too low, it is asked whether anything on the pages sounds like the thing at all (learnt "
        "weights that rather hear too much): only where nothing does may “not found” be said, else a person is shown those words; how seldom such "
        "silence hides a thing is measured too. Samples: real pages whose label is true, privacy policies labelled by lawyers, names, wordings "
        "and passages written without a look at the product's words; golden cases, written for the check, and the half of the passages by which "
        "words may be mended are at most half. What a reader leaves open is not counted: it "
        "claims no absence. Names and wordings were chosen to include rare ones, so those columns are lower than on real shops; nothing was "
        "drawn at random, so an interval says only whether there are enough samples. Readers of privacy policies are measured on short and long "
        "ones apart: what lawyers labelled is long, and half a page in a small shop's own words is another kind of text."
    )


def _table(
    head: str, recalls: Mapping[str, Recall], kind: str, details: Mapping[str, Any], bar: float
) -> Iterator[str]:
    yield f"| {head} | 样本 n | 读到 hits | 非自写 foreign | 查全 recall | 下限 lower | 可说“没有” | 未决 open | {' | '.join(_SOURCES.values())} |"
    yield "|---|--:|--:|--:|--:|--:|---|--:|" + "--:|" * len(_SOURCES)
    for name, recall in recalls.items():
        told = details[f"{kind}.{name}"]
        by = (told["by"].get(str(source)) for source in _SOURCES)
        cells = [name, recall.n, recall.hits, recall.foreign, f"{recall.share:.3f}", f"{recall.lower:.3f}"]
        cells += ["是 yes" if recall.lower >= bar else "**否 no**", told["open"]]
        cells += ["–" if one is None else f"{one[0]}/{one[1]}" for one in by]
        yield f"| {' | '.join(map(str, cells))} |"


def _passages() -> Iterator[str]:
    """How the passages are read, half by half."""
    rates: dict[str, dict[str, list[int]]] = json.loads(RATES.read_text("utf-8"))
    yield (
        "段落由没有见过本产品的人只按问题写成（资质、标准、乡村、中小商家、包装的段落出自见过部分词表的人，其查全率可能偏高）；规则类别与评价规则的段落拼成常见长度的一节，各节互有重复；一半可据以修补读法（dev），另一半只报比率（unseen）。有＝读出，示＝交人看，漏＝说没有；误＝近似而并没有写明的段落里读成“有”的。"
    )
    yield ""
    yield (
        "Passages were written from the question alone by hands that never saw the product (but for those on honours, standards, villages, "
        "small sellers and packaging, whose hand had seen some of the words: their recall may be too high); those on topics of rules stand in "
        "sections of usual length that share passages; readers may be mended by one half (dev), "
        "of the other only rates are told (unseen). "
        "Said, shown to a person, denied; wrong: near misses that were taken for a statement."
    )
    yield ""
    yield "| 检测项 check | dev 有/示/漏 said/shown/denied | 误 wrong | unseen 有/示/漏 said/shown/denied | 误 wrong |"
    yield "|---|--:|--:|--:|--:|"
    total = {half: [0] * 5 for half in ("dev", "unseen")}
    for check, halves in rates.items():
        cells = []
        for half, counts in halves.items():
            total[half] = [sum(pair) for pair in zip(total[half], counts, strict=True)]
            cells += _counted(counts)
        yield f"| {check} | {' | '.join(cells)} |"
    yield f"| **合计 all** | {' | '.join(cell for counts in total.values() for cell in _counted(counts))} |"


def _counted(counts: list[int]) -> list[str]:
    said, shown, denied, lacking, wrong = counts
    return [f"{said}/{shown}/{denied}", f"{wrong}/{lacking}"]


def _never(never: list[Check], recalls: Recalls) -> Iterator[str]:
    roles = [str(role) for role in Role if role is not Role.HOME and str(role) not in recalls.roles]
    yield f"页面 Roles ({len(roles)}): {', '.join(f'`{role}`' for role in roles)}"
    yield ""
    yield f"检测项 Checks ({len(never)}): {', '.join(f'`{check.id}`' for check in never)}"
