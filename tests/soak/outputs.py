"""Whether what an audit wrote acts: markup of a page in the report, a formula in a sheet, control characters on a terminal."""

from __future__ import annotations

import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from tests.soak.words import MARK

ACTIVE = frozenset({"iframe", "frame", "object", "embed", "base", "link", "form", "meta", "applet"})
OWN_META = frozenset(
    {"charset", "viewport", "color-scheme", "referrer", "robots", "generator", "content-security-policy"}
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
# Of escape sequences only colours and movements of a progress line are ours, and only they are taken off.
OURS = re.compile(r"\x1b\[[0-9;]*[mKAG]|\x1b\[\?25[lh]")


class _Reader(HTMLParser):
    """Meets every element of a report as a browser would and notes what should not be one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inside = tag if tag in ("script", "style") else ""
        if tag == "meta" and (
            given.keys() & {"charset"} or (given.get("name") or given.get("http-equiv", "")).lower() in OWN_META
        ):
            return
        if tag in ACTIVE:
            self.faults.append(f"<{tag}> {given}"[:200])
        for name, value in given.items():
            if name.startswith("on") or name == "srcdoc":
                self.faults.append(f"<{tag} {name}>"[:200])
            if name in ("href", "src", "action", "formaction") and re.match(
                r"\s*(javascript|vbscript|file):|\s*data:text", value, re.I
            ):
                self.faults.append(f"<{tag} {name}={value[:60]!r}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and MARK in data:
            self.faults.append(
                f"words of a page inside <{self.inside}>: {data[max(0, data.index(MARK) - 60) :][:160]!r}"
            )


def report_faults(text: str) -> list[str]:
    """What acts in a report that should not."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    found = reader.faults
    if "Content-Security-Policy" not in text:
        found.append("the report has no content security policy")
    return found


def sheet_faults(path: Path) -> list[str]:
    """Cells of a workbook that calculate, and links that lead out of what is said."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                continue
            for element in ElementTree.fromstring(archive.read(name)).iter():
                kind = element.tag.rpartition("}")[2]
                if kind == "f" and MARK in (element.text or ""):
                    found.append(f"{name}: a formula {element.text!r}"[:200])
    return found


def terminal_faults(said: str) -> list[str]:
    """Control and bidirectional characters that a terminal was given."""
    bad = CONTROL.findall(OURS.sub("", said)) + re.findall("\x1b", OURS.sub("", said))
    return [f"{len(bad)} control characters on the terminal: {sorted(set(bad))!r}"] if bad else []


def record_faults(path: Path) -> list[str]:
    """Why audit.json cannot be read by anybody's reader; empty where it can."""
    try:
        json.loads(path.read_text("ascii"))
    except (ValueError, OSError) as fault:
        return [f"audit.json: {fault}"]
    return []


def readable_faults(*folders: Path) -> list[str]:
    """Folders that a command made for evidence and that others of this machine may enter."""
    return [
        f"{folder.name} may be entered by others"
        for folder in folders
        if folder.is_dir() and folder.stat().st_mode & 0o077
    ]
