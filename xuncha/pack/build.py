"""Makes the pack of an audit, once: the same audit, documents and request always give the same bytes."""

from __future__ import annotations

import asyncio
import dataclasses
import errno
import hashlib
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.network import exchange_log
from probes.finding import Text
from storage.audits import load_audit
from storage.db.session import Store
from storage.documents import Document
from storage.packs import File, Pack, PackWriter, begin_pack, find_pack, find_previous_pack
from storage.people.signoffs import list_signoffs
from storage.visits.audit import Audit
from storage.visits.sites import load_site
from xuncha.audit.report_files import load_filed_documents as documents_filed
from xuncha.audit.report_files import make_blob_reader
from xuncha.judging.rules import load_rules
from xuncha.judging.ruleset import compute_ruleset
from xuncha.judging.verdict_digest import hash_verdicts
from xuncha.pack import container
from xuncha.pack.archive import wacz
from xuncha.pack.canonical_json import encode_canonical
from xuncha.pack.documents import (
    earl,
    filed,
    findings_workbook,
    logged_actions,
    minutes,
    paper,
    readme,
    screenshots,
    views,
)
from xuncha.pack.mask.mask import mask_facts
from xuncha.pack.parts import PackFacts, PackPart
from xuncha.pack.verification import rebuilt, verifier
from xuncha.pack.verification.keys import Signer
from xuncha.pack.verification.manifest import (
    MANIFEST,
    SCHEMA,
    SEAL,
    SEAL_SIGNATURE,
    SIGNATURE,
    ManifestEntry,
    PackHead,
    PreviousPack,
    build_manifest,
    build_seal,
    hash_sha256,
)
from xuncha.pack.verification.timestamp import request_stamps
from xuncha.reports import record
from xuncha.settings.target import InvalidInput

SHORT = 8
Tell = Callable[[Text], None]


@dataclass(frozen=True, slots=True)
class PackRequest:
    """How to make a pack: sealed originals or masked, the time-stamp authorities, the key and the browser."""

    signer: Callable[[], Signer]
    sealed: bool = False
    tsas: tuple[str, ...] = ()
    browser: Path | None = None


async def make_pack(store: Store, id: str, wish: PackRequest, tell: Tell) -> tuple[Pack, bool]:
    """The pack of that audit, and whether it was made just now.

    Raises NotFound, Pruned, InvalidInput for an audit judged under other than today's rules, KeyFault, NotPrinted,
    StorageError.
    """
    audit = await load_audit(store, id)
    site = await load_site(store, audit.visit)
    documents = await documents_filed(store, audit, site)
    signer, signed = wish.signer(), await _signatures(store, audit)
    logged = await logged_actions.load_action_lines(store, audit.visit)
    basis, found = await _made_before(store, audit, documents, wish, signer.public.public, logged, signed)
    if found is not None:
        return found, False
    if audit.ruleset != compute_ruleset():
        short = audit.id[:SHORT]
        raise InvalidInput(
            f"{short} 按旧版规则判定，当时的规则已不在，无法装入证据包；请先 xuncha rejudge {short}，再导出新的编号",
            f"{short} was judged under earlier rules, which are not here to be packed: run 'xuncha rejudge {short}' and export what it gives",
        )
    rules, at = load_rules(), datetime.now(UTC).replace(microsecond=0)
    before = await find_previous_pack(store, site.platform.url, audit.id, audit.created_at)
    data = await asyncio.to_thread(record.build_record, audit, site, rules.standard, rules.checks, documents)
    facts = original = PackFacts(
        audit, site, rules, data, documents, make_blob_reader(store.blobs.read), at, wish.sealed
    )
    count: Callable[[str], int] = _none
    total = 0
    with _told_where_it_cannot_be_made(audit.id[:SHORT]):
        if not wish.sealed:
            tell(Text("遮盖个人信息", "masking personal data"))
            veiled = await asyncio.to_thread(mask_facts, facts)
            facts, count, total = veiled.facts, veiled.count, veiled.total
        keeper = await begin_pack(store, audit.id, audit.created_at, audit.visit, basis, at)
        making = _Making(keeper, tell)
        await making.all(_parts(facts, original, wish, count))
        await making.all(_each(logged_actions.make_action_file(logged, await logged_actions.find_log_head(store))))
        await making.all(_each(minutes.make_minutes(facts, making.named(), signed)))
    head = PackHead(
        keeper.id, audit.id, audit.visit, site.platform.url, str(facts.record["target"]["name"]), at, audit.ruleset,
        wish.sealed, total, {**facts.record["engine"], "makers": rebuilt.hash_makers()}, _previous(before),
        signed,
    )  # fmt: skip
    return await _signed(keeper, making, head, signer, wish, at), True


