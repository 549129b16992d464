"""All stored visits judged again by several processes: the same bytes as one by one, each once, whatever stops it half-way."""

from __future__ import annotations

import asyncio
import dataclasses
import signal
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from scoring.decisions.decision import FlagDecision
from storage.audits import load_answers, load_audit
from storage.blobs.folder import FolderBlobStore
from storage.db.session import Store
from storage.db.tables import AuditRow, ViewRow, VisitState
from storage.decisions import save_decisions
from storage.platforms import DueTimes, Registration, save_registration
from storage.rejudging import list_latest_judgements
from storage.visits.visits import begin_visit
from tests.cases.build import AT
from tests.storage import conftest
from tests.xuncha.command import CHINESE, ROOT, command, environment, xuncha
from tests.xuncha.rejudge.many import (
    all_judged,
    audits,
    judged_here,
    newest,
    rules_moved,
    seen,
    several,
    without_complaints,
)
from xuncha.judging.rules import load_rules
from xuncha.judging.ruleset import compute_ruleset
from xuncha.rejudge.pool import ASKED_TO_END, SKEW, RejudgeSelection, choose_visits, is_up_to_date
from xuncha.rejudge.worker import RejudgeOutcome, rejudge_and_keep

pytestmark = pytest.mark.commands
MANY = 8  # so many visits that two processes are at work for a while after the first two

server, fresh, database, store = conftest.server, conftest.fresh, conftest.database, conftest.store  # both databases


async def test_processes_say_what_one_says_to_the_byte(store: Store, database: str | None) -> None:
    visits = await several(store, 5)
    came = await all_judged(store, database)
    assert sorted(result.standing.visit for result in came) == sorted(visits)
    assert {result.came for result in came} == {RejudgeOutcome.FIRST}
    by_processes = {result.standing.visit: await load_answers(store, result.now) for result in came}
    rules = load_rules()
    async with store.writing() as session:
        await session.execute(delete(AuditRow))
    for visit in await list_latest_judgements(store):
        alone = await rejudge_and_keep(store, visit, rules)
        answers = await load_answers(store, alone.now)
        assert answers == by_processes[visit.visit]
        assert len(answers.findings) > 100
        assert len(answers.verdicts) == len(rules.standard.items)
        assert len(answers.scores) > 1
    assert len({answers.findings for answers in by_processes.values()}) == 5  # each of its own shop


async def test_where_nothing_moved_an_audit_is_made_only_for_other_rules(store: Store, database: str | None) -> None:
    await several(store, 2)
    await judged_here(store)
    first = await newest(store)
    assert await all_judged(store, database) == []  # they are up to date
    again = await judged_here(store, RejudgeSelection(again=True))
    assert [(result.came, result.now) for result in again] == [(RejudgeOutcome.SAME, "")] * 2
    await rules_moved(store)
    changed_only = await all_judged(store, database, RejudgeSelection(jobs=1, changed_only=True))
    assert [(result.came, result.now) for result in changed_only] == [(RejudgeOutcome.SAME, "")] * 2
    assert await audits(store) == 2
    renewed = await judged_here(store)
    assert {result.came for result in renewed} == {RejudgeOutcome.SAME}
    assert await audits(store) == 4
    for result in renewed:
        before = first[result.standing.visit]
        assert await load_answers(store, result.now) == await load_answers(store, before.audit)
        now, was = await load_audit(store, result.now), await load_audit(store, before.audit)
        assert (now.ruleset, now.rejudged_from) == (compute_ruleset(), was.id)
        made = (was.id, was.ruleset, was.created_at, was.rejudged_from)
        alike = dataclasses.replace(now, id=made[0], ruleset=made[1], created_at=made[2], rejudged_from=made[3])
        assert alike == was


async def test_what_moved_is_told_with_the_answer_that_moved_it(store: Store, database: str | None) -> None:
    (visit,) = await several(store, 1)
    await judged_here(store)
    await without_complaints(store, visit)
    (lost,) = await all_judged(store, database, RejudgeSelection(jobs=1, again=True))
    assert (lost.came, lost.standing.visit) == (RejudgeOutcome.MOVED, visit)
    stored_now = await load_audit(store, lost.now)
    moved = {move.id: move for move in lost.moves}
    before = await load_audit(store, lost.standing.audit)
    expected = {
        new.item
        for old, new in zip(before.verdicts, stored_now.verdicts, strict=True)
        if (old.verdict, old.value) != (new.verdict, new.value)
    }
    assert expected
    assert expected == {id for id in moved if not id.startswith("S_")}
    one = moved[min(expected)]
    assert one.before != one.after
    assert "→" in one.why.zh
    assert "look 1" in one.why.en
    assert not CHINESE.search(one.why.en.split("“")[0])


