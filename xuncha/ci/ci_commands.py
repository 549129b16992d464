"""The commands ``check`` and ``baseline``: compare a stored audit, or any audit.json, with accepted shortfalls."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from probes.finding import Text
from storage.audit_list import find_audit
from storage.audits import load_audit
from storage.errors import NotFound
from storage.visits.sites import load_viewable_site
from xuncha.ci import baseline
from xuncha.ci.gate import BuildGate, apply_gate, beijing_today, read_audit_json
from xuncha.ci.shortfalls import list_shortfalls
from xuncha.console.lang import Lang, render_text
from xuncha.judging.rules import load_rules
from xuncha.reports import record as records
from xuncha.settings.stores import open_data_store
from xuncha.settings.target import InvalidInput


async def check_audit(audit: str, data: Path, gate: BuildGate) -> int:
    """The exit code of ``check``: 1 where a new shortfall fails the gate. Raises InvalidInput, StorageError."""
    return apply_gate(await _record(audit, data), gate, beijing_today())


async def write_baseline(audit: str, data: Path, to: Path, reason: str, until: str, lang: Lang) -> int:
    """Write a baseline of all shortfalls of this audit; never overwrites a file. Raises InvalidInput, StorageError."""
    if not reason.strip():
        raise InvalidInput("请用 --reason 写明接受的理由", "say with --reason why these are accepted")
    try:
        day = datetime.date.fromisoformat(until)
    except ValueError:
        raise InvalidInput("--until 应为日期，如 2027-03-31", "--until must be a day like 2027-03-31") from None
    if day < beijing_today():
        raise InvalidInput("--until 已经过去", "--until has passed already")
    record = await _record(audit, data)
    found = list_shortfalls(record)
    try:
        with to.open("x", encoding="utf-8", errors="replace") as file:
            file.write(baseline.format_baseline(record["target"]["url"], found, reason, day))
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise InvalidInput(f"无法写入 {to}：{said}", f"cannot write {to}: {said}") from fault
    print(render_text(Text(f"已写入 {len(found)} 项：{to}", f"{len(found)} entries written: {to}"), lang))
    return 0


async def _record(audit: str, data: Path) -> Mapping[str, Any]:
    """The record of an audit given as a file or by the beginning of its id."""
    if audit.endswith(".json"):
        return read_audit_json(Path(audit))
    async with open_data_store(data) as store:
        listed = await find_audit(store, audit)
        if not listed.audit:
            raise NotFound(audit)
        kept = await load_audit(store, listed.audit)
        site, _ = await load_viewable_site(store, listed.visit)
    rules = load_rules()
    made = records.build_record(kept, site, rules.standard, rules.checks)
    plain: dict[str, Any] = json.loads(json.dumps(made))
    return plain
