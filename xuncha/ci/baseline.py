"""A baseline: shortfalls accepted with a reason and an expiry day. Only new ones fail a run."""

from __future__ import annotations

import datetime
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from crawler.table_builder import Matching, Misbuilt, Said, build_dataclass
from xuncha.ci.shortfalls import Shortfall
from xuncha.settings.target import InvalidInput

HEAD = """\
# Accepted shortfalls of {url}
# 已接受的不足：在 until（含当日）之前、且页面所示未变时，不使检测失败。reason 必填。
# Each holds until that day (included) and while the pages still show the same; without a fingerprint it holds whatever they show.
"""


@dataclass(frozen=True, slots=True)
class AcceptedShortfall:
    """One known shortfall, accepted until a day. An empty ``fingerprint`` matches whatever the pages show."""

    item: Annotated[str, Matching(r"\d+\.\d+-\d+", "must be the number of an item")]
    probe: Said
    reason: Annotated[str, Matching(r"(?s).*\S.*", "must say why")]
    until: datetime.date
    fingerprint: str = ""

    def covers(self, shortfall: Shortfall, today: datetime.date) -> bool:
        """Whether this entry accepts the shortfall on that day."""
        same = self.item == shortfall.item and self.probe == shortfall.probe
        return same and today <= self.until and self.fingerprint in ("", shortfall.fingerprint)


@dataclass(frozen=True, slots=True)
class _Table:
    """The file's contents."""

    accepted: tuple[AcceptedShortfall, ...] = ()


@dataclass(frozen=True, slots=True)
class SortedShortfalls:
    """Shortfalls split by the baseline, and the baseline entries that have expired or match nothing any more."""

    new: tuple[Shortfall, ...]
    accepted: tuple[tuple[Shortfall, AcceptedShortfall], ...] = ()
    ended: tuple[AcceptedShortfall, ...] = ()
    unused: tuple[AcceptedShortfall, ...] = ()


def load_baseline(path: Path) -> tuple[AcceptedShortfall, ...]:
    """Read a baseline file. Raises InvalidInput with one line that names the entry and what is wrong with it."""
    try:
        return build_dataclass(_Table, tomllib.loads(path.read_text("utf-8"))).accepted
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise InvalidInput(
            f"基线文件 {path} 无法读取：{said}", f"the baseline {path} cannot be read: {said}"
        ) from fault
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise InvalidInput(
            f"基线文件 {path} 不是有效的 TOML：{fault}", f"the baseline {path} is no TOML: {fault}"
        ) from fault
    except Misbuilt as fault:
        where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in fault.place)
        said = f"{where}: {fault.what}"
        raise InvalidInput(f"基线文件 {path}：{said}", f"the baseline {path}: {said}") from fault


def sort_shortfalls(
    shortfalls: Iterable[Shortfall], baseline: Iterable[AcceptedShortfall], today: datetime.date
) -> SortedShortfalls:
    """Split shortfalls into new and accepted ones as of ``today``."""
    entries = tuple(baseline)
    new: list[Shortfall] = []
    accepted: list[tuple[Shortfall, AcceptedShortfall]] = []
    for shortfall in shortfalls:
        entry = next((entry for entry in entries if entry.covers(shortfall, today)), None)
        if entry is None:
            new.append(shortfall)
        else:
            accepted.append((shortfall, entry))
    used = {entry for _, entry in accepted}
    ended = tuple(entry for entry in entries if entry.until < today)
    unused = tuple(entry for entry in entries if entry not in used and entry not in ended)
    return SortedShortfalls(tuple(new), tuple(accepted), ended, unused)


def format_baseline(url: str, shortfalls: Iterable[Shortfall], reason: str, until: datetime.date) -> str:
    """A baseline that accepts all of these shortfalls, as TOML for people to review."""
    entries = [
        f"\n# {_comment(shortfall.because.zh)}\n[[accepted]]\nitem = {_quoted(shortfall.item)}\nprobe = {_quoted(shortfall.probe)}\n"
        f"reason = {_quoted(reason)}\nuntil = {until.isoformat()}\nfingerprint = {_quoted(shortfall.fingerprint)}\n"
        for shortfall in shortfalls
    ]
    return HEAD.format(url=_comment(url)) + "".join(entries)


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's spelling, but with the one character escaped that JSON allows and TOML forbids."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    """Page text as one comment line, without control characters."""
    return "".join(character if character.isprintable() else " " for character in text)[:160]
