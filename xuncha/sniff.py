"""What a file is by its bytes, and a name for it that no system and no page stumbles over."""

from __future__ import annotations

import io
import re
import tomllib
import unicodedata
import zipfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
_UNSAFE = re.compile(r'[\\/:*?"<>|]')


@cache
def settings() -> Mapping[str, Any]:
    table: Mapping[str, Any] = tomllib.loads(files("xuncha").joinpath("attach.toml").read_text("utf-8"))
    return table


def media(data: bytes) -> str:
    """The media type that the bytes themselves say; words are text, what nobody knows is octets."""
    for kind in settings()["kinds"]:
        if _begins(data, kind) and ("holds" not in kind or kind["holds"] in _inside(data)):
            return str(kind["media"])
    return TEXT if _is_text(data) else UNKNOWN


def is_program(data: bytes) -> bool:
    """Whether a machine would run it. Two letters alone do not make a program of a text."""
    return any(_begins(data, each) for each in settings()["programs"]) and (data[:2] == b"#!" or not _is_text(data))


def ends_as(name: str, kind: str) -> bool:
    """Whether a name ends as files of that media type do; of types without an ending of their own any does."""
    ends = {end for each in settings()["kinds"] if each["media"] == kind for end in each["ends"]}
    return not ends or PurePosixPath(name).suffix.lower().lstrip(".") in ends


def safe(name: str) -> str:
    """The last part of a name without letters that turn, hide or lead elsewhere, and not too long."""
    shown = "".join(
        letter
        for letter in unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
        if unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")
    )
    last = _UNSAFE.sub("_", re.split(r"[\\/]", shown)[-1]).strip(" .") or "document"
    most = int(settings()["name_chars"])
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
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
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
