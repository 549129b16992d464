"""Packs of many audits into a folder, one file each, with an index that says which file is whose and why one is missing."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from probes.finding import Text
from storage import errors
from storage.listing import SHORT
from storage.packs import Pack
from storage.rejudging import Standing, standings
from storage.session import Store
from storage.tables import VisitState
from xuncha import faults, workbook
from xuncha.choosing import tagged
from xuncha.pack.build import Tell, pack_of
from xuncha.pack.export import SEALED, Options, telling, write
from xuncha.pack.extras import NotPrinted
from xuncha.pack.said import table
from xuncha.progress import shown
from xuncha.stores import opened
from xuncha.target import BadTarget
from xuncha.words import say

SOME_MISSING = 1
# What is wrong with one audit; all else is wrong with the store and ends the whole.
OF_THE_AUDIT = (
    errors.BlobMissing, errors.BlobDamaged, errors.RecordDamaged, errors.NotFound, errors.Pruned, BadTarget, NotPrinted,
)  # fmt: skip
_UNSAFE = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Exported:
    """One line of the index: the file and its SHA-256, or ``why`` there is none."""

    standing: Standing
    file: str = ""
    sha256: str = ""
    pack: Pack | None = None
    why: Text | None = None


async def export_many(options: Options, tag: str, since: datetime | None) -> int:
    """Every audit since then, or the newest one of each platform of a tag. 1 where some could not be packed. Raises BadTarget."""
    index = options.to / "index.xlsx"
    done: list[Exported] = []
    async with opened(options.data) as store:
        wanted = await chosen(store, tag, since)
        if not wanted:
            raise BadTarget("没有符合条件的检测", "no audit is so old or has that tag")
        _folder(options.to)
        try:
            with shown(options.lang) as line:
                for number, standing in enumerate(wanted, 1):
                    tell = telling(line, f"{number}/{len(wanted)} {standing.audit[:SHORT]}")
                    done.append(await _one(store, options, standing, tell))
                    gc.collect()  # what one pack was made of is let go of before the next
        finally:  # also of what was done until somebody ended it
            workbook.write(index, [_sheet(done)], options.lang)
    missing = sum(each.why is not None for each in done)
    print(say(_told(len(done) - missing, missing, options.to), options.lang))
    if options.sealed:
        print(say(SEALED, options.lang))
    return SOME_MISSING if missing else 0


def _folder(to: Path) -> None:
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise BadTarget(f"无法写入目录 {to}：{said}", f"cannot write to the folder {to}: {said}") from fault


async def chosen(store: Store, tag: str, since: datetime | None) -> tuple[Standing, ...]:
    """The audits to pack, oldest first: the newest judgement of each finished visit. Raises BadTarget for an unknown tag."""
    seen = [each for each in await standings(store, since) if each.audit and each.state is VisitState.DONE]
    if tag:
        urls: Collection[str] = await tagged(store, tag)
        seen = [each for each in seen if each.url in urls]
        if since is None:
            seen = list({each.url: each for each in seen}.values())
    return tuple(seen)


async def _one(store: Store, options: Options, standing: Standing, tell: Tell) -> Exported:
    name = file_of(standing)
    try:
        pack, _ = await pack_of(store, standing.audit, options.wish, tell)
        await asyncio.to_thread(write, store, pack, options.to / name)
    except OF_THE_AUDIT as fault:
        return Exported(standing, why=faults.told(fault))
    return Exported(standing, name, await asyncio.to_thread(_sha256, options.to / name), pack)


def file_of(standing: Standing) -> str:
    """The host and the audit: safe on every system, and the same each time."""
    host = _UNSAFE.sub("-", (urlsplit(standing.url).netloc or "platform").lower()).strip("-.")[:80]
    return f"{host or 'platform'}-{standing.audit[:SHORT]}.zip"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sheet(done: Sequence[Exported]) -> workbook.Sheet:
    said = table()["sheets"]["index"]
    return workbook.Sheet(said["name"], said["heads"], [list(_row(each)) for each in done])


def _row(each: Exported) -> Iterator[workbook.Cell]:
    of, pack = each.standing, each.pack
    yield from (of.name, of.url, of.audit, f"{of.started_at.astimezone():%Y-%m-%d %H:%M}")
    yield each.file or None
    yield pack.size / 1e6 if pack else None
    yield each.sha256 or None
    yield pack.manifest if pack else None
    yield pack.masked if pack else None
    yield ("是 yes" if pack.sealed else "否 no") if pack else None
    yield f"{each.why.zh} {each.why.en}" if each.why else None


def _told(packed: int, missing: int, to: Path) -> Text:
    zh, en = (
        f"已导出 {packed} 个证据包到 {to}，目录见 index.xlsx",
        f"{packed} packs written to {to}, listed in index.xlsx",
    )
    if not missing:
        return Text(zh, en)
    return Text(f"{zh}；{missing} 个未能导出，原因见目录", f"{en}; {missing} could not be packed, see there why")
