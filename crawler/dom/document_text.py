"""Text of PDF and Word files: policies that a browser would only download. Read in a child process, since they may be hostile."""

from __future__ import annotations

import asyncio
import io
import sys
from pathlib import Path

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from crawler.child_environment import ChildKind, child_environment
from crawler.dom.zip_files import BadArchive, read_members, repack_zip
from crawler.limits import DOCUMENTS

MEDIA = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/msword": "doc",
}


def document_kind(media: str, url: str) -> str | None:
    """ "pdf", "docx" or "doc" by media type, else by the address's ending; None for anything else."""
    named = MEDIA.get(media.split(";")[0].strip().lower())
    ending = url.split("?")[0].split("#")[0].rsplit(".", 1)[-1].lower()
    return named or (ending if ending in MEDIA.values() else None)


def media_type(kind: str) -> str:
    """The media type of that kind. Raises KeyError."""
    return {name: media for media, name in MEDIA.items()}[kind]


async def read_document(data: bytes, kind: str, seconds: float = DOCUMENTS.seconds) -> str | None:
    """The document's text, read by a child process within ``seconds``; None if it cannot be read."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "crawler.dom.document_text", kind,
        env={**child_environment(ChildKind.PYTHON), "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            said, _ = await child.communicate(data)
    except TimeoutError:
        return None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return said.decode("utf-8", "replace") or None if child.returncode == 0 else None


def document_text(data: bytes, kind: str) -> str | None:
    """The document's text, one paragraph or table cell per line.

    None if it cannot be read (scanned, encrypted, damaged, old .doc).
    """
    if kind == "pdf":
        return _pdf(data)
    if kind == "docx":
        return _docx(data)
    return None


def _pdf(data: bytes) -> str | None:
    try:
        reader = PdfReader(io.BytesIO(data))
        found = "\n".join(page.extract_text() for page in reader.pages[: DOCUMENTS.pdf_pages])
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, OSError):
        return None  # the errors pypdf lets through on broken and hostile files
    return found.strip() or None


def _docx(data: bytes) -> str | None:
    try:
        document = Document(repack_zip(read_members(data, lambda _: True, DOCUMENTS.unpacked_bytes)))
    except (BadArchive, PackageNotFoundError, KeyError, ValueError):
        return None
    paragraphs = document.element.body.iter(qn("w:p"))  # including those in tables, in reading order
    lines = ("".join(piece.text or "" for piece in paragraph.iter(qn("w:t"))) for paragraph in paragraphs)
    return "\n".join(line for line in lines if line.strip()) or None


def _limit() -> None:
    try:
        import resource
    except ImportError:
        return  # no such limits on this system; the parent's time limit stands
    resource.setrlimit(resource.RLIMIT_AS, (DOCUMENTS.memory_bytes, DOCUMENTS.memory_bytes))


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(
        (document_text(sys.stdin.buffer.read(), sys.argv[1]) or "")[: DOCUMENTS.characters].encode("utf-8", "replace")
    )
