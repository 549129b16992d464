"""The rates on the labelled pages belong to today's rules, hold their floors, and are counted as they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.eval import page, rates, values
from tests.eval.labels import Asked, Read, asked, unknown_labels
from tests.eval.meaning import meaning, without_remarks
from tests.eval.read import corpus_hash, look, pages
from tests.eval.table import CORPUS, RESULTS, TABLE, here

corpus = pytest.mark.skipif(not here(), reason="the labelled pages (../shared/corpus) are not here")
SAMPLE = ("home-023", "privacy-022", "negative-014")  # small pages of three kinds


@pytest.fixture(scope="module")
def stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RESULTS.read_text("utf-8"))
    return found


@corpus
def test_results_belong_to_the_rules_of_today(stored: dict[str, Any]) -> None:
    assert stored["ruleset"] == meaning(), (
        "the rules moved: run ./do eval, read what changed, commit tests/eval/results.json"
    )


def test_a_remark_is_no_change_of_the_rules() -> None:
    code = "def one(a):\n    return a > 1\n"
    remarked = '"""Of a module."""\n\n\ndef one(a):  # how\n    """What."""\n    return (a\n            > 1)\n'
    assert without_remarks("a.py", remarked) == without_remarks("a.py", code)
    assert without_remarks("a.py", code.replace("> 1", ">= 1")) != without_remarks("a.py", code)
    table = "a = 1 # one\n\n[b]\nc = ['x', 'y']\n"
    assert without_remarks("a.toml", table.replace("# one", "")) == without_remarks("a.toml", table)
    assert without_remarks("a.toml", table.replace("'x', 'y'", "'y', 'x'")) != without_remarks("a.toml", table)
    assert len(meaning()) == 64


def test_the_document_is_what_the_results_say(stored: dict[str, Any]) -> None:
    assert page.FILE.read_text("utf-8") == page.page(stored), "docs/accuracy.md is stale: run ./do docs"


def test_the_document_names_every_label_and_marks_what_is_below() -> None:
    rows = [(f"t{n}", f"t{n}", True, n > 4) for n in range(20)] + [(f"f{n}", f"f{n}", False, False) for n in range(10)]
    text = page.page(rates.results(tuple(_asked(*rows)), "c", "r", {}, lower=False))
    assert "| home.cart | pages | 20 | 10 | 0 | 1.000 | 0.750 | 0.000 | 1.000 | 0.750 | **未达标 below** |" in text
    assert "home-012" not in text
    assert "home-012" in page.page(rates.results((), "c", "r", {}, lower=False) | {"unseen": ["home-012"]})
    for kind, unread in TABLE["unread"].items():
        for label, why in unread.items():
            assert f"| {kind}.{label} | {why['zh']}" in text


def test_no_label_fell_below_its_floor(stored: dict[str, Any]) -> None:
    assert rates.below(stored) == ()


def test_every_floor_stands_where_it_should(stored: dict[str, Any]) -> None:
    least = TABLE["aims"]["least"]
    aimed = {name for name, label in stored["labels"].items() if min(label["true"], label["false"]) >= least}
    assert set(stored["floors"]) == aimed
    assert len(aimed) >= 8


@corpus
def test_results_belong_to_the_pages_of_today(stored: dict[str, Any]) -> None:
    assert stored["corpus"] == corpus_hash()


@corpus
def test_every_label_is_read_or_said_not_to_be() -> None:
    assert {page.id: unknown_labels(page) for page in pages() if unknown_labels(page)} == {}


@corpus
@pytest.mark.browser
def test_a_fresh_look_reads_what_the_results_say(stored: dict[str, Any], tmp_path: Path) -> None:
    chosen = [page for page in pages() if page.id in SAMPLE]
    seen = look(CORPUS, tmp_path, False, lambda line: None, only=SAMPLE)
    again = {
        (question.page, question.label, question.wanted, question.read.value)
        for page in chosen
        for question in asked(page, seen[page.id])
        if question.differs
    }
    assert again == {
        (disagreement["page"], disagreement["label"], disagreement["wanted"], disagreement["read"])
        for disagreement in stored["disagreements"]
        if disagreement["page"] in SAMPLE
    }


def _asked(*rows: tuple[str, str, bool, bool | None]) -> list[Asked]:
    return [Asked(page, brand, "home", "cart", wanted, Read(read)) for page, brand, wanted, read in rows]


def test_rates_count_open_answers_against_recall_only() -> None:
    found = rates.rates(
        _asked(("a", "a", True, True), ("b", "b", True, None), ("c", "c", False, True), ("d", "d", False, None))
    )
    rate = found["home.cart"]
    assert (rate.true, rate.false, rate.precision, rate.recall, rate.undecided) == (2, 2, 0.5, 0.5, 0.5)


def test_a_brand_weighs_as_one_page() -> None:
    copies = [(f"jd{number}", "jd", True, True) for number in range(9)]
    rate = rates.rates(_asked(*copies, ("other", "other", True, False)))["home.cart"]
    assert rate.recall == 0.9
    assert rate.brand_recall == 0.5


def test_nothing_read_gives_no_precision() -> None:
    rate = rates.rates(_asked(("a", "a", False, False)))["home.cart"]
    assert (rate.precision, rate.recall) == (None, None)


def test_null_labels_are_in_no_figure() -> None:
    found = rates.rates(
        [Asked("a", "a", "home", "cart", None, Read(True)), Asked("b", "b", "home", "cart", True, Read(True))]
    )
    rate = found["home.cart"]
    assert (rate.true, rate.false, rate.null, rate.null_yes, rate.recall) == (1, 0, 1, 1, 1.0)


def _compared(label: str, raw: Any, *read: str, **labels: Any) -> list[tuple[bool | None, bool | None]]:
    return [pair[:2] for pair in values.compared(label, raw, labels, [values.Value(text) for text in read])]


def test_each_value_is_held_against_what_was_read() -> None:
    assert _compared("licence_icp_number", ["京 ICP 备 1234567 号"], "京ICP备1234567号", "沪ICP备7654321号") == [
        (True, True),
        (False, True),
    ]
    assert _compared("police_number", "1101080212535 (13 digits)") == [(True, False)]
    assert _compared("complaint_channels", ["phone 400", "visit", "hotline"], "phone") == [(True, True)]
    assert _compared("refund_time", "2-3工作日", "23工作日") == [(True, True)]
    assert _compared("refund_time", "2-3工作日", "57工作日") == [(True, False), (False, True)]
    assert _compared("response_time_promised", "24小时响应", "4小时") == [(True, False), (False, True)]
    assert _compared("complaint_text", ["网络举报APP下载"], "0网络举报APP下载") == [(True, True)]
    assert list(values.compared("vat_number", "浙B2-20080224", {}, None)) == [(True, None, "")]


def test_a_number_is_none_only_where_its_label_says_so() -> None:
    assert _compared("licence_icp_number", None, licence_icp=False) == [(False, False)]
    assert _compared("licence_icp_number", None, "京ICP备1号", licence_icp=False) == [(False, True)]
    assert _compared("licence_icp_number", None, licence_icp=True) == [(None, False)]
    assert _compared("return_window_days", None, "7") == [(None, True)]


def _many(right: int, missed: int) -> dict[str, rates.Rate]:
    rows = [(f"t{number}", f"t{number}", True, number >= missed) for number in range(right + missed)]
    rows += [(f"f{number}", f"f{number}", False, False) for number in range(10)]
    return rates.rates(_asked(*rows))


def test_floors_rise_to_the_aim_and_never_sink_unasked() -> None:
    worse, better = _many(15, 5), _many(20, 0)
    first = rates.floors(worse, {}, lower=False)
    assert first == {"home.cart": {"precision": TABLE["aims"]["precision"], "recall": 0.75}}
    risen = rates.floors(better, first, lower=False)
    assert risen["home.cart"]["recall"] == TABLE["aims"]["recall"]
    assert rates.floors(worse, risen, lower=False) == risen
    assert rates.floors(worse, risen, lower=True) == first


def test_a_rate_below_its_floor_is_named() -> None:
    asked_now = tuple(
        _asked(
            *[(f"t{n}", f"t{n}", True, n > 4) for n in range(20)],
            *[(f"f{n}", f"f{n}", False, False) for n in range(10)],
        )
    )
    before = {"floors": {"home.cart": {"precision": 0.97, "recall": 0.92}}}
    now = rates.results(asked_now, "c", "r", before, lower=False)
    assert rates.below(now) == ("home.cart: recall 0.75 is below 0.92",)
    assert len(now["disagreements"]) == 5
