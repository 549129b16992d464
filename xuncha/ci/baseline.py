"""A baseline: shortfalls that somebody accepted, with a reason and a day on which that ends. Only what is new fails a run."""

from __future__ import annotations

import datetime
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from xuncha.ci.shortfalls import Shortfall
from xuncha.target import BadTarget

HEAD = """\
# Accepted shortfalls of {url}
# 已接受的不足：在 until（含当日）之前、且页面所示未变时，不使检测失败。reason 必填。
# Each holds until that day (included) and while the pages still show the same; without a fingerprint it holds whatever they show.
"""


class _Accepted(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    item: str = Field(pattern=r"^\d+\.\d+-\d+$")
    probe: str = Field(min_length=1)
    reason: str = Field(min_length=1, pattern=r"\S")  # blanks are no reason
    until: datetime.date
    fingerprint: str = ""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    accepted: tuple[_Accepted, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """One shortfall that is known and borne until a day. ``fingerprint`` empty = whatever the pages show."""

    item: str
    probe: str
    reason: str
    until: datetime.date
    fingerprint: str = ""

    def covers(self, shortfall: Shortfall, today: datetime.date) -> bool:
        same = self.item == shortfall.item and self.probe == shortfall.probe
        return same and today <= self.until and self.fingerprint in ("", shortfall.fingerprint)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Shortfalls by what the baseline says of them, and entries of it that have ended or fit nothing any more."""

    new: tuple[Shortfall, ...]
    accepted: tuple[tuple[Shortfall, Accepted], ...] = ()
    ended: tuple[Accepted, ...] = ()
    unused: tuple[Accepted, ...] = ()


def load(path: Path) -> tuple[Accepted, ...]:
    """Raises BadTarget with one line that names the entry and the fault."""
    try:
        table = _Table.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise BadTarget(f"基线文件 {path} 无法读取：{said}", f"the baseline {path} cannot be read: {said}") from fault
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadTarget(
            f"基线文件 {path} 不是有效的 TOML：{fault}", f"the baseline {path} is no TOML: {fault}"
        ) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        said = f"{where}: {first['msg'].lower()}"
        raise BadTarget(f"基线文件 {path}：{said}", f"the baseline {path}: {said}") from fault
    return tuple(Accepted(each.item, each.probe, each.reason, each.until, each.fingerprint) for each in table.accepted)


def sort(shortfalls: Iterable[Shortfall], baseline: Iterable[Accepted], today: datetime.date) -> Sorted:
    """What is new and what is accepted on that day."""
    entries = tuple(baseline)
    new: list[Shortfall] = []
    accepted: list[tuple[Shortfall, Accepted]] = []
    for shortfall in shortfalls:
        entry = next((each for each in entries if each.covers(shortfall, today)), None)
        if entry is None:
            new.append(shortfall)
        else:
            accepted.append((shortfall, entry))
    used = {entry for _, entry in accepted}
    ended = tuple(each for each in entries if each.until < today)
    unused = tuple(each for each in entries if each not in used and each not in ended)
    return Sorted(tuple(new), tuple(accepted), ended, unused)


def dump(url: str, shortfalls: Iterable[Shortfall], reason: str, until: datetime.date) -> str:
    """A baseline that accepts all of these, as TOML for people to go through."""
    entries = [
        f"\n# {_comment(each.because.zh)}\n[[accepted]]\nitem = {_quoted(each.item)}\nprobe = {_quoted(each.probe)}\n"
        f"reason = {_quoted(reason)}\nuntil = {until.isoformat()}\nfingerprint = {_quoted(each.fingerprint)}\n"
        for each in shortfalls
    ]
    return HEAD.format(url=_comment(url)) + "".join(entries)


def _quoted(text: str) -> str:
    """A basic string of TOML: as JSON spells it, but for the one character that JSON leaves bare and TOML forbids."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    """Words of a page in one line of a comment, without control characters."""
    return "".join(each if each.isprintable() else " " for each in text)[:160]
