"""What fails a build: shortfalls of one audit.json that no baseline accepts, and the files other tools read."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from probes.finding import Text
from xuncha.ci import baseline
from xuncha.ci.baseline import Sorted
from xuncha.ci.junit import junit
from xuncha.ci.sarif import sarif
from xuncha.ci.shortfalls import Severity, Shortfall, shortfalls
from xuncha.reports import record as records
from xuncha.target import BadTarget
from xuncha.words import Lang, say

FAILED = 1
HERE = ZoneInfo("Asia/Shanghai")  # a baseline's days end where the standard applies


@dataclass(frozen=True, slots=True)
class Gate:
    """``fail_on`` is the least severity of a new shortfall that fails the run; None = nothing does."""

    baseline: Path | None = None
    fail_on: Severity | None = None
    junit: Path | None = None
    sarif: Path | None = None
    lang: Lang = Lang.ZH

    @property
    def asked(self) -> bool:
        return any((self.baseline, self.fail_on, self.junit, self.sarif))

    @property
    def worst(self) -> Severity:
        return self.fail_on or Severity.FAIL


def today() -> datetime.date:
    return datetime.datetime.now(HERE).date()


def severity(said: str) -> Severity | None:
    """Raises BadTarget."""
    if not said:
        return None
    try:
        return Severity(said)
    except ValueError:
        names = ", ".join(Severity)
        raise BadTarget(f"--fail-on 应为 {names} 之一", f"--fail-on must be one of {names}") from None


def read(path: Path) -> dict[str, Any]:
    """An audit.json. Raises BadTarget where it is none."""
    try:
        said: dict[str, Any] = json.loads(path.read_text("utf-8"))
        records.validate(said)
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise BadTarget(f"{path} 无法读取：{why}", f"{path} cannot be read: {why}") from fault
    except (ValueError, records.RecordInvalid) as fault:
        raise BadTarget(f"{path} 不是 audit.json：{fault}", f"{path} is no audit.json: {fault}") from fault
    return said


def apply(record: Mapping[str, Any], gate: Gate, day: datetime.date) -> int:
    """Write what was asked for, print what is new, accepted and ended; the exit code. Raises BadTarget."""
    accepted = baseline.load(gate.baseline) if gate.baseline else ()
    found = baseline.sort(shortfalls(record), accepted, day)
    if gate.junit:
        _write(gate.junit, junit(record, found, gate.worst, gate.lang))
    if gate.sarif:
        _write(gate.sarif, sarif(record, found, gate.lang))
    failing = [each for each in found.new if each.severity.rank <= gate.worst.rank]
    for line in _lines(found, failing, gate.lang):
        print(line)
    return FAILED if failing and (gate.fail_on or gate.baseline) else 0


def _lines(found: Sorted, failing: list[Shortfall], lang: Lang) -> list[str]:
    heads = [
        say(Text(f"新的不足 {len(failing)} 项", f"{len(failing)} new shortfalls"), lang),
        say(Text(f"已接受 {len(found.accepted)} 项", f"{len(found.accepted)} accepted"), lang),
    ]
    lines = ["; ".join(heads)]
    lines += [f"  {each.severity}  {each.item}  {each.probe}: {say(each.because, lang)}" for each in failing]
    lines += [
        say(
            Text(
                f"  接受已到期（{each.until}）：{each.item} {each.probe}",
                f"  accepted until {each.until}, now over: {each.item} {each.probe}",
            ),
            lang,
        )
        for each in found.ended
    ]
    lines += [
        say(
            Text(
                f"  基线条目已无对应：{each.item} {each.probe}",
                f"  this entry of the baseline fits nothing any more: {each.item} {each.probe}",
            ),
            lang,
        )
        for each in found.unused
    ]
    return lines


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        records.write_whole(data, path)
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise BadTarget(f"无法写入 {path}：{said}", f"cannot write {path}: {said}") from fault
