"""Makes the text of a printed page one that can be searched: a glyph drawn for 页 must not be read as the radical ⻚.

A browser names each glyph by the first character that a font draws with it, and fonts for Chinese draw radicals and characters
alike. The tables that name glyphs (ToUnicode, ISO 32000-1 9.10.3) are put right; what is drawn stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, StreamObject

from xuncha.pack.said import table

_BLOCK = re.compile(rb"\d+\s+beginbf(char|range)(.*?)endbf(?:char|range)", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_MOST = 100  # entries of one block


def mend(writer: PdfWriter) -> None:
    """Put right the tables of every font of the document."""
    done: set[int] = set()
    for each in list(writer._objects):
        if not isinstance(each, DictionaryObject) or each.get("/Type") != "/Font" or "/ToUnicode" not in each:
            continue
        stream = each["/ToUnicode"].get_object()
        if isinstance(stream, StreamObject) and id(stream) not in done:
            done.add(id(stream))
            stream.set_data(mend_table(stream.get_data()))


def mend_table(data: bytes) -> bytes:
    """The same table of glyphs and characters, without those that stand for another. One that names none is returned as it is."""
    return _BLOCK.sub(_mended, data)


def _mended(block: re.Match[bytes]) -> bytes:
    if b"[" in block[2]:  # the third kind of entry, which no browser writes
        return block[0]
    known = list(_entries(block[1] == b"range", [bytes.fromhex(each.decode()) for each in _HEX.findall(block[2])]))
    right = [(code, plain(text)) for code, text in known]
    if right == known:
        return block[0]
    lines = [f"<{code.hex().upper()}> <{text.encode('utf-16-be').hex().upper()}>\n" for code, text in right]
    parts = [lines[start : start + _MOST] for start in range(0, len(lines), _MOST)]
    return "".join(f"{len(part)} beginbfchar\n{''.join(part)}endbfchar\n" for part in parts).encode().rstrip(b"\n")


def _entries(ranged: bool, codes: list[bytes]) -> Iterator[tuple[bytes, str]]:
    """Each code with its text; the text of a range counts up with its codes."""
    if not ranged:
        for code, text in zip(codes[::2], codes[1::2], strict=True):
            yield code, text.decode("utf-16-be", "replace")
        return
    for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
        start = text.decode("utf-16-be", "replace")
        for step in range(int.from_bytes(last) - int.from_bytes(first) + 1):
            code = (int.from_bytes(first) + step).to_bytes(len(first))
            yield code, start[:-1] + chr(ord(start[-1]) + step)


def plain(text: str) -> str:
    """Radicals as the characters that look the same, ligatures as their letters, all else as it is."""
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    alike: str | None = table()["paper"]["radicals"].get(letter)
    if alike is not None:
        return alike
    if "\u2f00" <= letter <= "\u2fd5" or "\ufb00" <= letter <= "\ufb06":
        return unicodedata.normalize("NFKC", letter)
    return letter
