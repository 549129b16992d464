"""Of every visit: what the machine said, who decided what after it, and which judgement counts; in audits, show, decide and sheet alike."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scoring.decisions.decision import Decision
from storage.db.session import Store, open_store
from storage.judgement_history import load_judgement_steps
from tests.rules import real_rules
from tests.xuncha.command import CHINESE, xuncha
from tests.xuncha.keeping import kept, made
from tests.xuncha.rejudge.many import rules_moved
from tests.xuncha.sheets.filling import Filling, filled
from xuncha.audit.list_audits import print_audits
from xuncha.audit.rejudge_visit import rejudge_visit
from xuncha.audit.stored_audits import describe_moved_items, show_audit
from xuncha.commands.run_sheet import make_sheet
from xuncha.console.lang import Lang
from xuncha.settings.target import InvalidInput
from xuncha.sheets.decide import import_decisions
from xuncha.sheets.review_rows import WorksheetKind

ITEMS = [item.id for item in real_rules().standard.items]
ID = re.compile(r"\b[0-9a-f]{8}\b")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "data") as opened:
        yield opened


def rows(who: str, *items: str, reason: str = "看过截图") -> dict[str, dict[str, object]]:
    return {item: {"verdict": "符合", "reason": reason, "assessor": who} for item in items}


async def told(store: Store, tmp_path: Path) -> tuple[list[str], list[str]]:
    """A visit judged, judged again by other rules, decided by one and then by another person: the ids in order, and decide's lines."""
    first = await kept(store, made())
    await rules_moved(store)
    second = (await rejudge_visit(store, first.id)).now
    sheet = tmp_path / "review.xlsx"
    assert await make_sheet(store.data, first.id, sheet, Lang.ZH) == 0
    one = await import_decisions(store, second.id, filled(sheet, tmp_path / "a.xlsx", rows("甲", *ITEMS[:3])))
    two = await import_decisions(store, first.visit, filled(sheet, tmp_path / "b.xlsx", rows("乙", *ITEMS[2:5])))
    assert one.done is not None
    assert two.done is not None
    lines = [describe_moved_items(result.done, Lang.EN) for result in (one, two) if result.done]
    return [first.id, second.id, one.done.now.id, two.done.now.id], lines


