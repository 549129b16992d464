"""The commands ``check`` and ``baseline``: a stored audit, or an audit.json from anywhere, against accepted shortfalls."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from probes.finding import Text
from storage.audits import load_audit
from storage.errors import NotFound
from storage.listing import find_audit
from storage.sites import load_shown
from xuncha.audit import load_rules
from xuncha.ci import baseline
from xuncha.ci.gate import Gate, apply, read, today
from xuncha.ci.shortfalls import shortfalls
from xuncha.reports import record as records
from xuncha.stores import opened
from xuncha.target import BadTarget
from xuncha.words import Lang, say


async def check(audit: str, data: Path, gate: Gate) -> int:
    """Exit code 1 where something new is wanting. Raises BadTarget, StorageError."""
    return apply(await _record(audit, data), gate, today())


async def write_baseline(audit: str, data: Path, to: Path, reason: str, until: str, lang: Lang) -> int:
    """A baseline of all that this audit found wanting. Raises BadTarget, StorageError; never writes over a file."""
    if not reason.strip():
        raise BadTarget("请用 --reason 写明接受的理由", "say with --reason why these are accepted")
    try:
        day = datetime.date.fromisoformat(until)
    except ValueError:
        raise BadTarget("--until 应为日期，如 2027-03-31", "--until must be a day like 2027-03-31") from None
    if day < today():
        raise BadTarget("--until 已经过去", "--until has passed already")
    record = await _record(audit, data)
    found = shortfalls(record)
    try:
        with to.open("x", encoding="utf-8", errors="replace") as file:
            file.write(baseline.dump(record["target"]["url"], found, reason, day))
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise BadTarget(f"无法写入 {to}：{said}", f"cannot write {to}: {said}") from fault
    print(say(Text(f"已写入 {len(found)} 项：{to}", f"{len(found)} entries written: {to}"), lang))
    return 0


async def _record(audit: str, data: Path) -> Mapping[str, Any]:
    """The record of an audit given by a file or by the first letters of its id."""
    if audit.endswith(".json"):
        return read(Path(audit))
    async with opened(data) as store:
        listed = await find_audit(store, audit)
        if not listed.audit:
            raise NotFound(audit)
        kept = await load_audit(store, listed.audit)
        site, _ = await load_shown(store, listed.visit)
    rules = load_rules()
    made = records.build(kept, site, rules.standard, rules.checks)
    plain: dict[str, Any] = json.loads(json.dumps(made))
    return plain
