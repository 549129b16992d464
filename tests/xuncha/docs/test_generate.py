"""The generated documents say what the tables say, and staleness is noticed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scoring.standard_tables import ItemClass
from xuncha.docs import generate
from xuncha.judging.rules import Rules, load_rules

CODE = re.compile("`([a-z_]+\\.[a-z_]+)`")
LINK = re.compile(r"\[([^\]]+)\]\(standard/[^)]+\)")


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


def rows(page: str) -> dict[str, list[str]]:
    """The table of coverage by item."""
    lines = [line.strip("| ").split(" | ") for line in page.splitlines() if re.match(r"\| \d", line)]
    return {line[0]: line for line in lines}


def test_the_documents_are_fresh() -> None:
    assert generate.main(["--check"]) == 0, "run ./do docs"


def test_every_item_has_a_row_with_the_probes_that_speak_of_it(rules: Rules) -> None:
    table = rows(generate.render_coverage_page(rules.standard, rules.checks))
    assert list(table) == [item.id for item in rules.standard.items]
    assert len(table) == 58
    for item in rules.standard.items:
        speaking = {check.id for check in rules.checks if any(count.item == item.id for count in check.counts)}
        assert set(CODE.findall(" ".join(table[item.id]))) == speaking


def test_each_item_is_covered_in_part_or_not_at_all(rules: Rules) -> None:
    table = rows(generate.render_coverage_page(rules.standard, rules.checks))
    for item in rules.standard.items:
        state = table[item.id][3]
        if item.item_class is ItemClass.DOCUMENTARY:
            assert state == "not observable"
        elif not CODE.search(" ".join(table[item.id])):
            assert state == "gap"
        else:
            assert state in ("covered", "part")
    covered = next(item for item in rules.standard.items if table[item.id][3] == "covered")
    fewer = tuple(check for check in rules.checks if check.counts[:1] != () and check.counts[0].item != covered.id)
    assert rows(generate.render_coverage_page(rules.standard, fewer))[covered.id][3] in ("gap", "part")


def test_every_probe_has_its_question_and_the_source_of_each_limit(rules: Rules) -> None:
    page = generate.render_probes_page(rules.standard, rules.checks)
    for check in rules.checks:
        section = page.split(f"## {check.id}\n", 1)[1].split("\n## ", 1)[0]
        assert check.question.zh in section
        assert check.question.en in section
        for name, limit in check.params.limits.items():
            assert f"`{name}`" in section
            assert (limit.source or generate.OWN) in LINK.sub(r"\1", section)


def test_a_page_that_is_missing_or_says_something_else_is_stale(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("then", "utf-8")
    (tmp_path / "fresh.md").write_text("now", "utf-8")
    pages = [(tmp_path / name, "now") for name in ("old.md", "fresh.md", "missing.md")]
    assert generate.find_stale_pages(pages) == ["old.md", "missing.md"]
