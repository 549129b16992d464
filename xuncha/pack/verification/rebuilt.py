"""Rebuild the documents of a pack from its record and pictures, and compare them with those in it.

``report.html``, ``findings.xlsx``, ``record.docx``, ``earl.jsonld``, ``README.txt`` and the pieces of screenshots must
match byte for byte; ``report.pdf`` too where the same browser prints it, else its words must. Nothing in the pack is
trusted.
"""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from probes.finding import Text
from scoring.record.evidence_check import normalise_quote
from xuncha.judging.ruleset import ROOT, hash_rule_files
from xuncha.pack.documents import earl, findings_workbook, minutes, paper, screenshots
from xuncha.pack.documents import readme as notes
from xuncha.pack.documents.wording import load_words_table
from xuncha.pack.not_printed import NotPrinted
from xuncha.pack.parts import PackPart
from xuncha.pack.verification import verifier, verify
from xuncha.pack.verification.manifest import hash_sha256
from xuncha.reports import words

_TOLD = (paper.HTML, paper.PDF, findings_workbook.NAME, minutes.NAME, earl.NAME, "README.txt")
_SOURCES = frozenset({".py", ".toml", ".j2", ".css", ".js", ".json"})
_SHOWN = 40  # letters of differing words that are shown
_MOST = 64 << 20  # bytes of a zipped part that are unpacked to compare


@dataclass(frozen=True, slots=True)
class _Told:
    """What the pack itself contains, for makers of documents (``parts.DocumentFacts``)."""

    record: Mapping[str, Any]
    blob: Callable[[str], bytes | None]
    made_at: datetime
    sealed: bool
    unread: int


def make_document_check(browser: Path | None = None) -> verify.More:
    """The check that ``verify.check`` runs after the derivation where all of Xuncha is installed.

    ``browser``: the Chromium that prints, None = whichever is found.
    """

    def hold(pack: verify.Zip, found: verify.Found, manifest: verify.Table, report: verify.Report) -> None:
        for ok, key, given in _held(pack, found, manifest, report.signer, browser):
            entry = load_words_table("retold")[key]
            report.say(ok, "documents.said", *(entry[lang].format(**_in(lang, given)) for lang in ("zh", "en")))

    return hold


def _in(lang: str, given: Mapping[str, object]) -> dict[str, object]:
    return {key: getattr(value, lang) if isinstance(value, Text) else value for key, value in given.items()}


CheckLine = tuple[bool | None, str, dict[str, object]]


def list_pack_documents(found: verify.Found) -> list[str]:
    """The names of the documents in a pack."""
    return sorted(name for name in found if name in _TOLD or name.startswith(f"{screenshots.FINDINGS}/"))


def hash_makers() -> str:
    """SHA-256 over everything that makes documents here.

    A pack's manifest names the one of its own makers as ``engine.makers``.
    """
    return hash_rule_files({f.relative_to(ROOT).as_posix(): hash_sha256(f.read_bytes()) for f in _sources()})


def _sources() -> Iterator[Path]:
    for folder in ("pack", "reports"):
        yield from (path for path in (ROOT / "xuncha" / folder).rglob("*") if path.suffix in _SOURCES)


def _held(
    pack: verify.Zip, found: verify.Found, manifest: verify.Table, signer: bool, browser: Path | None
) -> Iterator[CheckLine]:
    if pack.read(verifier.NAME) != verifier.fill_in_rules(verifier.hash_installed_rules()):
        yield None, "program", {}
    try:
        told = _told(pack, manifest)
        html = paper.make_html_report(told)
        parts = [html, *_parts(told, manifest)]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as fault:
        # A record of another shape than ours, written by anybody.
        yield False, "fault", {"why": f"{type(fault).__name__}: {fault}"[:200]}
        return
    lines = list(_compared(pack, found, parts))
    if paper.PDF in found:
        lines.append(asyncio.run(_paper(pack.read(paper.PDF), told, html, browser)))
    else:
        lines.append((False, "lacking", {"count": 1, "names": paper.PDF}))
    # Other sources write other words: then a difference is no forgery, and all rests on a signature that one knows.
    elsewhere = verify.table(manifest.get("engine")).get("makers") != hash_makers()
    for ok, key, given in lines:
        excused = ok is False and elsewhere and key != "unread"
        yield None if excused and signer else ok, key, given
    if elsewhere and any(ok is False for ok, _, _ in lines):
        yield None, "version", {}


