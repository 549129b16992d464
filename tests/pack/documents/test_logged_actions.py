"""The log in a pack: only lines of its visit, each proven by its hash; whatever is changed, left out or put in is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from storage.db.people_tables import ActionRow
from storage.db.session import open_store
from storage.people.action_log import add_action
from storage.visits.visits import begin_visit
from tests.pack.making import Made, zipped
from tests.storage.seen import PLATFORM
from xuncha.pack.documents.logged_actions import NAME, find_log_head, load_action_lines, make_action_file
from xuncha.pack.verification import verify

NOW = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
Lines = list[dict[str, Any]]


async def write_log(tmp_path: Path, taken: int = 0) -> bytes:
    """A log with lines of this visit, its items, another visit and a person; the file that a pack gets of it.

    ``taken``: the number of a line that is taken out of the store before the pack is made.
    """
    async with open_store(tmp_path / "log") as store, await begin_visit(store, PLATFORM, {}) as keeper:
        visit = keeper.id
        subjects = (f"visit:{visit}", f"visit:{visit}/5.1-2", "user:1", "visit:00ff", f"visit:{visit}/red")
        for number, subject in enumerate(subjects):
            at = NOW + timedelta(seconds=number)
            await add_action(store, at, "cli:王", "decide", subject, {"said": "符合", "number": number})
        (part,) = make_action_file(await load_action_lines(store, visit), await find_log_head(store))
        assert list(make_action_file(await load_action_lines(store, "0000"), {})) == []
        await add_action(store, NOW, "web:li", "export", f"visit:{visit}")
        assert await load_action_lines(store, visit) + part.data.splitlines(keepends=True)[-1] == part.data
        if taken:  # by somebody who writes into the database
            async with store.writing() as session:
                await session.execute(delete(ActionRow).where(ActionRow.id == taken))
            (part,) = make_action_file(await load_action_lines(store, visit), await find_log_head(store))
    assert part.name == NAME
    return part.data


def verified(made: Made, tmp_path: Path, data: bytes) -> verify.Report:
    path = tmp_path / "pack.zip"
    path.write_bytes(zipped(replace(made, parts={**made.parts, NAME: data}).entries()))
    return verify.check(path, made.signer.public.public, derive=False)


async def test_lines_of_the_visit_are_proven(true_pack: Made, tmp_path: Path) -> None:
    data = await write_log(tmp_path)
    numbers = [json.loads(line).get("number") for line in data.splitlines()]
    assert numbers == [1, 2, 5, None]
    assert b"user:1" not in data
    report = verified(true_pack, tmp_path, data)
    assert not report.wrong()
    assert "[ok]    log: 3 lines are what their hashes say, of a log of 5 then" in verify.printed(report, "en")
    assert "3 行均与其散列相符" in verify.printed(report, "zh")


def _drop(lines: Lines) -> Lines:
    return lines[1:2] * 2 + lines[2:]


CHANGES: dict[str, Callable[[Lines], Lines]] = {
    "another actor": lambda lines: [{**lines[0], "actor": "cli:李"}, *lines[1:]],
    "another time": lambda lines: [lines[0], {**lines[1], "at": "2026-11-29T01:00:00+00:00"}, *lines[2:]],
    "another detail": lambda lines: [*lines[:2], {**lines[2], "detail": "{}"}, lines[3]],
    "another number": lambda lines: [{**lines[0], "number": 2}, *lines[1:]],
    "turned about": lambda lines: [lines[1], lines[0], *lines[2:]],
    "twice": _drop,
    "one left out": lambda lines: [lines[0], *lines[2:]],
    "a head before the end": lambda lines: [*lines[:3], {"head": 2, "digest": lines[1]["digest"]}],
    "another head": lambda lines: [*lines[:2], {"head": 2, "digest": "0" * 64}],
    "no head": lambda lines: lines[:3],
    "nothing": lambda lines: [],
    "no number": lambda lines: [{**lines[0], "number": "1"}, *lines[1:]],
}


@pytest.mark.parametrize("change", CHANGES)
async def test_a_changed_log_is_found_whoever_signs_it(true_pack: Made, tmp_path: Path, change: str) -> None:
    lines = [json.loads(line) for line in (await write_log(tmp_path)).splitlines()]
    changed = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in CHANGES[change](lines))
    report = verified(true_pack, tmp_path, changed.encode())
    assert [line.word for line in report.lines if line.ok is False] == ["log.broken"]


@pytest.mark.parametrize(("taken", "cut", "left"), [(1, 2, 2), (2, 3, 2), (3, 4, 3)])
async def test_a_line_taken_out_of_the_store_is_found_in_each_later_pack(
    true_pack: Made, tmp_path: Path, taken: int, cut: int, left: int
) -> None:
    """Of this visit or of another thing: what follows it does not follow from what stood before it."""
    data = await write_log(tmp_path, taken)
    *lines, end = map(json.loads, data.splitlines())
    assert (len(lines), end["lines"], end["cut"]) == (left, left, cut)
    report = verified(true_pack, tmp_path, data)
    assert [(line.word, line.about) for line in report.lines if line.ok is False] == [("log.cut", (cut,))]
    assert f"[WRONG] log: cut at line {cut} already" in verify.printed(report, "en")


async def test_a_pack_made_before_lines_were_counted_is_proven(true_pack: Made, tmp_path: Path) -> None:
    *lines, end = (await write_log(tmp_path)).splitlines(keepends=True)
    older = {name: said for name, said in json.loads(end).items() if name in ("head", "digest")}
    assert not verified(true_pack, tmp_path, b"".join(lines) + json.dumps(older).encode() + b"\n").wrong()


@pytest.mark.parametrize("data", [b"\xff", b"{", b"[1]\n", b"[" * 100_000, b'{"number":NaN}\n{}\n', b"null\n" * 3])
def test_what_is_no_log_is_said(true_pack: Made, tmp_path: Path, data: bytes) -> None:
    assert verified(true_pack, tmp_path, data).wrong()


def test_a_pack_without_a_log_is_proven_as_before(true_pack: Made, tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(zipped(true_pack.entries()))
    report = verify.check(path, true_pack.signer.public.public, derive=False)
    assert not report.wrong()
    assert not any(line.word.startswith("log") for line in report.lines)
