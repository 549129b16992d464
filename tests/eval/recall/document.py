"""The part of docs/accuracy.md on absence: every measured recall with its sources, and the probes that never were measured."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.probe import Check
from probes.recall import Recall, Recalls, load
from scoring import standard
from tests.eval.recall.sample import Source
from tests.eval.recall.table import DETAILS
from tests.eval.table import checks

_SOURCES = {
    Source.PAGES: "真实页面 pages",
    Source.POLICIES: "律师标注的政策 policies",
    Source.NAMES: "页面名称 names",
    Source.WORDINGS: "别的说法 wordings",
    Source.CASES: "自写用例 cases",
}


def absence() -> list[str]:
    """The lines of the part."""
    recalls, bar = load(), standard.load().values.recall_bar
    details: dict[str, Any] = json.loads(DETAILS.read_text("utf-8"))
    never = [check for check in checks().values() if check.good is Outcome.YES and check.id not in recalls.checks]
    return [
        "## 何时可以说“没有” · When absence may be said",
        "",
        *_prose(recalls, bar, len(never)),
        "",
        "### 读法 · Readers",
        "",
        *_table("检测项 check", recalls.checks, "checks", details, bar),
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
    stands = sum(each.lower >= bar for each in recalls.checks.values())
    yield (
        f"“没有找到”只有在查全率已知且够高时才作数：95 % Wilson 区间的下限不低于 {bar:g}（`recall_bar`），否则交人查看。"
        f"已测 {len(recalls.checks)} 个检测项，其中 {stands} 个达到；{never} 个从未测过，它们的“没有找到”一律交人。"
        "整页不存在（首页到不了这种页面）看的是找到这种页面的查全率，或者页面上已没有任何未看过的去处。"
        "样本：标注为真的真实页面、律师标注过的隐私政策、不看产品词表写下的页面名称与说法；自写用例至多占一半。"
        "读法自己不下结论的样本（“未决”）不计入：它们不会说“没有”。名称与说法故意收了少见的，所以这两栏比实际网站上的比率低；"
        "样本不是随机抽的，区间只表示样本量够不够。"
    )
    yield ""
    yield (
        f"“Not found” decides only where the recall is known and high enough: the lower end of its 95 % Wilson interval must reach {bar:g} "
        f"(`recall_bar`), else a person is asked to look. {len(recalls.checks)} checks are measured, {stands} of them reach it; {never} never "
        "were, and their “not found” always goes to a person. That a page is missing rests on the recall of finding such a page, or on nothing "
        "being left to open. Samples: real pages whose label is true, privacy policies labelled by lawyers, names and wordings written without "
        "a look at the product's words; golden cases, written for the check, are at most half. What a reader leaves open is not counted: it "
        "claims no absence. Names and wordings were chosen to include rare ones, so those columns are lower than on real shops; nothing was "
        "drawn at random, so an interval says only whether there are enough samples."
    )


def _table(
    head: str, recalls: Mapping[str, Recall], kind: str, details: Mapping[str, Any], bar: float
) -> Iterator[str]:
    yield f"| {head} | 样本 n | 读到 hits | 非自写 foreign | 查全 recall | 下限 lower | 可说“没有” | 未决 open | {' | '.join(_SOURCES.values())} |"
    yield "|---|--:|--:|--:|--:|--:|---|--:|" + "--:|" * len(_SOURCES)
    for name, each in recalls.items():
        told = details[f"{kind}.{name}"]
        by = (told["by"].get(str(source)) for source in _SOURCES)
        cells = [name, each.n, each.hits, each.foreign, f"{each.share:.3f}", f"{each.lower:.3f}"]
        cells += ["是 yes" if each.lower >= bar else "**否 no**", told["open"]]
        cells += ["–" if one is None else f"{one[0]}/{one[1]}" for one in by]
        yield f"| {' | '.join(map(str, cells))} |"


def _never(never: list[Check], recalls: Recalls) -> Iterator[str]:
    roles = [str(role) for role in Role if role is not Role.HOME and str(role) not in recalls.roles]
    yield f"页面 Roles ({len(roles)}): {', '.join(f'`{role}`' for role in roles)}"
    yield ""
    yield f"检测项 Checks ({len(never)}): {', '.join(f'`{check.id}`' for check in never)}"
