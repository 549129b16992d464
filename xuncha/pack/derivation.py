"""The second half of ``verify.py``: whether what an audit concludes follows from what is in the pack. Standard library alone.

Each piece of evidence is held against the view it points to; verdicts and scores are derived from findings and decisions by the
rules in the pack, which run in a process of their own that may neither write nor connect.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

AUDIT, DECISIONS, SOURCES, DERIVE = "audit.json", "decisions/decisions.json", "sources.json", "derive.py"
RULES = "ruleset/"
SECONDS = 600  # for the rules
ALIKE = (
    "id",
    "role",
    "state",
    "device",
    "look",
    "url",
    "status",
    "at",
    "width",
    "height",
)  # in a view and in audit.json
PIECES = re.compile(
    r"[\s…、,:;/→*()=|，：；（）]+"
)  # between what a quote is put together of: table cells, addresses, masked parts
# Probes that say what they measured or found missing where others quote words of the page or what is recorded of it.
STATING = frozenset(
    {
        "complaints.complaint_opens",
        "disclosure.listed_dead",
        "disclosure.product_base",
        "disclosure.product_critical",
        "disclosure.product_operation",
        "disclosure.product_price_stated",
        "disclosure.product_quality",
        "disclosure.self_operated_marked",
        "performance.availability",
        "performance.cookie_flags",
        "performance.home_speed",
        "performance.layout_shift",
        "performance.list_speed",
        "performance.mixed_content",
        "performance.product_speed",
        "performance.script_errors",
        "performance.security_headers",
        "privacy.url_secrets",
        "trust.rules_history",
    }
)
Table = dict[str, Any]
Read = Callable[[str], bytes]
Plain = Callable[[bytes, str], Table]
Own = Callable[[Mapping[str, str]], bool]
Said = tuple[bool | None, str, str]  # shown, wrong, or said openly; in Chinese and English


def derived(
    read: Read, plain: Plain, found: Mapping[str, tuple[int, str]], manifest: Table, own: Own | None
) -> Iterator[Said]:
    """What was shown. ``found`` is size and SHA-256 of each file by name; ``own`` says whether rules (SHA-256 by name)
    are those that the reader has, None where any in the pack may be run. Raises what ``read`` and ``plain`` raise."""
    audit = plain(read(AUDIT), AUDIT)
    yield from _of_the_audit(audit, manifest)
    yield from _evidence(audit, Views(read, plain, found, manifest))
    rules = {name: sha for name, (_, sha) in found.items() if name.startswith(RULES)}
    strange = _strange(rules, plain(read(RULES + SOURCES), RULES + SOURCES), text(manifest.get("ruleset")))
    if strange:
        yield False, f"规则文件不是该规则集的：{some(strange)}", f"rules that are not of the ruleset: {some(strange)}"
    elif own is not None and not own(rules):
        zh = "规则与本程序的不同，未运行：请用 --key 给出公钥，或用相应版本的 verify.py"
        yield (
            False,
            zh,
            "its rules differ from those here and were not run: give --key, or use verify.py of its version",
        )
    else:
        yield from _by_the_rules({name: read(name) for name in (AUDIT, DECISIONS, *rules)})


def _of_the_audit(audit: Table, manifest: Table) -> Iterator[Said]:
    of = table(audit.get("audit"))
    said = {
        "audit": of.get("id"),
        "visit": of.get("visit"),
        "ruleset": audit.get("ruleset"),
        "target": audit.get("target"),
    }
    other = [name for name, value in said.items() if value != manifest.get(name)]
    if other:
        yield (
            False,
            f"audit.json 与清单所写不同：{some(other)}",
            f"audit.json is not of what the manifest says: {some(other)}",
        )


# -- evidence


class Page:
    """A view of the pack: ``words`` are what the page says, ``rest`` is all else that is recorded of it, then its source."""

    def __init__(self, view: Table, told: Any, size: tuple[float, ...], source: Callable[[], bytes]) -> None:
        self.elements = rows(view.get("elements"))
        said = (" ".join(text(each.get(name)) for name in ("text", "name", "pseudo", "ocr")) for each in self.elements)
        self.words = [norm(text(view.get("text"))), *map(norm, said)]
        self.rest = [norm(each) for each in strings([view, told])]
        self.size = size  # of what the picture shows, in CSS px
        self.source = source

    def says(self, quote: str) -> str:
        """Where: in ``words`` of the page, in the ``record`` of it (whole, or each piece), or "" nowhere."""
        if any(norm(quote) in each for each in self.words):
            return "words"
        pieces = [norm(each) for each in PIECES.split(quote) if norm(each)]
        for source in (nothing, self.source):
            if source is not nothing:
                self.rest.append(norm(html.unescape(source().decode("utf-8", "replace"))))
                self.source = nothing
            for wanted in ([norm(quote)], pieces):
                if wanted and all(any(one in each for each in self.rest) for one in wanted):
                    return "record"
        return ""

    def shows(self, evidence: Table) -> bool:
        """Whether the box is that of the element it names, and meets the picture unless nothing of that element is seen."""
        box = numbers(evidence.get("box"), 4)
        named = [each for each in self.elements if each.get("selector") == evidence.get("selector")]
        of = [each for each in named if box and numbers(each.get("box"), 4) == box]
        inside = bool(box and self.size) and all(
            box[side] + box[side + 2] >= -1 and box[side] <= self.size[side] + 1 for side in (0, 1)
        )
        return bool(of) and (inside or not any(each.get("seen", True) for each in of))


class Views:
    """The views of a pack, one in memory at a time."""

    def __init__(self, read: Read, plain: Plain, found: Mapping[str, tuple[int, str]], manifest: Table) -> None:
        self.read, self.plain, self.found = read, plain, found
        self.listed = {text(each.get("name")): each for each in rows(manifest.get("files"))}

    def page(self, seen: Table, gaps: Any) -> Page:
        """The view that audit.json tells of; of no ``size`` where the pack's own is another one."""
        name = f"views/{text(seen.get('id'))}.json"
        view = self.plain(self.read(name), name) if name in self.found else {}
        source = text(table(view.get("html")).get("file"))
        return Page(view, [seen, gaps], self._size(view, seen), (lambda: self.read(source)) if source else nothing)

    def _size(self, view: Table, seen: Table) -> tuple[float, ...]:
        whole = numbers([view.get("width"), view.get("height")], 2)
        if not whole or any(view.get(name) != seen.get(name) for name in ALIKE):
            return ()
        picture = table(view.get("screenshot"))
        for part in (table(view.get("html")), picture):
            file = table(self.listed.get(text(part.get("file"))))
            if part and (not file or text(part.get("sha256")) not in (file.get("sha256"), file.get("original"))):
                return ()
        if not picture:
            return whole
        size, scale = picture_size(self.read(text(picture.get("file")))), numbers([picture.get("scale")], 1)
        return tuple(side / scale[0] for side in size) if scale and scale[0] > 0 else ()


