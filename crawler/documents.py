"""Text of PDF and Word files: policies that a browser would only download."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

MEDIA = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/msword": "doc",
}
PAGES = 200  # of a PDF; longer ones are no policy
UNPACKED = 40_000_000  # bytes of a Word file's parts, before it counts as a bomb


def kind(media: str, url: str) -> str | None:
    """ "pdf", "docx" or "doc" by media type, else by the address's ending; None for anything else."""
    named = MEDIA.get(media.split(";")[0].strip().lower())
    ending = url.split("?")[0].split("#")[0].rsplit(".", 1)[-1].lower()
    return named or (ending if ending in ("pdf", "docx", "doc") else None)


def text(data: bytes, kind: str) -> str | None:
    """The document's text, a paragraph a line; None where it cannot be read (scanned, encrypted, damaged, old .doc)."""
    if kind == "pdf":
        return _pdf(data)
    if kind == "docx":
        return _docx(data)
    return None


def _pdf(data: bytes) -> str | None:
    try:
        reader = PdfReader(io.BytesIO(data))
        found = "\n".join(page.extract_text() for page in reader.pages[:PAGES])
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):  # what pypdf lets through on hostile files
        return None
    return found.strip() or None


def _docx(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > UNPACKED:
                return None
        document = Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError):
        return None
    return "\n".join(paragraph.text for paragraph in document.paragraphs).strip() or None
