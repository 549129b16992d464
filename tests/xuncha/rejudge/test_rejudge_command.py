"""The command that judges all again: what it sums up and writes, and what it refuses."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from probes.finding import Text
from scoring.standard_tables import Verdict
from storage.db.session import open_store
from storage.db.tables import ViewRow, VisitState
from storage.rejudge_lock import hold_rejudge_lock
from storage.rejudging import LatestJudgement, list_latest_judgements
from tests.cases.build import AT
from tests.rules import real_rules
from tests.xuncha.command import CHINESE, xuncha
from tests.xuncha.rejudge.many import stored, without_complaints
from xuncha.rejudge.diff import AuditMove
from xuncha.rejudge.tally import RejudgeTally
from xuncha.rejudge.worker import RejudgeOutcome, RejudgeResult, rejudge_and_keep

WORDS = real_rules().standard.verdicts


@pytest.fixture
async def filled(tmp_path: Path) -> Path:
    """A data folder with a judged visit of a hostile name and a damaged one."""
    async with open_store(tmp_path / "data") as opened:
        rules = real_rules()
        good = await stored(opened, 1, "https://shop.example/=1+1")
        await stored(opened, 2)
        for judgement in await list_latest_judgements(opened):
            await rejudge_and_keep(opened, judgement, rules)
        await without_complaints(opened, good)
        async with opened.reading() as session:
            last = (await session.scalars(select(ViewRow.blob).where(ViewRow.visit_id != good))).all()
            kept = set((await session.scalars(select(ViewRow.blob).where(ViewRow.visit_id == good))).all())
    for name in set(last) - kept:
        piece = tmp_path / "data" / "evidence" / name[:2] / name[2:4] / name
        piece.chmod(0o600)
        piece.write_bytes(b"")
    return tmp_path / "data"


@pytest.mark.commands
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
async def test_the_command_sums_up_and_writes_what_moved(filled: Path, tmp_path: Path, ending: str) -> None:
    to = tmp_path / f"moved{ending}"
    words = ("rejudge", "--all", "--again", "--data", str(filled), "--lang", "en", "--to", str(to))
    ended = await asyncio.to_thread(xuncha, *words)
    assert ended.code == 1
    counts = {line.rsplit(None, 1)[0].strip(): line.rsplit(None, 1)[1] for line in ended.out.splitlines()[:12]}
    assert (counts["moved"], counts["unreadable"], counts["same"]) == ("1", "1", "0")
    assert float(counts["a second"]) > 0
    assert "evidence is not what it was" in ended.err
    assert told_how_far(ended.err)
    rows = read(to)
    *moves, unreadable = rows[1:]
    # A view that is gone tells on what rests on the whole shop as well, so more items than the one about it may move.
    assert {row[1] for row in moves} == {"https://shop.example/=1+1"}
    assert (unreadable[1], unreadable[8]) == ("https://shop2.example/", "unreadable")
    about = [row[6:] for row in moves if "complaints." in row[9]]
    assert len(about) == 1
    item, before, after, _ = about[0]
    assert (before, after) == tuple(WORDS[verdict].text.en for verdict in (Verdict.TO_CONFIRM, Verdict.INCONCLUSIVE))
    assert f"{item}  " in ended.out
    assert str(to) in ended.out


@pytest.mark.commands
@pytest.mark.parametrize(("lang", "words"), [("zh", "再次运行会接着做"), ("en", "goes on where it stopped")])
async def test_a_second_at_the_same_time_is_told_so(tmp_path: Path, lang: str, words: str) -> None:
    async with open_store(tmp_path) as opened:
        await stored(opened, 1)
        async with hold_rejudge_lock(opened):
            ended = await asyncio.to_thread(xuncha, "rejudge", "--all", "--data", str(tmp_path), "--lang", lang)
        assert ended.code == 2
        assert words in ended.line
        assert [judgement.audit for judgement in await list_latest_judgements(opened)] == [""]


def told_how_far(err: str) -> bool:
    return any("2/2 judged" in line and "left" in line for line in err.splitlines())


def read(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == 2
    return [[str(cell.value or "") for cell in row] for row in book.worksheets[0].iter_rows()]


@pytest.mark.commands
@pytest.mark.parametrize(
    "words",
    [
        ("--all", "abc"),
        ("abc", "--tag", "x"),
        ("abc", "--to", "x.csv"),
        ("--all", "--to", "moved.pdf"),
        ("--all", "--to", "none/moved.csv"),
        ("--all", "--since", "yesterday"),
        ("--all", "--tag", "none"),
        ("--all", "--out", "there"),
    ],
)
def test_bad_use_is_one_line_and_judges_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    ended = xuncha("rejudge", *words, "--data", str(tmp_path / "data"), "--lang", "en")
    assert ended.code == 2
    assert not CHINESE.search(ended.line)


def test_many_moves_are_counted_by_item() -> None:
    standing = LatestJudgement("v", "https://a.example/", "", VisitState.DONE, AT, AT)
    one, two = Text("符合", "met"), Text("不符合", "not met")
    tally = RejudgeTally(3, 0, 0)
    for _ in range(2):
        tally.add(
            RejudgeResult(
                standing,
                RejudgeOutcome.MOVED,
                "a",
                (AuditMove("10.1-2", one, two, one), AuditMove("S_prov", one, two, one)),
            )
        )
    tally.add(
        RejudgeResult(
            standing, RejudgeOutcome.MOVED, "a", (AuditMove("2.1-3", two, one, one), AuditMove("R1", one, two, one))
        )
    )
    tally.end()
    assert [(id, number) for id, _, _, number in tally.by_item()] == [
        ("2.1-3", 1),
        ("10.1-2", 2),
        ("R1", 1),
        ("S_prov", 2),
    ]
