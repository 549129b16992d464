"""The CI gate: fails a run for shortfalls that no baseline accepts, and writes files for other tools."""

from __future__ import annotations

import datetime
import errno
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probes.finding import Text
from xuncha.audit.report_files import prove_writable
from xuncha.ci import baseline
from xuncha.ci.baseline import SortedShortfalls
from xuncha.ci.junit import render_junit
from xuncha.ci.sarif import render_sarif
from xuncha.ci.shortfalls import Severity, Shortfall, list_shortfalls
from xuncha.console.lang import Lang, render_text
from xuncha.reports import record as records
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import BEIJING

FAILED = 1


@dataclass(frozen=True, slots=True)
class BuildGate:
    """The gate's options.

    ``fail_on``: the least severity of a new shortfall that fails the run; None = nothing does.
    """

    baseline: Path | None = None
    fail_on: Severity | None = None
    junit: Path | None = None
    sarif: Path | None = None
    lang: Lang = Lang.ZH

    @property
    def asked(self) -> bool:
        """Whether any option of the gate was given."""
        return any((self.baseline, self.fail_on, self.junit, self.sarif))

    @property
    def worst(self) -> Severity:
        """The least severity that counts as a failure in the files: ``fail_on``, else a failed item."""
        return self.fail_on or Severity.FAIL


def beijing_today() -> datetime.date:
    """Today's date in Beijing, by which baseline entries expire."""
    return datetime.datetime.now(BEIJING).date()


def parse_severity(said: str) -> Severity | None:
    """The severity of that name. Raises InvalidInput."""
    if not said:
        return None
    try:
        return Severity(said)
    except ValueError:
        names = ", ".join(Severity)
        raise InvalidInput(f"--fail-on 应为 {names} 之一", f"--fail-on must be one of {names}") from None


def read_audit_json(path: Path) -> dict[str, Any]:
    """Read an audit.json. Raises InvalidInput where the file is not one."""
    try:
        said: dict[str, Any] = json.loads(path.read_text("utf-8"))
        records.validate_record(said)
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise InvalidInput(f"{path} 无法读取：{why}", f"{path} cannot be read: {why}") from fault
    except (ValueError, records.RecordInvalid) as fault:
        raise InvalidInput(f"{path} 不是 audit.json：{fault}", f"{path} is no audit.json: {fault}") from fault
    return said


def apply_gate(record: Mapping[str, Any], gate: BuildGate, day: datetime.date) -> int:
    """Write the requested files, print new, accepted and expired shortfalls, and return the exit code.

    Raises InvalidInput.
    """
    accepted = baseline.load_baseline(gate.baseline) if gate.baseline else ()
    found = baseline.sort_shortfalls(list_shortfalls(record), accepted, day)
    if gate.junit:
        _write(gate.junit, render_junit(record, found, gate.worst, gate.lang))
    if gate.sarif:
        _write(gate.sarif, render_sarif(record, found, gate.lang))
    failing = [shortfall for shortfall in found.new if shortfall.severity.rank <= gate.worst.rank]
    for line in _lines(found, failing, gate.lang):
        print(line)
    return FAILED if failing and (gate.fail_on or gate.baseline) else 0


def _lines(found: SortedShortfalls, failing: list[Shortfall], lang: Lang) -> list[str]:
    heads = [
        render_text(Text(f"新的不足 {len(failing)} 项", f"{len(failing)} new shortfalls"), lang),
        render_text(Text(f"已接受 {len(found.accepted)} 项", f"{len(found.accepted)} accepted"), lang),
    ]
    lines = ["; ".join(heads)]
    lines += [
        f"  {shortfall.severity}  {shortfall.item}  {shortfall.probe}: {render_text(shortfall.because, lang)}"
        for shortfall in failing
    ]
    lines += [
        render_text(
            Text(
                f"  接受已到期（{shortfall.until}）：{shortfall.item} {shortfall.probe}",
                f"  accepted until {shortfall.until}, now over: {shortfall.item} {shortfall.probe}",
            ),
            lang,
        )
        for shortfall in found.ended
    ]
    lines += [
        render_text(
            Text(
                f"  基线条目已无对应：{shortfall.item} {shortfall.probe}",
                f"  this entry of the baseline fits nothing any more: {shortfall.item} {shortfall.probe}",
            ),
            lang,
        )
        for shortfall in found.unused
    ]
    return lines


def prove_file_writable(path: Path) -> None:
    """Check that the file can be written, without changing what is there. Raises InvalidInput."""
    try:
        prove_writable(path.parent)
    except OSError as fault:
        raise _unwritable(path, fault.strerror or str(fault)) from fault
    if path.is_dir():
        raise _unwritable(path, os.strerror(errno.EISDIR))


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        records.write_atomically(data, path, 0o644)  # other programs of the build read it, as whatever user
    except OSError as fault:
        raise _unwritable(path, fault.strerror or str(fault)) from fault


def _unwritable(path: Path, why: str) -> InvalidInput:
    return InvalidInput(f"无法写入 {path}：{why}", f"cannot write {path}: {why}")
