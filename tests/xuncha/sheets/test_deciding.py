"""From a stored visit through the sheet to a final score: two assessors, their history, and what a later visit takes over."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.site import Site
from scoring.decisions.decision_basis import decision_grounds
from scoring.score import Stage, reached_stage
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict
from storage.audits import load_audit
from storage.db.session import Store, open_store
from storage.decisions import load_decisions
from storage.visits.audit import Audit
from tests.cases.build import read, site
from tests.rules import real_rules
from tests.xuncha.keeping import kept, made
from tests.xuncha.reports.conftest import shot
from tests.xuncha.sheets.filling import filled
from xuncha.audit.report_files import prepare_output, write_stored_report
from xuncha.commands.run_sheet import make_sheet
from xuncha.console.lang import Lang
from xuncha.reports import record
from xuncha.sheets.attach import read_upload
from xuncha.sheets.decide import DecideResult, import_decisions

RULES = real_rules()
WEIGHTS = {item.id: item.weight for item in RULES.standard.items}
CHOICES = {Verdict.PASS: "符合", Verdict.PARTIAL: "部分符合", Verdict.FAIL: "不符合", Verdict.NOT_APPLICABLE: "不适用"}
Said = dict[str, tuple[Verdict, float | None]]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "data") as opened:
        yield opened


def undecided(audit: Audit) -> list[str]:
    return [
        verdict.item
        for verdict in audit.verdicts
        if verdict.value is None and verdict.verdict is not Verdict.NOT_APPLICABLE
    ]


def answers(items: list[str]) -> Said:
    """One assessor's: pass, partly met, not met in turn; the very last one does not apply."""
    turns: list[tuple[Verdict, float | None]] = [(Verdict.PASS, 1.0), (Verdict.PARTIAL, 0.6), (Verdict.FAIL, 0.0)]
    said: Said = {item: turns[at % 3] for at, item in enumerate(items)}
    said[items[-1]] = (Verdict.NOT_APPLICABLE, None)
    return said


def rows(said: Said, name: str, **more: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        item: {
            "verdict": CHOICES[verdict], "value": value if verdict is Verdict.PARTIAL else None,
            "reason": f"看过 {item}", "assessor": name, **more.get(item, {}),
        }
        for item, (verdict, value) in said.items()
    }  # fmt: skip


async def sheet(store: Store, audit: str, to: Path) -> Path:
    assert await make_sheet(store.data, audit, to, Lang.ZH) == 0
    return to


def folder(tmp_path: Path) -> Path:
    prepare_output(tmp_path / "out")
    return tmp_path / "out"


def latest(taken: DecideResult) -> Audit:
    assert taken.done is not None
    return taken.done.now


def by_hand(machine: Mapping[str, float | None], *said: Said) -> float:
    """S by the formulas of the standard's table: weights times values over the weight of what applies."""
    earned = applies = 0.0
    for item, weight in WEIGHTS.items():
        words = [row[item] for row in said if item in row]
        values = [value for _, value in words] or [machine[item]]
        if None in values:
            continue
        earned += weight * sum(value for value in values if value is not None) / len(values)
        applies += weight
    return 100 * earned / applies