async def _signatures(store: Store, audit: Audit) -> tuple[Mapping[str, str], ...]:
    """The signatures that hold: not void, and of what this audit comes to."""
    digest = hash_verdicts(audit)
    return tuple(
        {
            "who": signoff.who,
            "at": signoff.at.astimezone(UTC).isoformat(),
            "method": signoff.method,
            "digest": signoff.digest,
        }
        for signoff in await list_signoffs(store, audit.visit)
        if signoff.voided_at is None and signoff.digest == digest
    )


async def _made_before(
    store: Store,
    audit: Audit,
    documents: Iterable[Document],
    wish: PackRequest,
    public: str,
    logged: bytes,
    signed: Sequence[Mapping[str, str]],
) -> tuple[str, Pack | None]:
    """The basis to make a pack from, and the pack if it exists already.

    A pack that lacks a time stamp is made again, to ask for it once more.
    """
    documents = tuple(documents)
    attempt = 0
    while True:
        basis = compute_pack_basis(audit, documents, wish, public, attempt, logged, signed)
        found = await find_pack(store, audit.id, basis)
        if found is None or not await asyncio.to_thread(_lacks_stamps, store, found):
            return basis, found
        attempt += 1


def _lacks_stamps(store: Store, pack: Pack) -> bool:
    sealing = next(file for file in pack.files if file.name == SEAL)
    return any(stamp["file"] is None for stamp in json.loads(store.blobs.read(sealing.sha256))["stamps"])


def compute_pack_basis(
    audit: Audit,
    documents: Iterable[Document],
    wish: PackRequest,
    public: str,
    attempt: int = 0,
    logged: bytes = b"",
    signed: Sequence[Mapping[str, str]] = (),
) -> str:
    """The SHA-256 of everything that decides a pack's content.

    A document filed later, a signature, something that people did meanwhile, or another key makes another pack.
    """
    filed_ones = sorted(
        [document.item, document.sha256, document.name, document.at.isoformat()] for document in documents
    )
    said: list[object] = [SCHEMA, audit.id, wish.sealed, list(wish.tsas), filed_ones, public, attempt]
    if logged:
        said.append(hashlib.sha256(logged).hexdigest())
    said += [[dict(row) for row in signed]] if signed else []
    return hashlib.sha256(encode_canonical(said)).hexdigest()


@contextmanager
def _told_where_it_cannot_be_made(short: str) -> Iterator[None]:
    """Turn faults of this audit's evidence, or of the temporary folder, into one line. Raises InvalidInput."""
    try:
        yield
    except exchange_log.NotARecord as fault:
        raise InvalidInput(
            f"{short} 有一份请求记录已损坏：{fault}；请从备份恢复证据，或重新检测",
            f"a record of exchanges of {short} is damaged: {fault}; restore the evidence from a backup or audit again",
        ) from fault
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            raise
        where = tempfile.gettempdir()
        raise InvalidInput(
            f"临时目录 {where} 无法写入：{fault.strerror}；请腾出空间，或用 TMPDIR 换一处",
            f"cannot write to the folder for temporary files {where}: {fault.strerror}; make room or name another with TMPDIR",
        ) from fault