def _told(pack: verify.Zip, manifest: verify.Table) -> _Told:
    listed = [verify.table(file) for file in manifest["files"]]
    shots = {
        str(sha): str(row["name"])
        for row in listed
        if str(row["name"]).startswith(f"{screenshots.FOLDER}/") and not str(row["name"]).startswith(f"{screenshots.FINDINGS}/")
        for sha in (row["sha256"], row["original"])
        if sha
    }  # fmt: skip
    return _Told(
        verify.plain(pack.read(verify.AUDIT), verify.AUDIT),
        lambda sha: pack.read(shots[sha]) if sha in shots else None,
        datetime.fromisoformat(manifest["made_at"]), bool(manifest["sealed"]), _unread(pack.read("README.txt")),
    )  # fmt: skip


def _unread(readme: bytes) -> int:
    """The number of files that could not be masked, read from README.txt: it is nowhere else."""
    pattern = re.escape(load_words_table("pack")["readme"]["unmasked"]["en"]).replace(r"\{files\}", r"(\d{1,6})")
    said = re.search(pattern.replace(r"\{pictures\}", r"\d{1,6}"), readme.decode("utf-8", "replace"))
    return int(said[1]) if said else 0


def _parts(told: _Told, manifest: verify.Table) -> Iterator[PackPart]:
    """All documents but the reports."""
    pieces = (
        screenshot
        for screenshot in screenshots.make_screenshots(told)
        if screenshot.name.startswith(f"{screenshots.FINDINGS}/")
    )
    listed = sorted((file["name"], file["size"], file["sha256"]) for file in manifest["files"])
    files = tuple(row for row in listed if row[0] != minutes.NAME)
    yield from findings_workbook.make_workbook(told, screenshots.name_evidence_files(told.record))
    yield from minutes.make_minutes(told, files, manifest.get("signoffs", ()))
    for make in (earl.make_earl, notes.make_readme):
        yield from make(told)
    yield from pieces


def _compared(pack: verify.Zip, found: verify.Found, parts: list[PackPart]) -> Iterator[CheckLine]:
    kinds: dict[str, list[str]] = {"same": [], "content": [], "other": [], "lacking": []}
    for part in parts:
        if part.name not in found:
            kinds["lacking"].append(part.name)
        else:
            data = pack.read(part.name)
            kinds["same" if data == part.data else "content" if _alike(data, part.data) else "other"].append(part.name)
    known = {part.name for part in parts} | {paper.PDF}
    kinds["more"] = [name for name in list_pack_documents(found) if name not in known]
    for kind, names in kinds.items():
        if names:
            shown = _folded(names) if kind == "same" else names
            yield kind in ("same", "content"), kind, {"count": len(names), "names": verify.some(shown)}


def _folded(names: list[str]) -> list[str]:
    """The names, with the many pieces of pictures as one."""
    pieces = [name for name in names if name.startswith(f"{screenshots.FINDINGS}/")]
    return [
        *(name for name in names if name not in pieces),
        *([f"{screenshots.FINDINGS}/ ({len(pieces)})"] if pieces else []),
    ]


def _alike(one: bytes, other: bytes) -> bool:
    """Whether both are zips of the same files in the same order, differing only in how they were compressed."""
    try:
        unpacked = [_unpacked(content) for content in (one, other)]
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError, zipfile.LargeZipFile):
        return False
    return unpacked[0] == unpacked[1]


def _unpacked(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST:
            raise ValueError("larger than any of ours")
        return [(entry.filename, archive.read(entry)) for entry in archive.infolist()]


async def _paper(data: bytes, told: _Told, html: PackPart, browser: Path | None) -> CheckLine:
    try:
        made = await paper.print_pdf_report(told, html, browser)
    except NotPrinted as fault:
        return None, "unprinted", {"names": paper.PDF, "why": fault.text}
    if made.data == data:
        return True, "same", {"count": 1, "names": paper.PDF}
    try:
        here = _words(data, told)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as fault:
        return False, "unread", {"names": paper.PDF, "why": f"{type(fault).__name__}: {fault}"[:200]}
    there = _words(made.data, told)
    if here == there:
        return None, "words", {"names": paper.PDF}
    at = next(
        (place for place, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]),
        min(map(len, (here, there))),
    )
    return False, "other_words", {"names": paper.PDF, "here": here[at : at + _SHOWN], "there": there[at : at + _SHOWN]}


def _words(data: bytes, told: _Told) -> str:
    """All words of a printed report, without blanks and without the lines at the head and foot of each page."""
    said, found = "", re.compile(r"第\d+页,共\d+页")
    lines = [
        normalise_quote(str(told.record["audit"]["id"])),
        normalise_quote(paper.shorten_shop_name(words.clean_data(told.record))),
    ]
    for sheet in PdfReader(io.BytesIO(data)).pages:
        page = found.sub("", normalise_quote(sheet.extract_text()))
        for line in lines:
            page = page.replace(line, "")
        said += page
    return said