async def test_one_judgement_of_a_visit_counts_and_all_say_whose_they_are(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids, lines = await told(store, tmp_path)
    other = await kept(store, made(datetime.now(UTC) + timedelta(days=1)))
    steps = (await load_judgement_steps(store, [other.visit]))[other.visit]
    assert [(step.listed.id, step.counts) for step in steps] == [(other.id, True)]
    visit = (await load_judgement_steps(store, ["", *[step.listed.visit for step in steps]])).keys()
    assert list(visit) == [other.visit]
    capsys.readouterr()
    assert await print_audits(store.data, 50, Lang.ZH) == 0
    listed = capsys.readouterr().out.splitlines()
    of_visit = [line for line in listed if any(line.startswith(id[:8]) for id in ids)]
    assert [line.split()[0] for line in of_visit] == [id[:8] for id in reversed(ids)]  # the one that counts on top
    assert [("现行" in line, f"已被 {ids[-1][:8]} 取代" in line) for line in of_visit] == [(True, False)] + [
        (False, True)
    ] * 3
    assert "人员判定 乙（3 条）" in of_visit[0]
    assert "人员判定 甲（3 条）" in of_visit[1]
    assert "按新规则重判" in of_visit[2]
    assert "机器判定" in of_visit[3]
    # Whatever decide named can be found again in the list.
    named = {id for line in lines for id in ID.findall(line)}
    assert len(named) == 4
    assert named <= {id for line in of_visit for id in ID.findall(line)}
    assert "(current)" in lines[0]


async def test_a_superseded_judgement_says_so_and_shows_the_whole_way(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids, _ = await told(store, tmp_path)
    capsys.readouterr()
    assert await show_audit(store.data, ids[1], None, Lang.EN) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith(f"note: {ids[1][:8]} is superseded by {ids[3][:8]} (decided by 乙 (3), ")
    assert "Beijing time" in shown[0]
    way = [line for line in shown if any(f" {id[:8]}  2" in line for id in ids)]
    assert [line.split()[1] for line in way] == [id[:8] for id in ids]
    assert [line.split()[0] for line in way] == ["·", "▶", "·", "·"]
    assert sum("  current" in line for line in way) == 1
    assert all(f"rules {rules}" in line for line, rules in zip(way, await rulesets(store, ids), strict=True))
    assert await show_audit(store.data, ids[3], None, Lang.ZH) == 0
    assert "注意" not in capsys.readouterr().out


async def rulesets(store: Store, ids: list[str]) -> list[str]:
    visit = (await load_judgement_steps(store, [await visit_of(store, ids[0])])).popitem()[1]
    return [step.listed.ruleset[:8] for step in visit]


async def visit_of(store: Store, audit: str) -> str:
    from storage.audit_list import find_audit

    return (await find_audit(store, audit)).visit


async def test_show_lists_every_item_there_is(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    audit = await kept(store, made())
    for lang, counted in ((Lang.ZH, "共 58 项："), (Lang.EN, "58 items: ")):
        assert await show_audit(store.data, audit.id, None, lang) == 0
        out = capsys.readouterr().out
        assert [line.split()[0] for line in out.splitlines() if line.split()[:1] and line.split()[0] in ITEMS] == ITEMS
        (line,) = (line for line in out.splitlines() if line.startswith(counted))
        assert sum(map(int, re.findall(r"\b\d+\b", line.removeprefix(counted)))) == 58


async def test_a_filled_in_sheet_is_never_written_over(store: Store, tmp_path: Path) -> None:
    audit = await kept(store, made())
    sheet = tmp_path / "review.xlsx"
    assert await make_sheet(store.data, audit.id, sheet, Lang.ZH) == 0
    filled(sheet, sheet, rows("甲", *ITEMS[:38]))
    before = sheet.read_bytes()
    with pytest.raises(InvalidInput, match="already with 38 rows filled in") as refused:
        await make_sheet(store.data, audit.id, sheet, Lang.ZH)
    assert "--carry" in refused.value.text.zh
    assert sheet.read_bytes() == before
    other = tmp_path / "notes.xlsx"
    other.write_text("mine")
    with pytest.raises(InvalidInput, match="is there already and is not written over"):
        await make_sheet(store.data, audit.id, other, Lang.ZH)
    assert other.read_text() == "mine"


async def test_what_was_filled_in_goes_along_and_what_was_read_in_is_shown_as_decided(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit = await kept(store, made())
    sheet, more, new = tmp_path / "review.xlsx", tmp_path / "more.xlsx", tmp_path / "new.xlsx"
    assert await make_sheet(store.data, audit.id, sheet, Lang.ZH) == 0
    one = filled(
        sheet,
        tmp_path / "a.xlsx",
        rows("甲", *ITEMS[:3]),
        lines={"R1": {"verdict": "排除", "reason": "看过", "assessor": "甲"}},
    )
    await import_decisions(store, audit.id, one)
    # The person goes on in the same file: one row is finished, one begun, and a first one is thought over.
    words: dict[str, dict[str, object]] = {
        ITEMS[3]: {"verdict": "部分符合", "value": 0.5, "reason": "长" * 2000, "assessor": "甲"},
        ITEMS[4]: {"reason": "待看"},
    }
    filled(one, more, {**words, ITEMS[0]: {"verdict": "不符合", "reason": "再看过", "assessor": "甲"}})
    capsys.readouterr()
    assert await make_sheet(store.data, audit.id, new, Lang.EN, more) == 0
    said = capsys.readouterr().out
    assert "3 rows carried over" in said
    assert "3 more were read in before" in said  # two items, and the red line
    assert "superseded by" in said
    assert "3 decided already" in said
    filling = Filling(new)
    cell = filling.cell
    assert [cell(WorksheetKind.ITEM, ITEMS[3], key).value for key in ("verdict", "value", "reason")] == [
        "partly met",
        0.5,
        "长" * 2000,
    ]
    assert cell(WorksheetKind.ITEM, ITEMS[4], "reason").value == "待看"
    assert cell(WorksheetKind.ITEM, ITEMS[0], "verdict").value == "not met"
    assert cell(WorksheetKind.ITEM, ITEMS[1], "verdict").value is None
    for item in ITEMS[:3]:
        on_file = cell(WorksheetKind.ITEM, item, "earlier").value
        assert "甲: met" in on_file
        assert "Beijing time" in on_file
    assert "甲: reject" in cell(WorksheetKind.RED_LINE, "R1", "earlier").value
    assert cell(WorksheetKind.RED_LINE, "R1", "verdict").value is None
    again = await import_decisions(store, audit.id, new)  # named by any judgement of its visit
    assert {decision.item for decision in again.new if isinstance(decision, Decision)} == {ITEMS[0], ITEMS[3]}
    assert [fault.place.split("!")[0] for fault in again.faults] == ["Items"]


async def test_a_second_thought_and_a_decision_that_holds_no_more_are_marked_in_a_new_sheet(
    store: Store, tmp_path: Path
) -> None:
    audit = await kept(store, made())
    sheet = tmp_path / "review.xlsx"
    await make_sheet(store.data, audit.id, sheet, Lang.ZH)
    await import_decisions(store, audit.id, filled(sheet, tmp_path / "a.xlsx", rows("甲", ITEMS[0])))
    changed = {ITEMS[0]: {"verdict": "不符合", "reason": "想错了", "assessor": "甲"}}
    await import_decisions(store, audit.id, filled(sheet, tmp_path / "b.xlsx", changed))
    await make_sheet(store.data, audit.id, tmp_path / "new.xlsx", Lang.ZH)
    first, second = Filling(tmp_path / "new.xlsx").cell(WorksheetKind.ITEM, ITEMS[0], "earlier").value.splitlines()
    assert "符合" in first
    assert first.endswith("（本人后来改判）")
    assert "想错了" in second
    assert "改判" not in second
    later = await kept(store, made(datetime.now(UTC) + timedelta(days=900)))  # long after a decision stands
    await make_sheet(store.data, later.id, tmp_path / "later.xlsx", Lang.ZH)
    assert all(
        "未采用" in line
        for line in Filling(tmp_path / "later.xlsx").cell(WorksheetKind.ITEM, ITEMS[0], "earlier").value.splitlines()
    )


async def test_a_sheet_of_another_visit_or_with_a_formula_is_not_carried(store: Store, tmp_path: Path) -> None:
    audit = await kept(store, made())
    other = await kept(store, made(datetime.now(UTC) + timedelta(days=1)))
    sheet, theirs = tmp_path / "review.xlsx", tmp_path / "theirs.xlsx"
    await make_sheet(store.data, audit.id, sheet, Lang.ZH)
    await make_sheet(store.data, other.id, theirs, Lang.ZH)
    with pytest.raises(InvalidInput, match="belongs to another visit"):
        await make_sheet(store.data, audit.id, tmp_path / "x.xlsx", Lang.ZH, theirs)
    bad = filled(sheet, tmp_path / "bad.xlsx", {ITEMS[0]: {"verdict": "符合", "reason": "=A1", "assessor": "甲"}})
    with pytest.raises(InvalidInput, match=r"1 places .*条款!.*formula"):
        await make_sheet(store.data, audit.id, tmp_path / "x.xlsx", Lang.ZH, bad)
    assert not (tmp_path / "x.xlsx").exists()


@pytest.mark.commands
def test_the_commands_tell_one_story(tmp_path: Path) -> None:
    """As a person types them: the second sheet is refused, the third takes all along, and the list says which id counts."""
    import asyncio

    async def begin() -> str:
        async with open_store(tmp_path / "data") as store:
            return (await kept(store, made())).id

    id = asyncio.run(begin())
    where = ("--data", str(tmp_path / "data"), "--lang", "en")
    review, second = str(tmp_path / "review.xlsx"), str(tmp_path / "second.xlsx")
    assert xuncha("sheet", id[:8], "--to", review, *where).code == 0
    filled(Path(review), Path(review), rows("Li", *ITEMS[:2], reason="seen"))
    refused = xuncha("sheet", id[:8], "--to", review, *where)
    assert (refused.code, refused.out) == (2, "")
    assert "2 rows filled in" in refused.line
    assert xuncha("sheet", id[:8], "--to", second, "--carry", review, *where).code == 0
    decided = xuncha("decide", id[:8], "--from", second, *where)
    assert decided.code == 0, decided.err
    assert "2 decisions new (Li 2)" in decided.out
    listed = xuncha("audits", *where)
    assert not CHINESE.search(listed.out)
    current, old = listed.out.splitlines()[1:]
    assert "decided by Li (2)" in current
    assert "done, current" in current
    assert f"superseded by {current.split()[0]}" in old