class _Making:
    """Stores part after part, with its entry for the manifest."""

    def __init__(self, keeper: PackWriter, tell: Tell) -> None:
        self._keeper, self._tell = keeper, tell
        self.listed: list[ManifestEntry] = []
        self.files: dict[str, File] = {}
        self._names: set[str] = set()  # in lower case, for systems that ignore case

    async def all(self, parts: AsyncIterator[PackPart]) -> None:
        async for part in parts:
            if part.name.lower() in self._names or not container.is_safe_name(part.name):
                raise ValueError(f"no name for a part of a pack, or one of two: {part.name!r}")
            self._names.add(part.name.lower())
            self._tell(Text(part.name, part.name))
            file = await self._keeper.add(part.name, part.data)
            self.files[part.name] = file
            original = part.original if part.original != file.sha256 else None
            self.listed.append(ManifestEntry(file.name, file.size, file.sha256, original))

    def named(self) -> tuple[tuple[str, int, str], ...]:
        """Name, size and SHA-256 of every file so far, by name."""
        return tuple((file.name, file.size, file.sha256) for _, file in sorted(self.files.items()))


async def _parts(
    facts: PackFacts, original: PackFacts, wish: PackRequest, count: Callable[[str], int]
) -> AsyncIterator[PackPart]:
    """All files of the pack but the signatures and record.docx, which lists the others."""
    async for part in _each(_told_of(_record(facts), _record(original))):
        yield part
    async for part in paper.make_reports(facts, wish.browser):
        yield part
    async for part in _each(
        findings_workbook.make_workbook(facts, await asyncio.to_thread(screenshots.name_evidence_files, facts.record))
    ):
        yield part
    async for part in _each(_told_of(views.make_view_files(facts), views.make_view_files(original))):
        yield part
    # What people filed is handed on unchanged, even where the same bytes were also seen on a page and masked there.
    async for part in _each(filed.make_decision_files(dataclasses.replace(facts, blob=original.blob))):
        yield part
    for make in (earl.make_earl, screenshots.make_screenshots, verifier.make_verifier, readme.make_readme):
        async for part in _each(make(facts)):
            yield part
    async for part in _each(wacz.make_web_archive(facts, masked=count)):
        yield part


def _record(facts: PackFacts) -> Iterator[PackPart]:
    yield PackPart("audit.json", record.render_record_json(facts.record))


def _told_of(parts: Iterator[PackPart], originals: Iterator[PackPart]) -> Iterator[PackPart]:
    """The parts, each with the SHA-256 it would have in a pack of originals."""
    for part, original in zip(parts, originals, strict=True):
        yield dataclasses.replace(part, original=hash_sha256(original.data))


async def _each(parts: Iterator[PackPart]) -> AsyncIterator[PackPart]:
    """A maker's parts, each made in a thread, one at a time."""
    while (part := await asyncio.to_thread(next, parts, None)) is not None:
        yield part


async def _signed(
    keeper: PackWriter, making: _Making, head: PackHead, signer: Signer, wish: PackRequest, at: datetime
) -> Pack:
    body = build_manifest(head, signer.public.public, making.listed)
    signature = signer.sign(body)
    answers = await request_stamps(wish.tsas, signature)
    sealing, stamped = build_seal(body, signature, answers)
    first = {MANIFEST: body, SIGNATURE: signature, SEAL: sealing, SEAL_SIGNATURE: signer.sign(sealing), **stamped}
    order = [await keeper.add(name, data) for name, data in first.items()]
    order += [file for _, file in sorted(making.files.items())]
    previous = head.previous.pack if head.previous else ""
    return await keeper.finish(tuple(order), wish.sealed, head.masked, at, order[0].sha256, previous)


def _previous(pack: Pack | None) -> PreviousPack | None:
    return None if pack is None else PreviousPack(pack.audit, pack.id, pack.manifest)


def _none(sha: str) -> int:
    return 0
