"""Packs of many audits in a folder, with an index that says which file belongs to whom and why one is missing."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from probes.finding import Text
from storage import errors
from storage.audit_list import SHORT
from storage.db.session import Store
from storage.db.tables import VisitState
from storage.packs import Pack
from storage.rejudging import LatestJudgement, list_latest_judgements
from xuncha.console.lang import render_text
from xuncha.console.progress_bar import show_progress
from xuncha.pack.build import Tell, make_pack
from xuncha.pack.documents.pack_words import load_pack_words
from xuncha.pack.documents.wording import format_seconds
from xuncha.pack.export import SEALED, ExportOptions, make_progress_teller, write_pack
from xuncha.pack.not_printed import NotPrinted
from xuncha.reports import table_files
from xuncha.settings.select import find_tagged_urls
from xuncha.settings.stores import open_data_store
from xuncha.settings.target import InvalidInput

SOME_MISSING = 1
# What is wrong with one audit only; anything else is wrong with the store and ends the batch.
OF_THE_AUDIT = (
    errors.BlobMissing, errors.BlobDamaged, errors.RecordDamaged, errors.NotFound, errors.Pruned, InvalidInput, NotPrinted,
)  # fmt: skip
_UNSAFE = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class ExportedPack:
    """One line of the index: the file and its SHA-256, or ``why`` there is none."""

    standing: LatestJudgement
    file: str = ""
    sha256: str = ""
    pack: Pack | None = None
    why: Text | None = None


async def export_packs(
    options: ExportOptions, tag: str, since: datetime | None, describe: Callable[[Exception], Text]
) -> int:
    """Export every audit since then, or the newest of each platform of a tag. Raises InvalidInput.

    The exit code: 1 where some could not be packed. ``describe`` says in the index what kept an audit from being packed.
    """
    index = options.to / "index.xlsx"
    done: list[ExportedPack] = []
    async with open_data_store(options.data) as store:
        wanted = await choose_audits(store, tag, since)
        if not wanted:
            raise InvalidInput("没有符合条件的检测", "no audit is so old or has that tag")
        _folder(options.to)
        try:
            with show_progress(options.lang) as line:
                for number, standing in enumerate(wanted, 1):
                    tell = make_progress_teller(line, f"{number}/{len(wanted)} {standing.audit[:SHORT]}")
                    done.append(await _one(store, options, standing, tell, describe))
                    gc.collect()  # release what one pack was made of before the next
        finally:  # also for what was done before an interruption
            table_files.write_tables(index, [_sheet(done)], options.lang)
    missing = sum(pack.why is not None for pack in done)
    print(render_text(_told(len(done) - missing, missing, options.to), options.lang))
    if options.sealed:
        print(render_text(SEALED, options.lang))
    return SOME_MISSING if missing else 0


def _folder(to: Path) -> None:
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise InvalidInput(f"无法写入目录 {to}：{said}", f"cannot write to the folder {to}: {said}") from fault


async def choose_audits(store: Store, tag: str, since: datetime | None) -> tuple[LatestJudgement, ...]:
    """The audits to pack, oldest first: the newest judgement of each finished visit.

    Raises InvalidInput for an unknown tag.
    """
    seen = [
        judgement
        for judgement in await list_latest_judgements(store, since)
        if judgement.audit and judgement.state is VisitState.DONE
    ]
    if tag:
        urls: Collection[str] = await find_tagged_urls(store, tag)
        seen = [judgement for judgement in seen if judgement.url in urls]
        if since is None:
            seen = list({judgement.url: judgement for judgement in seen}.values())
    return tuple(seen)


async def _one(
    store: Store,
    options: ExportOptions,
    standing: LatestJudgement,
    tell: Tell,
    describe: Callable[[Exception], Text],
) -> ExportedPack:
    name = name_pack_file(standing)
    try:
        pack, _ = await make_pack(store, standing.audit, options.wish, tell)
        await asyncio.to_thread(write_pack, store, pack, options.to / name)
    except OF_THE_AUDIT as fault:
        return ExportedPack(standing, why=describe(fault))
    return ExportedPack(standing, name, await asyncio.to_thread(_sha256, options.to / name), pack)


def name_pack_file(standing: LatestJudgement) -> str:
    """A file name from the host and the audit: valid on every system, and the same each time."""
    host = _UNSAFE.sub("-", (urlsplit(standing.url).netloc or "platform").lower()).strip("-.")[:80]
    return f"{host or 'platform'}-{standing.audit[:SHORT]}.zip"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sheet(done: Sequence[ExportedPack]) -> table_files.TableSheet:
    said = load_pack_words()["sheets"]["index"]
    return table_files.TableSheet(said["name"], said["heads"], [list(_row(pack)) for pack in done])


def _row(exported: ExportedPack) -> Iterator[table_files.Cell]:
    of, pack = exported.standing, exported.pack
    yield from (of.name, of.url, of.audit, format_seconds(of.started_at)[:16])
    yield exported.file or None
    yield pack.size / 1e6 if pack else None
    yield exported.sha256 or None
    yield pack.manifest if pack else None
    yield pack.masked if pack else None
    yield ("是 yes" if pack.sealed else "否 no") if pack else None
    yield f"{exported.why.zh} {exported.why.en}" if exported.why else None


def _told(packed: int, missing: int, to: Path) -> Text:
    zh, en = (
        f"已导出 {packed} 个证据包到 {to}，目录见 index.xlsx",
        f"{packed} packs written to {to}, listed in index.xlsx",
    )
    if not missing:
        return Text(zh, en)
    return Text(f"{zh}；{missing} 个未能导出，原因见目录", f"{en}; {missing} could not be packed, see there why")
