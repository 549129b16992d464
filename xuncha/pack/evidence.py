"""A part of ``verify.py``: whether each piece of evidence of an audit is in the view it points to. Standard library alone.

A quote is in the words of its page or in what else is recorded of it; a box is that of the element it names and in the picture.
"""

from __future__ import annotations

import html
import re
import struct
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

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
PIECES = re.compile(r"[^\s…、,:;/→()=|，：；（）]+")  # what a quote is put together of: table cells, addresses, labels
LEAST = 4  # letters of a piece that is not all of a cell or label
MOST = 200  # pieces of a quote
# Probes that say what they measured or found missing where others quote words of the page or what is recorded of it.
STATING = frozenset({
    "complaints.complaint_opens", "disclosure.listed_dead", "disclosure.product_base", "disclosure.product_critical",
    "disclosure.product_operation", "disclosure.product_price_stated", "disclosure.product_quality",
    "disclosure.self_operated_marked", "performance.availability", "performance.cookie_flags", "performance.home_speed",
    "performance.layout_shift", "performance.list_speed", "performance.mixed_content", "performance.product_speed",
    "performance.script_errors", "performance.security_headers", "privacy.url_secrets", "trust.rules_history",
})  # fmt: skip
Table = dict[str, Any]
Numbers = tuple[float, ...]
Read = Callable[[str], bytes]
Plain = Callable[[bytes, str], Table]
Said = tuple[bool | None, str, str]  # shown, wrong, or said openly; in Chinese and English


class Page:
    """A view of the pack: ``words`` are what the page says, ``rest`` is all else that is recorded of it, then its source."""

    def __init__(self, view: Table, told: Any, size: Numbers, source: Callable[[], bytes]) -> None:
        self.elements = rows(view.get("elements"))
        said = (" ".join(text(each.get(name)) for name in ("text", "name", "pseudo", "ocr")) for each in self.elements)
        self.words = [norm(text(view.get("text"))), *map(norm, said)]
        self.rest = [norm(each) for each in strings([view, told])]
        status = [table(each).get("status") for each in (view, told)]  # of other numbers none is a word of the page
        self.whole = {norm(each) for each in [*strings([view, told], str), *strings(status)]}
        self.size = size  # of what the picture shows, in CSS px; () where the view is not what it should be
        self.page = numbers([view.get("width"), view.get("height")], 2)
        self.source = source

    def says(self, quote: str) -> str:
        """Where: in ``words`` of the page, in the ``record`` of it, put together of ``pieces`` of both, or "" nowhere."""
        wanted = norm(quote)
        if any(wanted in each for each in self.words):
            return "words"
        for source in (nothing, self.source):
            if source is not nothing:
                self.rest.append(norm(html.unescape(source().decode("utf-8", "replace"))))
                self.source = nothing
            if any(wanted in each for each in self.rest):
                return "record"
            if self._joined(quote):
                return "pieces"
        return ""

    def _joined(self, quote: str) -> bool:
        """Whether the quote is a row of pieces, each all of a cell, label or the like, or ``LEAST`` letters of anything and more.

        Their order is the quote's own: cells of a table are quoted with their heads, which stand elsewhere.
        """
        spans = [each.span() for each in PIECES.finditer(quote)]
        if not spans or len(spans) > MOST:
            return False
        reached = {0}
        for first, (start, _) in enumerate(spans):
            for last in range(first, len(spans) if first in reached else first):
                piece = norm(quote[start : spans[last][1]])
                if not self._holds(piece):  # nor any longer one
                    break
                if piece in self.whole or len(piece.replace("*", "")) >= LEAST:
                    reached.add(last + 1)
        return len(spans) in reached

    def _holds(self, piece: str) -> bool:
        """A star stands for one character that a probe has masked, of a number that may be written with dashes."""
        if any(piece in each for each in (*self.words, *self.rest)):
            return True
        if "*" not in piece or len(piece) > MOST:
            return False
        signs = ("[^-]-?" if each == "*" else re.escape(each) + "-?" * each.isalnum() for each in piece)
        masked = re.compile("".join(signs))
        return any(masked.search(each) for each in (*self.words, *self.rest))

    def shows(self, evidence: Table) -> bool | None:
        """True where the box is that of the element it names and meets the picture; None where it is, yet the picture ends before it
        or nothing is drawn of that element; False for any other box."""
        box = numbers(evidence.get("box"), 4)
        named = [each for each in self.elements if each.get("selector") == evidence.get("selector")]
        of = [each for each in named if box and numbers(each.get("box"), 4) == box]
        if not of or not self.size:
            return False
        if meets(box, self.size):
            return True
        beyond = any(box[at] > self.size[at] for at in (0, 1)) and meets(box, self.page)
        return None if beyond or not any(each.get("seen", True) for each in of) else False