async def test_a_damaged_visit_is_told_of_and_stops_no_other(store: Store, database: str | None) -> None:
    visits = await several(store, 4)
    async with store.reading() as session:
        blobs = (await session.scalars(select(ViewRow.blob).where(ViewRow.visit_id == visits[1]))).all()
        others = set((await session.scalars(select(ViewRow.blob).where(ViewRow.visit_id != visits[1]))).all())
    assert isinstance(store.blobs, FolderBlobStore)
    for name in set(blobs) - others:
        store.blobs.path(name).chmod(0o600)
        store.blobs.path(name).write_bytes(b"")
    came = {result.standing.visit: result for result in await all_judged(store, database)}
    assert came[visits[1]].came is RejudgeOutcome.UNREADABLE
    assert "证据" in (came[visits[1]].why or pytest.fail("no reason")).zh
    assert {came[visit].came for visit in visits if visit != visits[1]} == {RejudgeOutcome.FIRST}
    assert await audits(store) == 3


async def test_what_can_say_nothing_new_is_passed_over(store: Store) -> None:
    (visit, other) = await several(store, 2)
    rules = load_rules()
    for judgement in await list_latest_judgements(store):
        await rejudge_and_keep(store, judgement, rules)
    standing = (await newest(store))[visit]
    assert is_up_to_date(standing)
    assert standing.judged_at is not None
    later = standing.judged_at + timedelta(seconds=1)
    assert not is_up_to_date(dataclasses.replace(standing, state=VisitState.INTERRUPTED, touched_at=later))
    assert is_up_to_date(dataclasses.replace(standing, decided_at=standing.judged_at - 2 * SKEW))
    at = datetime.now(UTC).isoformat()
    word = FlagDecision("food", False, "甲", at, "看过", standing.audit, visit)
    await save_decisions(store, [word])
    chosen = await choose_visits(store, RejudgeSelection())
    assert [visit.visit for visit in chosen.visits] == [visit]
    assert (chosen.skipped, chosen.running) == (1, 0)
    async with await begin_visit(store, seen(9).platform, {}):
        assert (await choose_visits(store, RejudgeSelection())).running == 1
    assert {visit.visit for visit in (await choose_visits(store, RejudgeSelection(again=True))).visits} >= {
        visit,
        other,
    }


async def test_some_are_chosen_by_tag_and_by_day(store: Store) -> None:
    visits = await several(store, 3)
    await save_registration(store, Registration("https://shop2.example/", tags=("粮油",)), DueTimes(), AT)
    await save_registration(store, Registration("https://shop1.example/", batch="冬季"), DueTimes(), AT)
    assert [visit.visit for visit in (await choose_visits(store, RejudgeSelection(tag="粮油"))).visits] == [visits[2]]
    assert [visit.visit for visit in (await choose_visits(store, RejudgeSelection(tag="冬季"))).visits] == [visits[1]]
    since = AT + timedelta(days=1)
    assert [visit.visit for visit in (await choose_visits(store, RejudgeSelection(since=since))).visits] == visits[1:]


async def test_killed_half_way_it_goes_on(store: Store, database: str | None) -> None:
    await _end_half_way(store, database, signal.SIGKILL)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # what hears a signal knows no database
@pytest.mark.parametrize("how", sorted(ASKED_TO_END))
async def test_asked_to_end_half_way_it_goes_on(store: Store, database: str | None, how: signal.Signals) -> None:
    await _end_half_way(store, database, how)


async def _end_half_way(store: Store, database: str | None, how: signal.Signals) -> None:
    visits = await several(store, MANY)
    words = ["rejudge", "--all", "--jobs", "2", "--data", str(store.data), "--lang", "en"]
    given = {"XUNCHA_DATABASE": database} if database else {}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command(*words), cwd=ROOT, env=environment(**given), stdout=pipe, stderr=pipe, start_new_session=True
    )
    while await audits(store) < 2:
        assert process.returncode is None
        await asyncio.sleep(0.01)
    process.send_signal(how)
    out, err = (said.decode() for said in await asyncio.wait_for(process.communicate(), 60))
    assert "Traceback" not in err, err
    if how is not signal.SIGKILL:
        assert process.returncode == 130
        assert "goes on with the rest" in err
        assert "not reached" in out
    # A process that outlived it ends what it was at, or nothing of it: audits are whole.
    await alone(process.pid)
    before = await audits(store)
    assert 2 <= before < MANY
    done = await asyncio.to_thread(xuncha, *words, given=given)
    assert done.code == 0, done.err
    judged = await newest(store)
    assert {judged[visit].ruleset for visit in visits} == {compute_ruleset()}
    assert await audits(store) == MANY
    rules = load_rules()
    for standing in judged.values():
        assert (await rejudge_and_keep(store, standing, rules)).came is RejudgeOutcome.SAME


async def alone(session: int) -> None:
    """Until no process of that session is left."""
    deadline = asyncio.get_running_loop().time() + 30
    while _of_session(session):
        assert asyncio.get_running_loop().time() < deadline, "workers outlive the one who asked for the work"
        await asyncio.sleep(0.02)


def _of_session(session: int) -> Sequence[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found
