"""A file's type from its bytes, and a safe name for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from crawler.dom.zip_files import BadArchive, read_directory
from crawler.settings_file import WordTable

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
_UNSAFE = re.compile(r'[\\/:*?"<>|]')


def load_file_types() -> Mapping[str, Any]:
    """The table attach.toml."""
    return WordTable("xuncha.sheets", "attach.toml").load()


def detect_media_type(data: bytes) -> str:
    """The media type that the bytes show: text/plain for text, application/octet-stream if unknown."""
    for kind in load_file_types()["kinds"]:
        if _begins(data, kind) and ("holds" not in kind or kind["holds"] in _inside(data)):
            return str(kind["media"])
    return TEXT if _is_text(data) else UNKNOWN


def is_program(data: bytes) -> bool:
    """Whether a machine would run it. Two letters alone do not make a text a program."""
    return any(_begins(data, program) for program in load_file_types()["programs"]) and (
        data[:2] == b"#!" or not _is_text(data)
    )


def has_matching_ending(name: str, kind: str) -> bool:
    """Whether a name has an ending of that media type; for types without one any ending matches."""
    ends = {end for sort in load_file_types()["kinds"] if sort["media"] == kind for end in sort["ends"]}
    return not ends or PurePosixPath(name).suffix.lower().lstrip(".") in ends


def make_safe_name(name: str) -> str:
    """The last part of a name, shortened, without characters that reverse, hide or lead elsewhere."""
    shown = "".join(
        letter
        for letter in unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
        if unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")
    )
    last = _UNSAFE.sub("_", re.split(r"[\\/]", shown)[-1]).strip(" .") or "document"
    most = int(load_file_types()["name_chars"])
    stem, dot, end = last.rpartition(".")
    if dot and len(end) <= 8:
        return f"{stem[: most - len(end) - 1]}.{end}"
    return last[:most]


def _begins(data: bytes, kind: Mapping[str, Any]) -> bool:
    if not _at(data, kind.get("at", 0), kind["bytes"]):
        return False
    return "also" not in kind or _at(data, kind["also"]["at"], kind["also"]["bytes"])


def _at(data: bytes, start: int, wanted: str) -> bool:
    sought = bytes.fromhex(wanted)
    return data[start : start + len(sought)] == sought


def _inside(data: bytes) -> frozenset[str]:
    try:
        return frozenset(entry.filename for entry in read_directory(data))
    except BadArchive:
        return frozenset()


def _is_text(data: bytes) -> bool:
    if b"\0" in data:
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(letter.isprintable() or letter in "\r\n\t\f\u3000\xa0" for letter in words[:4000])
    return False