class Views:
    """The views of a pack, one in memory at a time."""

    def __init__(self, read: Read, plain: Plain, found: Mapping[str, tuple[int, str]], manifest: Table) -> None:
        self.read, self.plain, self.found = read, plain, found
        # Of a sealed pack nothing is masked, so each file is its own original.
        self.known = ("sha256",) if manifest.get("sealed") else ("sha256", "original")
        self.listed = {text(each.get("name")): each for each in rows(manifest.get("files"))}

    def page(self, seen: Table, gaps: Any) -> Page:
        """The view that audit.json tells of; of no ``size`` where the pack's own is another one."""
        name = f"views/{text(seen.get('id'))}.json"
        view = self.plain(self.read(name), name) if name in self.found else {}
        source = text(table(view.get("html")).get("file"))
        return Page(view, [seen, gaps], self._size(view, seen), (lambda: self.read(source)) if source else nothing)

    def _size(self, view: Table, seen: Table) -> Numbers:
        whole = numbers([view.get("width"), view.get("height")], 2)
        if not whole or any(view.get(name) != seen.get(name) for name in ALIKE):
            return ()
        picture = table(view.get("screenshot"))
        shown = table(self.listed.get(text(picture.get("file"))))
        if picture and seen.get("screenshot") not in map(shown.get, self.known):
            return ()
        for part in (table(view.get("html")), picture):
            file = table(self.listed.get(text(part.get("file"))))
            if part and (not file or text(part.get("sha256")) not in map(file.get, self.known)):
                return ()
        if not picture or picture.get("width") == 0:  # none was kept, or it cannot be read
            return whole
        size, scale = picture_size(self.read(text(picture.get("file")))), numbers([picture.get("scale")], 1)
        return tuple(side / scale[0] for side in size) if scale and scale[0] > 0 else ()


def picture_size(data: bytes) -> Numbers:
    """Width and height of a JPEG in px (ITU-T T.81, B.2.2), () of anything else."""
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 <= len(data) and data[at] == 0xFF:
        if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack_from(">2H", data, at + 5)
            return float(wide), float(high)
        at += 1 if data[at + 1] == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return ()


def held(audit: Table, views: Views) -> Iterator[Said]:
    """What was found of every piece of evidence of findings and traits. Raises what the views' ``read`` and ``plain`` raise."""
    seen = {text(each.get("id")): each for each in rows(audit.get("views"))}
    fetches = {text(each.get("id")): each for each in rows(audit.get("fetches"))}
    pointing: dict[str, list[tuple[str, str, Table]]] = {each: [] for each in seen}
    for found in [*rows(audit.get("findings")), *rows(audit.get("traits"))]:
        probe = text(found.get("probe"))
        where = f"{text(found.get('id'))} {probe or text(found.get('flag'))}".strip()
        for each in rows(found.get("evidence")):
            pointing.setdefault(text(each.get("view")), []).append((where, probe, each))
    count = dict.fromkeys(("words", "record", "pieces", "stated", "boxed", "apart"), 0)
    other: list[str] = []
    unhashed: list[str] = []
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
            kind = page.says(quote) if PIECES.search(quote.replace("*", "")) else "none" if known else ""
            kind = kind or ("stated" if probe in STATING else "unquoted")
            count[kind] = count.get(kind, 0) + 1
            unquoted += [f"{where} {quote[:60]}"] if kind == "unquoted" else []
            hashes = [table(known.get(id)).get(name) for known in (seen, fetches) for name in ("screenshot", "body")]
            unhashed += [where] if each.get("sha256") and each.get("sha256") not in hashes else []
            if each.get("box") is not None:
                shows = page.shows(each)
                count["boxed" if shows else "apart"] += 0 if shows is False else 1
                unboxed += [where] if shows is False else []
    for wrong, zh, en in (
        (other, "个页面与 audit.json 或清单不同", "views are not as audit.json and the manifest say"),
        (unquoted, "处引文不在其页面中", "quotes are not in their pages"),
        (unboxed, "个框不属于其元素或不在截图内", "boxes are not their elements' or not in the pictures"),
        (unhashed, "处证据的哈希不是其截图或响应的", "pieces of evidence have the hash of another picture or body"),
    ):
        if wrong:
            yield False, f"{len(wrong)} {zh}：{some(wrong)}", f"{len(wrong)} {en}: {some(wrong)}"
    words, record, pieces = (count[name] for name in ("words", "record", "pieces"))
    boxed, apart, stated = (count[name] for name in ("boxed", "apart", "stated"))
    zh = f"引文：{words} 处在页面文字中，{record} 处在页面记录中，{pieces} 处由其中各段拼成；框：{boxed} 个在截图内"
    en = f"quotes: {words} in the words of their pages, {record} in their records, {pieces} put together of pieces of them; "
    en += f"boxes: {boxed} in the pictures"
    yield None if other or unquoted or unboxed or unhashed else True, zh, en
    if apart:
        zh = f"{apart} 个框属于未显示的元素，或在截图范围之外"
        yield None, zh, f"{apart} boxes are of elements that are not drawn, or beyond where the picture ends"
    if stated:
        yield (
            None,
            f"{stated} 处陈述所测或未见之事，不引用页面",
            f"{stated} state what was measured or missing and quote no page",
        )


def meets(box: Numbers, size: Numbers) -> bool:
    """Whether a box touches a picture of that size; a pixel is given away to rounding."""
    return bool(box and size) and all(box[at] + box[at + 2] >= -1 and box[at] <= size[at] + 1 for at in (0, 1))


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


def numbers(value: Any, many: int) -> Numbers:
    """That many numbers of a list, () for anything else."""
    good = isinstance(value, list) and len(value) == many
    return tuple(map(float, value)) if good and all(type(x) in (int, float) and abs(x) < 1e9 for x in value) else ()


def strings(value: Any, kind: Any = str | int) -> Iterator[str]:
    """Everything of that kind in plain data, as words: strings and whole numbers."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, kind):
            yield str(each)
        elif isinstance(each, dict | list):
            waiting += each.values() if isinstance(each, dict) else each


def some(names: list[str]) -> str:
    return ", ".join(each[:120] for each in names[:20]) + (" …" if len(names) > 20 else "")
