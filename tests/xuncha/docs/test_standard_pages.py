"""docs/standard answers for what cites it: every reference has its place there, with the number it is cited for, and items as the data have them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from probes.probe import Limit
from scoring.standard_tables import Item
from xuncha.docs import criteria, generate
from xuncha.judging.rules import Rules, load_rules

ROOT = generate.DOCS.parent
PAGES = generate.DOCS / generate.STANDARD
ANCHOR = re.compile(r'<a id="([a-z0-9-]+)"></a>')
LINK = re.compile(r"\]\(([^()\s]+)\)")
# What a passage ends at, by the kind of anchor it begins with: a check is one line, a chapter the whole page.
ENDS = {
    "item": r"^<a id=|^#+ \d+\.\d+ ",
    "clause": r"^<a id=\"clause-",
    "rule": r"^<a id=\"rule-|^## ",
    "chapter": r"\Z",
}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


@cache
def page(name: str) -> str:
    return (PAGES / name).read_text("utf-8")


def passage(reference: str) -> str:
    """What docs/standard says at a reference; fails where there is no such place."""
    name, _, anchor = criteria.locate_criterion(reference).partition("#")
    mark = f'<a id="{anchor}"></a>'
    assert page(name).count(mark) == 1, f"criteria {reference}: no anchor {anchor} in {name}"
    before, _, after = page(name).partition(mark)
    if before.rpartition("\n")[2].strip():  # an anchor inside a line stands for that item of a list
        return re.split(r"\n\s*(?:- |\d+\. |\|)|\n\n", after, maxsplit=1)[0]
    return re.split(ENDS[anchor.partition("-")[0]], after, maxsplit=1, flags=re.MULTILINE)[0]


def says(text: str, limit: Limit) -> bool:
    """Whether the number of a limit stands there, as it is or in per cent."""
    ways = (f"{limit.value:g}", f"{limit.value:.1f}", f"{limit.value * 100:g} %")
    return any(re.search(rf"(?<![\d.]){re.escape(way)}(?![\d.]*\d)", text) for way in ways)


def test_every_limit_that_cites_the_criteria_finds_its_number_there(rules: Rules) -> None:
    cited = 0
    for check in rules.checks:
        for name, limit in check.params.limits.items():
            found = criteria.find_citations(limit.source)
            assert bool(found) == ("criteria" in limit.source), f"{check.id}.{name}: {limit.source}"
            cited += len(found)
            if found:
                assert any(says(passage(citation), limit) for citation in found), (
                    f"{check.id}.{name} = {limit.value:g}: {found}"
                )
                assert all(passage(citation).strip() for citation in found)
    assert cited > 140


def test_every_other_mention_of_the_criteria_has_its_place(rules: Rules) -> None:
    files = [path for room in ("crawler", "probes", "scoring", "xuncha") for path in (ROOT / room).rglob("*.*")]
    read = [path for path in (*files, ROOT / "probes.toml") if path.suffix in (".py", ".toml")]
    found = {citation for path in read for citation in criteria.find_citations(path.read_text("utf-8"))}
    assert {"0.3.5", "0.7", "C", "8", "10.1", "X12", "6.4-2 (b)"} <= found
    for citation in found:
        passage(citation)


def head(item: Item) -> str:
    marks = f"{item.total:g} points: a pass from {item.pass_mark:g}, a part from {item.partial_mark:g}"
    devices = "the mean" if item.devices == "mean" else "the better"
    told = f"{marks}; {devices} of both devices" if item.total else "no points"
    return f"*{item.item_class.value}, weight {item.weight:g}; {told}.*"


def test_every_item_stands_there_as_the_data_have_it(rules: Rules) -> None:
    for item in rules.standard.items:
        text = passage(item.id)
        assert f"### {item.id} {item.name.zh} · {item.name.en}\n" in text
        assert head(item) in text, item.id
        for part in ("Asked", "Counts", "Verdict", "Traps", "Rests on", "Left to a person"):
            assert text.count(f"- **{part}:**") == 1, f"{item.id}: {part}"
        for check in item.checks:
            points = "no points" if not check.points else f"{check.points:g} point{'' if check.points == 1 else 's'}"
            line = passage(f"{item.id} ({check.id})") if len(check.id) < 3 else text
            assert f"**({check.id})** {check.name.zh}, {points}: " in line, f"{item.id} ({check.id})"
        assert len(re.findall(r"^  - ", text, re.MULTILINE)) == len(item.checks), item.id
        assert f"| [{item.id}]({criteria.locate_criterion(item.id)}) | {item.name.zh} · {item.name.en} |" in page(
            "README.md"
        )


def test_every_red_line_stands_there(rules: Rules) -> None:
    for line in rules.standard.red_lines:
        assert line.trigger.en in passage(line.id)


def test_every_link_leads_somewhere() -> None:
    pages = [generate.DOCS / "probes.md", *sorted(PAGES.glob("*.md"))]
    for source in pages:
        text = source.read_text("utf-8")
        for target in set(LINK.findall(text)):
            name, _, anchor = target.partition("#")
            path: Path = (source.parent / name).resolve() if name else source
            assert path.is_file(), f"{source.name}: {target}"
            if anchor:
                assert anchor in ANCHOR.findall(path.read_text("utf-8")), f"{source.name}: {target}"


def test_references_are_told_from_other_words() -> None:
    assert criteria.find_citations("criteria 8, 10") == ("8", "10")
    assert criteria.find_citations("criteria 0.6, 4.2-2; 电子商务法 15, 76") == ("0.6", "4.2-2")
    assert criteria.find_citations("criteria 10.2-1 (a), settings only") == ("10.2-1 (a)",)
    assert criteria.find_citations("criteria 6.4-1 (late third-party scripts)") == ("6.4-1",)
    assert criteria.find_citations("criteria 0.9: 5-11 is a small sample") == ("0.9",)
    assert criteria.find_citations("criteria, chapters on innovation") == ()
    assert criteria.link_citations("criteria 6.1-1 (c): with pictures", "standard") == (
        "criteria [6.1-1 (c)](standard/criteria-6.md#item-6-1-1-c): with pictures"
    )
