"""Our own pages: every page has labels, every label pages and a reading; what is counted, and that the figures are of today."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from crawler.failure import DEAD, DEAD_LINK, UNPRESSED
from crawler.site import Gap
from crawler.vocabulary import LANDED, Device, GapReason, Role
from tests.eval import page
from tests.eval.labels import Read
from tests.eval.own import answers, counts, document, measure
from tests.eval.own.answers import Held, held
from tests.eval.own.labelled import FOLDER, QUESTIONS, Label, Own, Part, fingerprint, own_pages, questions, reading
from tests.eval.read import Seen, look_at
from tests.eval.table import RESULTS

MOST = 40_000  # bytes of a page
PAGES = sorted(file for file in FOLDER.glob("*/*.html"))
SAMPLE = ("own-elder-lehuo", "own-agreement-liyu", "own-dead-kongshan")


@pytest.fixture(scope="module")
def stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RESULTS.read_text("utf-8")).get("own", {})
    return found


def test_every_page_has_labels_and_every_label_of_a_page_its_file() -> None:
    assert {sentence.page.file for sentence in own_pages()} == set(PAGES)
    assert [sentence.page.id for sentence in own_pages() if not sentence.labels] == []
    assert {sentence.page.kind for sentence in own_pages()} == set(QUESTIONS["kinds"])


def test_every_label_is_asked_of_some_page_and_answered_by_a_reading_or_said_not_to_be() -> None:
    asked = {label for sentence in own_pages() for label in sentence.labels}
    assert asked == set(questions())
    for label in asked:
        assert reading(label) is None or "." in str(reading(label))


def test_a_label_without_a_reading_is_refused() -> None:
    with pytest.raises(KeyError):
        reading("home.no_such_label")


def test_both_halves_ask_every_label_and_know_both_answers_of_most() -> None:
    said: dict[tuple[str, Part], set[object]] = {}
    for sentence in own_pages():
        for label, one in sentence.labels.items():
            said.setdefault((label, sentence.part), set()).add(bool(one.first) if one.first is not None else None)
    assert {label for label, _ in said} == {label for label, part in said if part is Part.UNSEEN}
    whole = {label: {*said[label, Part.DEV], *said[label, Part.UNSEEN]} for label, _ in said}
    assert [label for label, group in whole.items() if not {True, False} <= group] == []


def test_pages_are_small_and_need_nothing_from_elsewhere() -> None:
    assert [file.name for file in PAGES if file.stat().st_size >= MOST] == []
    fetched = re.compile(r"""<(?:img|script|iframe|link|video)[^>]*\b(?:src|href)\s*=\s*["']?(?:https?:)?//""", re.I)
    assert [file.name for file in PAGES if fetched.search(file.read_text("utf-8"))] == []
    assert [
        file.name for file in PAGES if "<!--" in file.read_text("utf-8")
    ] == []  # a remark might tell a reader the answer


def _held(part: Part, *rows: tuple[bool | None, bool | None]) -> list[Held]:
    return [
        Held(f"p{n}", "shell", part, "home.cart", wanted, False, Read(read)) for n, (wanted, read) in enumerate(rows)
    ]


def test_open_answers_are_neither_said_nor_denied_and_untold_labels_count_nowhere() -> None:
    rows = _held(
        Part.DEV, (True, True), (True, None), (True, False), (False, True), (False, None), (False, False), (None, True)
    )
    found = counts.by(rows, "label")["home.cart"]
    assert found[Part.DEV] == dict.fromkeys(counts.CELLS, 1) | {"stood": 0}
    assert set(found[Part.UNSEEN].values()) == {0}
    assert (counts.precision(found[Part.DEV]), counts.recall(found[Part.DEV])) == (0.5, 0.3333)
    assert counts.recall(found[Part.UNSEEN]) is None


def _own(*labels: Label) -> Own:
    first = own_pages()[0]
    return Own(first.page, first.role, first.part, {f"home.{n}": label for n, label in enumerate(labels)})