def picture_size(data: bytes) -> tuple[float, ...]:
    """Width and height of a JPEG in px (ITU-T T.81, B.2.2), () of anything else."""
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 <= len(data) and data[at] == 0xFF:
        if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack_from(">2H", data, at + 5)
            return float(wide), float(high)
        at += 1 if data[at + 1] == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return ()


def _evidence(audit: Table, views: Views) -> Iterator[Said]:
    """Hold every piece of evidence of findings and traits against what it points to."""
    seen = {text(each.get("id")): each for each in rows(audit.get("views"))}
    fetches = {text(each.get("id")): each for each in rows(audit.get("fetches"))}
    pointing: dict[str, list[tuple[str, str, Table]]] = {each: [] for each in seen}
    for found in [*rows(audit.get("findings")), *rows(audit.get("traits"))]:
        probe = text(found.get("probe"))
        where = f"{text(found.get('id'))} {probe or text(found.get('flag'))}".strip()
        for each in rows(found.get("evidence")):
            pointing.setdefault(text(each.get("view")), []).append((where, probe, each))
    count = dict.fromkeys(("words", "record", "stated", "boxes"), 0)
    other: list[str] = []
    unquoted: list[str] = []
    unboxed: list[str] = []
    for id, evidence in pointing.items():
        if id in seen:
            page = views.page(seen[id], audit.get("gaps"))
            other += [] if page.size else [id]
        else:  # a light look, told of in audit.json alone; or what was measured over many
            page = Page({}, fetches.get(id), (), nothing)
        for where, probe, each in evidence:
            quote = text(each.get("quote"))
            known = id in seen or id in fetches
            kind = page.says(quote) if norm(PIECES.sub("", quote)) else "none" if known else ""
            kind = kind or ("stated" if probe in STATING else "unquoted")
            count[kind] = count.get(kind, 0) + 1
            unquoted += [f"{where} {quote[:60]}"] if kind == "unquoted" else []
            if each.get("box") is not None:
                count["boxes"] += 1
                unboxed += [] if page.shows(each) else [where]
    for wrong, zh, en in (
        (other, "个页面与 audit.json 或清单不同", "views are not as audit.json and the manifest say"),
        (unquoted, "处引文不在其页面中", "quotes are not in their pages"),
        (unboxed, "个框不属于其元素或不在截图内", "boxes are not their elements' or not in the pictures"),
    ):
        if wrong:
            yield False, f"{len(wrong)} {zh}：{some(wrong)}", f"{len(wrong)} {en}: {some(wrong)}"
    words, record, boxes = count["words"], count["record"], count["boxes"] - len(unboxed)
    yield (
        None if other or unquoted or unboxed else True,
        f"引文：{words} 处在页面文字中，{record} 处在页面记录中；框：{boxes} 个在截图内",
        f"quotes: {words} in the words of their pages, {record} in their records; boxes: {boxes} in the pictures",
    )
    if count["stated"]:
        yield (
            None,
            f"{count['stated']} 处陈述所测或未见之事，不引用页面",
            f"{count['stated']} state what was measured or missing and quote no page",
        )


