"""Two stored audits compared: the rules, the site or persons changed an item, told from storage alone, also where evidence is gone."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from crawler.site import Site
from crawler.vocabulary import Role
from scoring.decisions.decision import FlagDecision
from scoring.score import score_verdicts
from scoring.standard_tables import Verdict
from storage.audit_list import list_audits
from storage.audits import save_audit
from storage.db.session import Store, open_store
from storage.decisions import save_decisions
from storage.visits.audit import Audit, new_id
from tests.rules import real_rules
from tests.xuncha.command import xuncha
from tests.xuncha.keeping import HOSTILE, kept, made
from xuncha.audit.rejudge_visit import rejudge_visit
from xuncha.compare.causes import Cause
from xuncha.compare.two_audits import Comparison, compare_audits

RULES = real_rules()
FIRST = datetime(2026, 10, 1, 2, tzinfo=UTC)
OLD = "0" * 64


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "data") as opened:
        yield opened


def later(days: int, without: Role | None = None) -> Site:
    """The made-up site, some days later, perhaps without one kind of page."""
    site = made(FIRST + timedelta(days=days))
    return (
        site
        if without is None
        else dataclasses.replace(site, views=tuple(v for v in site.views if v.role is not without))
    )


async def judged_before(store: Store, audit: Audit, moved: dict[str, Verdict]) -> Audit:
    """An earlier judgement of the same visit by rules there are no more, under which these items came out otherwise."""
    values = {Verdict.PASS: 1.0, Verdict.FAIL: 0.0}
    verdicts = tuple(
        dataclasses.replace(verdict, verdict=moved[verdict.item], value=values[moved[verdict.item]], suggested=None)
        if verdict.item in moved
        else verdict
        for verdict in audit.verdicts
    )
    old = dataclasses.replace(
        audit, id=new_id(), ruleset=OLD, verdicts=verdicts, scores=score_verdicts(RULES.standard, verdicts),
        created_at=audit.created_at - timedelta(days=1),
    )  # fmt: skip
    await save_audit(store, old)
    return old


def causes(done: Comparison) -> dict[str, tuple[Cause, ...]]:
    return {change.item: change.causes for change in done.changed}


def differing(one: Audit, other: Audit) -> set[str]:
    theirs = {verdict.item: verdict for verdict in other.verdicts}
    return {
        mine.item for mine in one.verdicts
        if (mine.verdict, mine.value, mine.suggested) != (theirs[mine.item].verdict, theirs[mine.item].value, theirs[mine.item].suggested)
    }  # fmt: skip


async def test_one_visit_under_two_rules_changed_by_the_rules_alone(store: Store) -> None:
    now = await kept(store, later(0))
    item = now.verdicts[4].item
    old = await judged_before(store, now, {item: Verdict.FAIL})
    for ids in ((old.id, now.id), (now.id, old.id)):  # the order they are named in decides nothing
        done = await compare_audits(store, *ids)
        assert (done.before.id, done.after.id) == (old.id, now.id)
        assert causes(done) == {item: (Cause.RULES,)}
        assert done.notes == ()


async def test_two_visits_under_the_same_rules_changed_by_the_site_alone(store: Store) -> None:
    one, two = await kept(store, later(0)), await kept(store, later(9, without=Role.HOME))
    done = await compare_audits(store, one.id, two.id)
    assert set(causes(done)) == differing(one, two) != set()
    assert set(causes(done).values()) == {(Cause.SITE,)}


async def test_rules_and_site_are_told_apart_by_judging_the_older_visit_again(store: Store, tmp_path: Path) -> None:
    one, two = await kept(store, later(0)), await kept(store, later(9, without=Role.HOME))
    by_site = differing(one, two)
    steady = next(mine.item for mine in one.verdicts if mine.item not in by_site)
    both = next(iter(sorted(by_site)))
    old = await judged_before(store, one, {steady: Verdict.FAIL, both: Verdict.FAIL})
    done = await compare_audits(store, old.id, two.id)
    expected = dict.fromkeys(by_site, (Cause.SITE,)) | {steady: (Cause.RULES,), both: (Cause.RULES, Cause.SITE)}
    assert causes(done) == expected
    # The evidence of the older visit is pruned: what would tell them apart is gone, and that is said.
    for file in sorted((store.data / "evidence").rglob("*")):
        if file.is_file():
            file.unlink()
    done = await compare_audits(store, old.id, two.id)
    assert set(causes(done)) == set(expected)
    assert set(causes(done).values()) == {(Cause.UNKNOWN,)}
    assert [note.zh for note in done.notes] == [note.zh for note in done.notes if "证据已清理" in note.zh] != []
    # Nothing need be judged again for two audits under one ruleset.
    assert set(causes(await compare_audits(store, one.id, two.id)).values()) == {(Cause.SITE,)}


async def test_the_later_visit_under_older_rules_is_brought_to_the_newer_ones(store: Store) -> None:
    one, two = await kept(store, later(0)), await kept(store, later(9))
    item = two.verdicts[4].item
    old = await judged_before(store, two, {item: Verdict.PASS})
    done = await compare_audits(store, one.id, old.id)
    assert (done.before.id, done.after.id) == (one.id, old.id)
    assert causes(done) == {item: (Cause.RULES,)}


async def test_rules_that_are_gone_are_said_to_be(store: Store) -> None:
    one, two = await kept(store, later(0)), await kept(store, later(9))
    old = await judged_before(store, one, {one.verdicts[0].item: Verdict.FAIL})
    other = dataclasses.replace(two, id="ab" * 16, ruleset="1" * 64)
    await save_audit(store, other)
    done = await compare_audits(store, old.id, other.id)
    assert set(causes(done).values()) == {(Cause.UNKNOWN,)}
    assert "都不是当前规则" in done.notes[0].zh


async def test_what_persons_say_of_the_platform_is_theirs(store: Store) -> None:
    one = await kept(store, later(0))
    flag = next(flag for item in RULES.standard.items for flag in item.applies)
    said = FlagDecision(flag, False, "甲", "2026-10-02T00:00:00+00:00", "看过", one.id, one.visit)
    await save_decisions(store, [said])
    now = (await rejudge_visit(store, one.visit)).now
    done = await compare_audits(store, one.id, now.id)
    assert set(causes(done).values()) == {(Cause.PEOPLE,)}
    assert set(causes(done)) >= {item.id for item in RULES.standard.items if item.applies == {flag: True}}


async def test_what_one_audit_was_not_asked_about_is_not_compared(store: Store) -> None:
    one = await kept(store, later(0))
    item = one.verdicts[4].item
    two = dataclasses.replace(one, id="ab" * 16, facts={**one.facts, "items": [item]})
    await save_audit(store, two)
    done = await compare_audits(store, one.id, two.id)
    assert [change.item for change in done.changes] == [item]
    assert done.notes[0].en.startswith("57 items were not asked about")


async def test_two_platforms_stay_in_the_order_they_are_named_in(store: Store) -> None:
    one = await kept(store, later(9))
    other = later(0, without=Role.HOME)
    two = await kept(
        store, dataclasses.replace(other, platform=dataclasses.replace(other.platform, url="https://b.example/"))
    )
    done = await compare_audits(store, one.id, two.id)
    assert (done.before.id, done.after.id, done.one_platform) == (one.id, two.id, False)


async def test_comparing_keeps_nothing(store: Store) -> None:
    one, two = await kept(store, later(0)), await kept(store, later(9))
    old = await judged_before(store, one, {one.verdicts[0].item: Verdict.FAIL})
    before = await list_audits(store)
    await compare_audits(store, old.id, two.id)
    assert await list_audits(store) == before


@pytest.mark.commands
async def test_the_commands_say_it_in_files_and_on_the_terminal(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with open_store(data) as opened:
        one = await kept(opened, later(0), HOSTILE)
        two = await kept(opened, later(9, without=Role.HOME), HOSTILE)
    ended = xuncha("compare", one.id[:8], two.id[:8], "--data", str(data))
    assert ended.code == 0, ended.err
    assert "看到的不同" in ended.out
    assert "变差" not in ended.out
    assert "\u202e" not in ended.out
    for name in ("a.xlsx", "a.csv", "a.html"):
        ended = xuncha(
            "compare", one.id[:8], two.id[:8], "--data", str(data), "--to", str(tmp_path / name), "--lang", "en"
        )
        assert ended.code == 0, ended.err
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert len(list(book.worksheets[0].rows)) == 59
    assert "<img src=x" not in (tmp_path / "a.html").read_text("utf-8")
    assert not [line for line in (tmp_path / "a.csv").read_text("utf-8-sig").splitlines() if line.startswith("=")]
    assert xuncha("compare", one.id[:8], "ffff", "--data", str(data)).code == 2
    assert xuncha("trend", "1", "--data", str(data)).out.count(two.ruleset[:8]) == 2
    ended = xuncha("trend", "1", "--item", one.verdicts[0].item, "--data", str(data), "--to", str(tmp_path / "t.csv"))
    assert ended.code == 0, ended.err
    assert "'=cmd" in (tmp_path / "t.csv").read_text("utf-8-sig")
    assert "没有平台" in xuncha("trend", "nobody", "--data", str(data)).line
    assert xuncha("rank", "--data", str(data)).code == 0
    assert "没有标签" in xuncha("rank", "--tag", "x", "--data", str(data)).line
