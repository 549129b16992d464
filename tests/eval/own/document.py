"""The part of docs/accuracy.md about our own pages, from what results.json keeps of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.eval.own import counts
from tests.eval.own.labelled import QUESTIONS, Part, find_question, own_pages, questions, reading

_READ = {True: "有 yes", False: "无 no", None: "未决 open"}
_CELLS = "是/未决/否"


def section(own: Mapping[str, Any], labels: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the document. ``labels`` are the rates on the real pages that the words were worked on with."""
    yield from _prose(own)
    yield ""
    yield "### 自写页：按标注 · Own pages by label"
    yield ""
    yield (
        f"| 标注 label | 可看 dev：真 true {_CELLS} | 假 false {_CELLS} | 查准 precision | 查全 recall "
        f"| 不看 unseen：真 true {_CELLS} | 假 false {_CELLS} | 查准 | 查全 | 真实页面 real pages：查准 | 查全 | 读法 reading |"
    )
    yield "|---|---|---|--:|--:|---|---|--:|--:|--:|--:|---|"
    for label, parts in own["labels"].items():
        real = labels.get(label, {})
        cells = [cell for part in Part for cell in _cells(parts[part])]
        yield (
            f"| {label} | {' | '.join(cells)} | {_figure(real.get('precision'))} | {_figure(real.get('recall'))} "
            f"| `{(reading(label) or '').replace('|', chr(92) + '|')}` |"
        )
    yield ""
    yield "### 自写页：按种类 · Own pages by kind"
    yield ""
    yield (
        f"| 种类 kind | 页 pages | 可看 dev：真 true {_CELLS} | 假 false {_CELLS} | 查准 precision | 查全 recall "
        f"| 不看 unseen：真 true {_CELLS} | 假 false {_CELLS} | 查准 | 查全 |"
    )
    yield "|---|--:|---|---|--:|--:|---|---|--:|--:|"
    for kind, parts in own["kinds"].items():
        name = QUESTIONS["kinds"][kind]
        pages = sum(page.page.kind == kind for page in own_pages())
        cells = [cell for part in Part for cell in _cells(parts[part])]
        yield f"| {name['zh']} {name['en']} | {pages} | {' | '.join(cells)} |"
    yield ""
    yield from _notes()
    yield ""
    yield from _misses(own)
    yield from _disputed(own["agreement"])


def _prose(own: Mapping[str, Any]) -> Iterator[str]:
    every = own_pages()
    halves = {part: counts.total(kind[part] for kind in own["kinds"].values() if part in kind) for part in Part}
    rates = {part: [_figure(rate(halves[part])) for rate in (counts.precision, counts.recall)] for part in Part}
    said = own["agreement"]
    twice = (
        f"{said['twice']} 条标注由两人各读一遍，{said['alike']} 条一致（κ＝{_figure(said['kappa'])}）；不一致的不计入任何比率，列在下面。"
        if said["twice"]
        else "标注目前只有一位读者（写这些页的人）。"
    )
    twice_en = (
        f"{said['twice']} labels were given by two readers, {said['alike']} alike (κ = {_figure(said['kappa'])}); where they differ "
        "the label is in no rate and listed below."
        if said["twice"]
        else "So far one reader, who wrote the pages, has labelled them."
    )
    yield "## 自写页：词表没有见过的 · Own pages, unseen by the words"
    yield ""
    yield (
        f"{len(every)} 张自己写的网页（`tests/eval/pages`），照真实网店常见的样子与措辞写成，写和标注时没有看产品的词表；"
        "专写真实页面里少见的种类，真假各约一半。与上面同样打开、滚动、读取；空链接一类还按产品的方式逐个按过。"
        f"一半（dev）的错处列在下面，可以据以改进；另一半（unseen）只公布比率，不据以改词。{twice}"
        f"合计：dev 查准 {rates[Part.DEV][0]}、查全 {rates[Part.DEV][1]}；unseen 查准 {rates[Part.UNSEEN][0]}、查全 {rates[Part.UNSEEN][1]}。"
        "“真 是/未决/否”＝标注为真的里面读作有、未决、没有的条数；“否”后的括号是其中整次巡查（只看正文、查全率不足的交人）里仍会说没有的，"
        "那才是会冤枉企业的错。"
    )
    yield ""
    yield (
        f"{len(every)} pages of our own writing (`tests/eval/pages`) in the layouts and wordings of real shops, written and labelled without "
        "a look at the product's words: kinds that are thin among the real pages, about half of each label false. Opened, scrolled and read "
        "as above; on the pages with dead entries these were followed as in an audit. The misses of one half (dev) are listed and may be "
        f"mended; of the other (unseen) only rates are told, and no word is changed by it. {twice_en} "
        f"In all: dev precision {rates[Part.DEV][0]}, recall {rates[Part.DEV][1]}; unseen precision {rates[Part.UNSEEN][0]}, recall "
        f"{rates[Part.UNSEEN][1]}. *True yes/open/no*: of the labels that are true, how many are read as there, left open, denied; in brackets "
        "those denials that a whole audit, which reads main texts and hands to a person what it may overlook, would make too: the error that "
        "would wrong a company."
    )
    if missed := ", ".join(own["not_seen"]):
        yield ""
        yield f"没有可看页面的（产品未得到视图）· Pages that gave no view: {missed}."


def _cells(row: Mapping[str, int]) -> Iterator[str]:
    stood = f" ({row['stood']})" if row["stood"] else ""
    yield f"{row['said']}/{row['left']}/{row['denied']}{stood}"
    yield f"{row['claimed']}/{row['unclear']}/{row['clear']}"
    yield _figure(counts.precision(row))
    yield _figure(counts.recall(row))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _notes() -> Iterator[str]:
    yield "每条标注问什么，写在 `tests/eval/pages/questions.toml`。 What each label asks is said in `tests/eval/pages/questions.toml`."
    yield ""
    for label in questions():
        asks = find_question(label)
        for name, zh, en in (("note", "读作", "read as"), ("unread", "没有读法", "no reading")):
            if name in asks:
                yield f"- `{label}`：{zh}：{asks[name]['zh']}。 {en.capitalize()}: {asks[name]['en']}."


def _misses(own: Mapping[str, Any]) -> Iterator[str]:
    """The misses of the half that may be looked at, label by label."""
    yield "### 自写页：dev 一半的错处 · Misses of the dev half"
    yield ""
    groups: dict[str, list[str]] = {}
    for miss in own["misses"]:
        said = f"{_READ[miss['wanted']].split()[0]}→{_READ[miss['read']].split()[0]}"
        strong = "（仍成立 stands）" if miss["stands"] else ""
        groups.setdefault(miss["label"], []).append(f"{miss['page'].removeprefix('own-')} {said}{strong}")
    for label, pages in groups.items():
        yield f"- `{label}`：{'；'.join(pages)}"
    yield ""


def _disputed(agreement: Mapping[str, Any]) -> Iterator[str]:
    if not agreement["differ"]:
        return
    yield "### 自写页：两位读者不一致的 · Labels on which the readers differ"
    yield ""
    for row in agreement["differ"]:
        yield f"- {row['page'].removeprefix('own-')} `{row['label']}`：{_told(row['first'])} / {_told(row['second'])}"
    yield ""


def _told(said: Any) -> str:
    if isinstance(said, list):
        return "、".join(said) or "[]"
    return {True: "有 yes", False: "无 no", None: "说不准 unsure"}[said]
