"""Makes the text of a printed PDF searchable: a glyph drawn for 页 must not be extracted as the radical ⻚.

A browser names each glyph by the first character that a font draws with it, and Chinese fonts draw radicals and
characters alike. The tables that name glyphs (ToUnicode, ISO 32000-1 9.10.3) are corrected; what is drawn stays as it
is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, StreamObject

from xuncha.pack.documents.pack_words import load_pack_words

_BLOCK = re.compile(rb"\d+\s+beginbf(char|range)(.*?)endbf(?:char|range)", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_MOST = 100  # entries per block


def mend_fonts(writer: PdfWriter) -> None:
    """Correct the tables of every font of the document."""
    done: set[int] = set()
    for font in list(writer._objects):
        if not isinstance(font, DictionaryObject) or font.get("/Type") != "/Font" or "/ToUnicode" not in font:
            continue
        stream = font["/ToUnicode"].get_object()
        if isinstance(stream, StreamObject) and id(stream) not in done:
            done.add(id(stream))
            stream.set_data(mend_table(stream.get_data()))


def mend_table(data: bytes) -> bytes:
    """The table of glyphs and characters without look-alikes; returned unchanged where there are none."""
    return _BLOCK.sub(_mended, data)


def _mended(block: re.Match[bytes]) -> bytes:
    if b"[" in block[2]:  # the third kind of entry, which no browser writes
        return block[0]
    known = list(_entries(block[1] == b"range", [bytes.fromhex(piece.decode()) for piece in _HEX.findall(block[2])]))
    right = [(code, replace_lookalikes(text)) for code, text in known]
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


def replace_lookalikes(text: str) -> str:
    """The text with radicals replaced by the characters that look the same, and ligatures by their letters."""
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    alike: str | None = load_pack_words()["paper"]["radicals"].get(letter)
    if alike is not None:
        return alike
    if "\u2f00" <= letter <= "\u2fd5" or "\ufb00" <= letter <= "\ufb06":
        return unicodedata.normalize("NFKC", letter)
    return letter
