"""Makes the pack of an audit, once: the same audit, documents and wish give the same bytes for ever."""

from __future__ import annotations

import asyncio
import dataclasses
import errno
import hashlib
import json
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler import wire
from probes.finding import Text
from storage.audits import Audit, load_audit
from storage.documents import Document
from storage.packs import File, Pack, PackKeeper, begin_pack, find_pack, pack_before
from storage.session import Store
from storage.sites import load_site
from xuncha.pack import (
    book,
    container,
    earl,
    filed,
    minutes,
    notes,
    paper,
    rules_source,
    screens,
    verifier,
    views,
    wacz,
)
from xuncha.pack.keys import Signer
from xuncha.pack.manifest import (
    MANIFEST,
    SCHEMA,
    SEAL,
    SEAL_SIGNATURE,
    SIGNATURE,
    Head,
    Listed,
    Previous,
    canonical,
    manifest,
    seal,
    sha256,
)  # fmt: skip
from xuncha.pack.mask import masked
from xuncha.pack.parts import Facts, Part
from xuncha.pack.timestamp import stamps
from xuncha.reports import record
from xuncha.rules import load_rules
from xuncha.ruleset import ruleset
from xuncha.target import BadTarget
from xuncha.write import filed as documents_filed
from xuncha.write import kept

