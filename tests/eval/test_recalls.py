"""The stored recalls are those of today's readers, count what they say, and let nothing written for a check outweigh the rest."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text
from probes.recall import RULES, load_recalls, measure_recall
from probes.recall import TABLE as STORED
from probes.text.remember import judging_cache
from tests.cases import build
from tests.eval.recall import document, table
from tests.eval.recall.gather import beside
from tests.eval.recall.policies import POLICIES, policies
from tests.eval.recall.sample import OWN, SOURCES, Sample, Source, hit, subject_of, tally
from tests.eval.recall.wordings import ENTRIES, NAMES, WORDINGS
from tests.eval.table import CORPUS, TABLE, checks

corpus = pytest.mark.skipif(
    not (CORPUS / "manifest.jsonl").is_file() or not POLICIES.is_file(),
    reason="the labelled pages and policies (../shared) are not here",
)


def _samples(source: Source, hits: int, misses: int, left_open: int = 0) -> list[Sample]:
    told = [True] * hits + [False] * misses + [None] * left_open
    return [Sample("checks.a.b", source, f"{number:03}", value) for number, value in enumerate(told)]


def test_what_was_written_for_the_check_is_at_most_half_and_its_misses_count_first() -> None:
    found = tally([*_samples(Source.PAGES, 4, 1), *_samples(Source.CASES, 30, 2)])["checks.a.b"]
    assert found.recall == measure_recall(4 + 3, 10, 5)
    assert {source: (hits, n) for source, hits, n in found.by} == {Source.PAGES: (4, 5), Source.CASES: (3, 5)}


def test_what_was_written_for_the_check_alone_measures_nothing() -> None:
    found = tally(_samples(Source.CASES, 30, 0))
    assert found["checks.a.b"].recall.n == 0
    assert table.toml(found).count("[") == 0


def test_what_is_left_open_is_no_sample() -> None:
    found = tally(_samples(Source.POLICIES, 3, 1, left_open=2))["checks.a.b"]
    assert (found.recall, found.open) == (measure_recall(3, 4, 4), 2)


def test_a_hit_is_a_yes_and_a_miss_a_no_by_absence() -> None:
    text = Text("词", "word")
    said = [
        hit(Answer(Outcome.YES, text, fraction=0.2)),
        hit(Answer(Outcome.NO, text, by_absence=True)),
        hit(Answer(Outcome.NO, text)),
        hit(Answer(Outcome.UNSURE, text, by_absence=True)),
        hit(Answer(Outcome.NOT_SEEN, text)),
    ]
    assert said == [True, False, None, None, None]


def test_the_order_of_samples_changes_nothing() -> None:
    samples = [*_samples(Source.PAGES, 4, 1), *_samples(Source.CASES, 30, 2), *_samples(Source.NAMES, 2, 3)]
    assert tally(samples) == tally(reversed(samples))


def test_names_and_wordings_are_each_one_sample() -> None:
    said = [*NAMES.values(), *ENTRIES.values(), *(wording["says"] for wording in WORDINGS.values())]
    assert [word for words in said for word, times in Counter(words).items() if times > 1] == []


def test_sources_name_what_there_is() -> None:
    named = {id for group in (SOURCES["entries"], SOURCES["lawyers"]) for ids in group.values() for id in ids}
    named |= {reading.partition(".")[2] for group in SOURCES["pages"].values() for reading in group.values()}
    assert sorted((named | WORDINGS.keys() | ENTRIES.keys()) - checks().keys()) == []
    assert sorted((SOURCES["roles"].keys() | SOURCES["named"].keys() | NAMES.keys()) - set(Role)) == []
    labels = {label for kind in SOURCES["pages"] for label in SOURCES["pages"][kind]} | set(SOURCES["roles"].values())
    assert sorted(labels - {label for kind in TABLE["readings"].values() for label in kind}) == []


@pytest.fixture(scope="module")
def details() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(table.DETAILS.read_text("utf-8"))
    return found


def test_the_table_and_its_details_agree(details: dict[str, Any]) -> None:
    stored = load_recalls()
    figures = {f"checks.{id}": check for id, check in stored.checks.items()}
    figures |= {f"short.{id}": recall for id, recall in stored.short.items()}
    figures |= {f"heard.{id}": recall for id, recall in stored.heard.items()}
    figures |= {f"roles.{role}": wanted for role, wanted in stored.roles.items()}
    own = {str(source) for source in OWN}
    counted = {}
    for subject, detail in details.items():
        by = detail["by"]
        n = sum(total for _, total in by.values())
        if n:
            foreign = sum(total for source, (_, total) in by.items() if source not in own)
            counted[subject] = measure_recall(sum(hits for hits, _ in by.values()), n, foreign)
    assert figures == counted
    assert all(figure.foreign >= RULES.foreign * figure.n for figure in figures.values())


def test_the_document_shows_every_recall_and_names_every_probe_never_measured() -> None:
    text, stored = "\n".join(document.absence()), load_recalls()
    for id, check in checks().items():
        known = [row[id] for row in (stored.checks, stored.short) if id in row]
        if known:
            assert all(f"\n| {id} | {recall.n} |" in text for recall in known)
        elif check.good is Outcome.YES:
            assert f"`{id}`" in text
    assert all(f"\n| {role} |" in text or f"`{role}`" in text for role in Role if role is not Role.HOME)


def test_a_policy_of_half_a_page_is_a_sample_of_its_own_kind_and_no_page_of_another_role_is() -> None:
    check, other = checks()["privacy.policy_kinds"], checks()["complaints.complaint_limits"]
    home, short = (
        build.view("home", "示例商城"),
        build.view("privacy", "我们收集您的姓名和电话，用来给您发货，别的一概不要。"),
    )
    long = build.view(
        "privacy", "\n".join(f"第{n}条说的是我们如何对待您的第{n}种信息，请您慢慢读。" for n in range(200))
    )
    assert subject_of(check, build.site(home, short)) == "short.privacy.policy_kinds"
    assert subject_of(check, build.site(home, long)) == "checks.privacy.policy_kinds"
    assert subject_of(check, build.site(home)) == "checks.privacy.policy_kinds"
    assert subject_of(other, build.site(home, short)) == "checks.complaints.complaint_limits"


def test_recall_on_short_policies_stands_apart_from_that_on_those_of_lawyers() -> None:
    stored = load_recalls()
    lawyers = {id for ids in SOURCES["lawyers"].values() for id in ids}
    assert {id for id in lawyers if id in stored.checks} == lawyers
    assert {id for id in SOURCES["small_shops"].values() if stored.short[id].n < 20} == set()


@corpus
def test_the_readers_of_today_find_what_the_table_says(details: dict[str, Any]) -> None:
    """All but the labelled pages, which must be looked at by Chromium: ``python -m tests.eval.recall --check`` does that too."""
    with judging_cache():  # most samples stand on the same plain pages and under the same checks
        fresh = tally(sample for sample in (*beside(), *policies()) if sample.source not in OWN)
    for subject, other in fresh.items():
        told = details[subject]["by"]
        for source, hits, n in other.by:
            assert told[str(source)] == [hits, n], f"{subject}: run ./do eval"


def test_the_files_written_are_the_two_that_are_kept(tmp_path: Path) -> None:
    written = table.written(tally(_samples(Source.PAGES, 3, 1)))
    assert set(written) == {STORED, table.DETAILS}
    file = tmp_path / "recall.toml"
    file.write_text(written[STORED], "utf-8")
    assert load_recalls(file).of_check("a.b") == measure_recall(3, 4, 4)