async def test_from_a_stored_visit_to_a_final_score(store: Store, tmp_path: Path) -> None:
    first = await kept(store, made())
    open_items = undecided(first)
    assert len(open_items) > 40
    assert reached_stage(first.verdicts) is Stage.PROV
    blank = await sheet(store, first.id, tmp_path / "review.xlsx")
    ours = answers(open_items)
    scan = tmp_path / "证明.pdf"
    scan.write_bytes(b"%PDF-1.7\n1 0 obj<<>>endobj\n")
    one = filled(blank, tmp_path / "a.xlsx", rows(ours, "甲", **{open_items[0]: {"reference": "证明.pdf"}}))

    taken = await import_decisions(store, first.id, one, attached=(read_upload(scan),))
    assert (len(taken.new), taken.faults) == (len(open_items), ())
    final = latest(taken)
    assert reached_stage(final.verdicts) is Stage.FINAL
    machine = {verdict.item: verdict.value for verdict in first.verdicts}
    assert final.scores[Stage.FINAL].score.value == pytest.approx(by_hand(machine, ours), abs=1e-9)
    assert final.scores[Stage.FINAL].score.coverage == pytest.approx(1.0)

    again = await import_decisions(store, first.id, one, attached=(read_upload(scan),))
    assert (again.new, latest(again).id) == ((), final.id)

    # A second assessor: one a little apart, one as far apart as it gets, one of the machine's own verdicts overridden.
    theirs = dict(ours)
    theirs[open_items[0]] = (Verdict.PARTIAL, 0.5)
    theirs[open_items[3]] = (Verdict.FAIL, 0.0)
    two = filled(blank, tmp_path / "b.xlsx", rows(theirs, "乙"))
    second = await import_decisions(store, first.id, two)
    both = latest(second)
    assert second.done is not None
    # What moved is told against the audit that held the first assessor's words, not against the sheet's.
    assert set(second.done.moved) == {open_items[0], open_items[3]}
    now = {verdict.item: verdict for verdict in both.verdicts}
    assert (now[open_items[0]].verdict, now[open_items[0]].value) == (Verdict.PARTIAL, 0.75)
    assert (now[open_items[3]].verdict, now[open_items[3]].reason) == (Verdict.TO_CONFIRM, "assessors_apart")
    assert reached_stage(both.verdicts) is Stage.PROV

    third: Said = {open_items[3]: (Verdict.PARTIAL, 0.25)}
    settled = latest(await import_decisions(store, first.id, filled(blank, tmp_path / "c.xlsx", rows(third, "丙"))))
    assert reached_stage(settled.verdicts) is Stage.FINAL
    left = {item: said for item, said in theirs.items() if item not in third}
    words = ({item: said for item, said in ours.items() if item not in third}, left, third)
    assert settled.scores[Stage.FINAL].score.value == pytest.approx(by_hand(machine, *words), abs=1e-9)

    # Nobody's word was written over: all three stand beside each other, in the store and in the record.
    decided = await load_decisions(store, made().platform.url)
    assert len(decided.items) == 2 * len(open_items) + 1
    files = await write_stored_report(store, folder(tmp_path), settled, made(), RULES)
    facts = json.loads(files[1].read_text("utf-8"))
    item = next(item for item in facts["items"] if item["item"] == open_items[3])
    assert [decision["assessor"] for decision in item["decisions"]] == ["甲", "乙", "丙"]
    (paper,) = next(item for item in facts["items"] if item["item"] == open_items[0])["documents"]
    assert (paper["name"], paper["media"]) == ("证明.pdf", "application/pdf")
    assert facts["stage"] == "final"
    pair = next(pair for pair in facts["agreement"] if {pair["first"], pair["second"]} == {"甲", "乙"})
    alike, kappa = kappa_by_hand(ours, theirs)
    assert (pair["items"], pair["share"]) == (len(open_items), pytest.approx(alike))
    assert pair["kappa"] == pytest.approx(kappa)
    record.validate_record(facts)
    html = files[0].read_text("utf-8")
    assert "证明.pdf" in html
    assert "丙" in html


def kappa_by_hand(ones: Said, others: Said) -> tuple[float, float]:
    n = len(ones)
    alike = sum(ones[item][0] is others[item][0] for item in ones) / n
    chance = sum(
        sum(verdict is choice for verdict, _ in ones.values())
        * sum(verdict is choice for verdict, _ in others.values())
        for choice in CHOICES
    ) / (n * n)
    return alike, (alike - chance) / (1 - chance)


