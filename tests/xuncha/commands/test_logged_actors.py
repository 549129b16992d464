"""Sheets and documents of the command line stand in the log as the operating system's user."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage.db.session import open_store
from storage.people.action_log import Action, find_broken_link, list_actions
from storage.visits.audit import Audit
from tests.xuncha.keeping import kept, made
from xuncha.commands.run_decide import run_attach
from xuncha.commands.run_sheet import make_sheet
from xuncha.console.lang import Lang
from xuncha.settings.os_user import name_cli_actor


async def lines_of(data: Path) -> tuple[Action, ...]:
    async with open_store(data) as store:
        return await list_actions(store)


async def a_visit(data: Path) -> Audit:
    async with open_store(data) as store:
        return await kept(store, made())


async def test_sheets_and_documents_are_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "somebody-else")
    monkeypatch.setenv("USER", "somebody-else")
    data = tmp_path / "data"
    audit = await a_visit(data)
    assert await make_sheet(data, audit.id, tmp_path / "review.xlsx", Lang.ZH) == 0
    item = audit.verdicts[0].item
    scan = tmp_path / "证明.pdf"
    scan.write_bytes(b"%PDF-1.7\n1 0 obj<<>>endobj\n")
    for _ in range(2):
        assert await run_attach(data, audit.id, scan, (item,), "甲", "", "", "", Lang.ZH) == 0
    lines = await lines_of(data)
    of = f"visit:{audit.visit}"
    assert [(line.action, line.subject) for line in lines] == [("make_sheet", of), ("file", of)]
    assert {line.actor for line in lines} == {name_cli_actor()}
    assert "somebody-else" not in name_cli_actor()
    assert json.loads(lines[1].detail)["subject"] == item
    assert find_broken_link(lines) is None