def test_labels_on_which_readers_differ_are_held_against_nothing_and_listed() -> None:
    one, other = Label(True, False, True), Label(True, True, True)
    assert (one.agreed, one.disputed, other.agreed, other.disputed) == (None, True, True, False)
    assert Label(True, None, True).disputed
    assert not Label(True, None, False).disputed
    assert not Label(["京ICP备 1号"], ["京ICP备1号"], True).disputed
    found = counts.agreement([_own(one, other, Label(False, False, True), Label(True, None, False))])
    assert (found["twice"], found["alike"], [row["label"] for row in found["differ"]]) == (3, 2, ["home.0"])
    assert found["kappa"] == 0.4


@pytest.mark.parametrize(
    ("gap", "led"),
    [
        ((GapReason.ERROR_PAGE, "HTTP 404"), True),
        ((GapReason.NOT_OFFERED, ""), False),
        ((GapReason.CONTROL, DEAD.detail), False),
        ((GapReason.CONTROL, DEAD_LINK.detail), False),
        ((GapReason.CONTROL, UNPRESSED.detail), None),
        ((GapReason.TIMEOUT, "slow"), None),
    ],
)
def test_where_an_entry_led_is_known_by_why_there_is_no_page(gap: tuple[GapReason, str], led: bool | None) -> None:
    seen = Seen((), (Gap(Role.PRIVACY, LANDED, Device.DESKTOP, 1, *gap),))
    assert answers.reached(seen, Role.PRIVACY).value is led


def test_the_document_tells_halves_apart_and_lists_no_miss_of_the_unseen_one() -> None:
    rows = (*_held(Part.DEV, (True, False)), *_held(Part.UNSEEN, (True, True), (False, True)))
    rows = tuple(Held(row.page, row.kind, row.part, "home.licence_icp", row.wanted, False, row.read) for row in rows)
    text = "\n".join(
        document.section(measure.results(rows, {}), {"home.licence_icp": {"precision": 1.0, "recall": 0.5}})
    )
    assert (
        "| home.licence_icp | 0/0/1 | 0/0/0 | – | 0.000 | 1/0/0 | 1/0/0 | 0.500 | 1.000 | 1.000 | 0.500 | `probe.disclosure.icp_number` |"
        in text
    )
    assert "`home.licence_icp`：p0 有→无" in text
    assert "p1" not in text


def test_figures_of_our_own_pages_belong_to_these_pages(stored: dict[str, Any]) -> None:
    assert stored.get("pages") == fingerprint(), "our own pages or their labels moved: run ./do docs"


def test_the_same_figures_by_other_rules_are_no_news(stored: dict[str, Any]) -> None:
    assert not measure.moved(stored, {**stored, "ruleset": "ab" * 32})
    assert measure.moved(stored, {**stored, "pages": "ab" * 32})
    assert measure.moved(stored, {**stored, "misses": []})
    assert measure.moved({}, stored)


def test_the_document_holds_what_was_measured_of_our_own_pages(stored: dict[str, Any]) -> None:
    text = page.FILE.read_text("utf-8")
    assert not stored or "## 自写页" in text


@pytest.mark.browser
def test_a_fresh_look_at_our_own_pages_reads_what_is_plain(tmp_path: Path) -> None:
    chosen = [sentence for sentence in own_pages() if sentence.page.id in SAMPLE]
    seen = look_at([sentence.page for sentence in chosen], tmp_path, False, lambda line: None)
    read = {
        (one.page, one.label): one.read.value for sentence in chosen for one in held(sentence, seen[sentence.page.id])
    }
    assert read["own-elder-lehuo", "home.elder_mode_entry"] is True
    assert read["own-agreement-liyu", "agreement.court_clause"] is True
    assert read["own-agreement-liyu", "agreement.arbitration"] is None  # what the answer quotes names another way
    assert read["own-dead-kongshan", "entry.complaint_live"] is False