async def test_what_the_machine_saw_can_be_overridden_and_both_stand(store: Store, tmp_path: Path) -> None:
    first = await kept(store, made())
    seen = next(verdict for verdict in first.verdicts if verdict.value is not None)
    said: Said = {seen.item: (Verdict.PARTIAL, 0.5)}
    blank = await sheet(store, first.id, tmp_path / "review.xlsx")
    now = latest(await import_decisions(store, first.id, filled(blank, tmp_path / "a.xlsx", rows(said, "甲"))))
    verdict = next(verdict for verdict in now.verdicts if verdict.item == seen.item)
    assert (verdict.value, verdict.confirmed) == (0.5, True)
    assert verdict.machine is not None
    assert (verdict.machine.verdict, verdict.machine.value) == (seen.verdict, seen.value)
    assert now.scores[Stage.AUTO].score == first.scores[Stage.AUTO].score
    changed: Said = {seen.item: (Verdict.FAIL, 0.0)}
    later = latest(await import_decisions(store, first.id, filled(blank, tmp_path / "b.xlsx", rows(changed, "甲"))))
    assert next(verdict for verdict in later.verdicts if verdict.item == seen.item).value == 0.0
    assert [decision.value for decision in (await load_decisions(store, made().platform.url)).items] == [0.5, 0.0]
    assert (await load_audit(store, now.id)).verdicts == now.verdicts  # the audit before says what it said


def pictured(seen: Site, at: datetime | None = None) -> Site:
    """A golden case with the pictures a store wants."""
    views = tuple(
        dataclasses.replace(view, screenshot=hashlib.sha256(shot(view)).hexdigest(), height=4000) for view in seen.views
    )
    return dataclasses.replace(seen, views=views, at=at or seen.at)


@functools.cache
def case() -> Site:
    seen = read(Path(__file__).parents[2] / "cases" / "complaints" / "staged_notices" / "stated")
    return pictured(site(*seen.views, *seen.gaps, both=True))


PROBE = "complaints.staged_notices"
ITEM = next(check.counts[0].item for check in RULES.checks if check.id == PROBE)


async def test_a_later_visit_takes_over_what_still_rests_on_the_same(store: Store, tmp_path: Path) -> None:
    first = await kept(store, case())
    (quote,) = {
        piece.quote for finding in first.findings if finding.probe == PROBE for piece in finding.answer.evidence
    }
    said: Said = {ITEM: (Verdict.PASS, 1.0)}
    blank = await sheet(store, first.id, tmp_path / "review.xlsx")
    taken = await import_decisions(store, first.id, filled(blank, tmp_path / "a.xlsx", rows(said, "甲")))
    at = max(datetime.fromisoformat(decision.at) for decision in taken.new)
    days = RULES.standard.deciding.stands_days

    last_day = pictured(case(), at + timedelta(days=days - 1))
    same = await kept(store, last_day)
    (held,) = same.decisions
    assert (held.item, held.carried) == (ITEM, True)
    verdict = of(same, ITEM)
    assert (verdict.verdict, verdict.confirmed) == (Verdict.PASS, True)
    assert verdict.because.zh.startswith("沿用")
    files = await write_stored_report(store, folder(tmp_path), same, last_day, RULES)
    assert verdict.because.zh in files[0].read_text("utf-8")

    # A day after it ended, of the same findings: time alone asks it again.
    late = await kept(store, pictured(case(), at + timedelta(days=days + 1)))
    assert not late.decisions
    assert basis_of(late) == basis_of(same) == held.basis
    assert of(late, ITEM).verdict is Verdict.PENDING_DOCUMENT

    # In time, but the sentence that was quoted says something else.
    moved = await kept(store, pictured(saying_otherwise(case(), quote[:-4]), at + timedelta(days=1)))
    assert basis_of(moved) != held.basis
    assert not moved.decisions
    assert len((await load_decisions(store, case().platform.url)).items) == 1


def of(audit: Audit, item: str) -> ItemVerdict:
    return next(verdict for verdict in audit.verdicts if verdict.item == item)


def basis_of(audit: Audit) -> str:
    return decision_grounds(RULES.standard, RULES.checks, audit.findings)[ITEM].basis


def saying_otherwise(seen: Site, words: str) -> Site:
    """The same pages with a word more in that sentence."""

    def said(text: str) -> str:
        return text.replace(words, f"{words}尽快")

    views = tuple(
        dataclasses.replace(
            view, text=said(view.text), html=said(view.html),
            elements=tuple(dataclasses.replace(element, text=said(element.text)) for element in view.elements),
        )
        for view in seen.views
    )  # fmt: skip
    changed = dataclasses.replace(seen, views=views)
    assert changed != seen
    return changed