SHORT = 8
Tell = Callable[[Text], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How a pack is to be made: originals instead of masked ones, time stamps by these authorities, with this key and browser."""

    signer: Callable[[], Signer]
    sealed: bool = False
    tsas: tuple[str, ...] = ()
    browser: Path | None = None


async def pack_of(store: Store, id: str, wish: Wish, tell: Tell) -> tuple[Pack, bool]:
    """The pack of that audit, and whether it was made just now.

    Raises NotFound, Pruned, BadTarget for one judged under rules that are not those of today, KeyFault, NotPrinted, StorageError.
    """
    audit = await load_audit(store, id)
    site = await load_site(store, audit.visit)
    documents = await documents_filed(store, audit, site)
    signer = wish.signer()
    basis, found = await _made_before(store, audit, documents, wish, signer.public.public)
    if found is not None:
        return found, False
    if audit.ruleset != ruleset():
        short = audit.id[:SHORT]
        raise BadTarget(
            f"{short} 按旧版规则判定，当时的规则已不在，无法装入证据包；请先 xuncha rejudge {short}，再导出新的编号",
            f"{short} was judged under earlier rules, which are not here to be packed: run 'xuncha rejudge {short}' and export what it gives",
        )
    rules, at = load_rules(), datetime.now(UTC).replace(microsecond=0)
    before = await pack_before(store, site.platform.url, audit.id, audit.created_at)
    data = await asyncio.to_thread(record.build, audit, site, rules.standard, rules.checks, documents)
    facts = original = Facts(audit, site, rules, data, documents, kept(store.blobs.read), at, wish.sealed)
    count: Callable[[str], int] = _none
    total = 0
    with _told_where_it_cannot_be_made(audit.id[:SHORT]):
        if not wish.sealed:
            tell(Text("遮盖个人信息", "masking personal data"))
            veiled = await asyncio.to_thread(masked, facts)
            facts, count, total = veiled.facts, veiled.count, veiled.total
        keeper = await begin_pack(store, audit.id, audit.created_at, audit.visit, basis, at)
        making = _Making(keeper, tell)
        await making.all(_parts(facts, original, wish, count))
        await making.all(_each(minutes.parts(facts, making.named())))
    head = Head(
        keeper.id, audit.id, audit.visit, site.platform.url, str(facts.record["target"]["name"]), at, audit.ruleset,
        wish.sealed, total, facts.record["engine"], _previous(before),
    )  # fmt: skip
    return await _signed(keeper, making, head, signer, wish, at), True


async def _made_before(
    store: Store, audit: Audit, documents: Iterable[Document], wish: Wish, public: str
) -> tuple[str, Pack | None]:
    """The basis to make a pack by, and the pack if there is one already: one that lacks a stamp is made again, to ask once more."""
    documents = tuple(documents)
    attempt = 0
    while True:
        basis = basis_of(audit, documents, wish, public, attempt)
        found = await find_pack(store, audit.id, basis)
        if found is None or not await asyncio.to_thread(_lacks_stamps, store, found):
            return basis, found
        attempt += 1


def _lacks_stamps(store: Store, pack: Pack) -> bool:
    sealing = next(each for each in pack.files if each.name == SEAL)
    return any(stamp["file"] is None for stamp in json.loads(store.blobs.read(sealing.sha256))["stamps"])


def basis_of(audit: Audit, documents: Iterable[Document], wish: Wish, public: str, attempt: int = 0) -> str:
    """The SHA-256 of all that decides what is in a pack: a document filed later, or another key, makes another one."""
    filed_ones = sorted([each.item, each.sha256, each.name, each.at.isoformat()] for each in documents)
    said = [SCHEMA, audit.id, wish.sealed, list(wish.tsas), filed_ones, public, attempt]
    return hashlib.sha256(canonical(said)).hexdigest()


@contextmanager
def _told_where_it_cannot_be_made(short: str) -> Iterator[None]:
    """What is wrong with this audit's evidence, or with the folder for temporary files, as one line. Raises BadTarget."""
    try:
        yield
    except wire.NotARecord as fault:
        raise BadTarget(
            f"{short} 有一份请求记录已损坏：{fault}；请从备份恢复证据，或重新检测",
            f"a record of exchanges of {short} is damaged: {fault}; restore the evidence from a backup or audit again",
        ) from fault
    except (wacz.ArchiveFailed, subprocess.TimeoutExpired) as fault:
        raise BadTarget(
            f"{short} 的网页存档未能生成：{fault}；请更新 wacz 软件包后再试",
            f"the web archive of {short} could not be made: {fault}; update the package wacz and try again",
        ) from fault
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            raise
        where = tempfile.gettempdir()
        raise BadTarget(
            f"临时目录 {where} 无法写入：{fault.strerror}；请腾出空间，或用 TMPDIR 换一处",
            f"cannot write to the folder for temporary files {where}: {fault.strerror}; make room or name another with TMPDIR",
        ) from fault


class _Making:
    """Keeps part after part, and what the manifest says of each."""

    def __init__(self, keeper: PackKeeper, tell: Tell) -> None:
        self._keeper, self._tell = keeper, tell
        self.listed: list[Listed] = []
        self.files: dict[str, File] = {}
        self._names: set[str] = set()  # in lower case, for systems that see no difference

    async def all(self, parts: AsyncIterator[Part]) -> None:
        async for part in parts:
            if part.name.lower() in self._names or not container.safe(part.name):
                raise ValueError(f"no name for a part of a pack, or one of two: {part.name!r}")
            self._names.add(part.name.lower())
            self._tell(Text(part.name, part.name))
            file = await self._keeper.add(part.name, part.data)
            self.files[part.name] = file
            original = part.original if part.original != file.sha256 else None
            self.listed.append(Listed(file.name, file.size, file.sha256, original))

    def named(self) -> tuple[tuple[str, int, str], ...]:
        """Name, size and SHA-256 of every file so far, by name."""
        return tuple((each.name, each.size, each.sha256) for _, each in sorted(self.files.items()))


async def _parts(facts: Facts, original: Facts, wish: Wish, count: Callable[[str], int]) -> AsyncIterator[Part]:
    """All files of the pack but for the record of the extraction, which lists the others, and the signatures."""
    async for part in _each(_told_of(_record(facts), _record(original))):
        yield part
    async for part in paper.parts(facts, wish.browser):
        yield part
    async for part in _each(book.parts(facts, await asyncio.to_thread(screens.names, facts.record))):
        yield part
    async for part in _each(_told_of(views.parts(facts), views.parts(original))):
        yield part
    # What persons filed is theirs, and is handed on as it was, also where the same bytes were seen on a page and masked there.
    async for part in _each(filed.parts(dataclasses.replace(facts, blob=original.blob))):
        yield part
    for make in (earl.parts, screens.parts, rules_source.parts, verifier.parts, notes.parts):
        async for part in _each(make(facts)):
            yield part
    async for part in _each(wacz.parts(facts, masked=count)):
        yield part


def _record(facts: Facts) -> Iterator[Part]:
    yield Part("audit.json", record.text(facts.record))


def _told_of(parts: Iterator[Part], originals: Iterator[Part]) -> Iterator[Part]:
    """The parts, each with the SHA-256 of what it would be in a pack of originals."""
    for part, original in zip(parts, originals, strict=True):
        yield dataclasses.replace(part, original=sha256(original.data))


async def _each(parts: Iterator[Part]) -> AsyncIterator[Part]:
    """What a maker gives, made in a thread, one at a time."""
    while (part := await asyncio.to_thread(next, parts, None)) is not None:
        yield part


async def _signed(keeper: PackKeeper, making: _Making, head: Head, signer: Signer, wish: Wish, at: datetime) -> Pack:
    body = manifest(head, signer.public.public, making.listed)
    signature = signer.sign(body)
    answers = await stamps(wish.tsas, signature)
    sealing, stamped = seal(body, signature, answers)
    first = {MANIFEST: body, SIGNATURE: signature, SEAL: sealing, SEAL_SIGNATURE: signer.sign(sealing), **stamped}
    order = [await keeper.add(name, data) for name, data in first.items()]
    order += [file for _, file in sorted(making.files.items())]
    previous = head.previous.pack if head.previous else ""
    return await keeper.finish(tuple(order), wish.sealed, head.masked, at, order[0].sha256, previous)


def _previous(pack: Pack | None) -> Previous | None:
    return None if pack is None else Previous(pack.audit, pack.id, pack.manifest)


def _none(sha: str) -> int:
    return 0