# -- rules


def _strange(rules: Mapping[str, str], sources: Table, ruleset: str) -> list[str]:
    """Files of the rules that are not those from which the ruleset's id is made: a SHA-256 over names and SHA-256s."""
    listed = {text(each.get("name")): text(each.get("sha256")) for each in rows(sources.get("files"))}
    digest = hashlib.sha256()
    for name, sha in sorted(listed.items()):
        digest.update(
            name.encode("utf-8", "replace") + b"\0" + (bytes.fromhex(sha) if re.fullmatch("[0-9a-f]{64}", sha) else b"")
        )
    here = {name.removeprefix(RULES): sha for name, sha in rules.items()}
    strange = [name for name, sha in here.items() if listed.get(name, sha) != sha]
    strange += [name for name in here if name.startswith(("scoring/", "probes")) and name not in listed]
    return sorted(strange) or ([] if digest.hexdigest() == ruleset else [SOURCES])


GUARD = """
import os, runpy, sys
folder, *sys.argv[1:] = sys.argv[1:]
outside = "socket", "subprocess", "ctypes", "shutil", "winreg", "pty"
writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
def refuse(event, about):
    room = event.partition(".")[0]
    if room in outside or room == "os" and event not in ("os.listdir", "os.scandir") or event == "open" and about[2] & writing:
        raise PermissionError(event)
sys.addaudithook(refuse)
runpy.run_path(os.path.join(folder, "ruleset", "derive.py"), run_name="__main__")
"""


def _by_the_rules(files: Mapping[str, bytes]) -> Iterator[Said]:
    """What the rules say of the record. Without a key anybody may have written them, so they may not write or connect.

    That is a lock and no wall: whoever fears a pack runs this where nothing is to be had.
    """
    with tempfile.TemporaryDirectory(prefix="xuncha-verify-") as folder:
        for name, data in files.items():
            path = Path(folder, *name.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        command = [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", GUARD, folder, AUDIT, DECISIONS]
        kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env=kept,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as fault:
            yield False, f"规则无法运行：{fault}", f"the rules cannot be run: {fault}"
            return
    try:
        said = table(json.loads(done.stdout))
    except ValueError:
        said = {"fault": done.stderr.decode("utf-8", "replace")[-300:]}
    items, why, differ = said.get("items"), text(said.get("fault")), said.get("differences")
    if why or type(items) is not int or not isinstance(differ, list) or done.returncode != bool(differ):
        yield False, f"规则无法运行：{why}", f"the rules cannot be run: {why}"
    elif differ:
        told = some([text(each) for each in differ])
        yield (
            False,
            f"{len(differ)} 处结论或分数推导不出：{told}",
            f"{len(differ)} verdicts or scores do not follow: {told}",
        )
    else:
        zh = f"{items} 项结论与各阶段分数由发现与判定按规则得出"
        yield True, zh, f"{items} verdicts and the scores of all stages follow by the rules"


# -- plain data, of which nothing is believed


def norm(value: str) -> str:
    """Words as they are compared: one form of each character (NFKC), no blanks, no case."""
    return "".join(unicodedata.normalize("NFKC", value).split()).casefold()


def nothing() -> bytes:
    return b""


def table(value: Any) -> Table:
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[Table]:
    return [table(each) for each in value] if isinstance(value, list) else []


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def numbers(value: Any, many: int) -> tuple[float, ...]:
    """That many numbers of a list, () for anything else."""
    good = isinstance(value, list) and len(value) == many
    return tuple(map(float, value)) if good and all(type(x) in (int, float) and abs(x) < 1e9 for x in value) else ()


def strings(value: Any) -> Iterator[str]:
    """Every string and whole number in plain data."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str | int):
            yield str(each)
        elif isinstance(each, dict | list):
            waiting += each.values() if isinstance(each, dict) else each


def some(names: list[str]) -> str:
    return ", ".join(each[:120] for each in names[:20]) + (" …" if len(names) > 20 else "")
