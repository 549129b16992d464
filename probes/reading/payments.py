"""Ways to pay that a page offers: by word, by the name of a picture, by what OCR read in one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlsplit

from crawler.site import Element, Platform, View
from crawler.vocabulary import Region, Role
from probes.finding import Text
from probes.reading import unfolded
from probes.reading.normalise import plain
from probes.reading.policy import fold, pattern
from probes.reading.remember import per_line, per_view

_DATA = tomllib.loads(files("probes.reading").joinpath("payments.toml").read_text("utf-8"))
_LIMITS: dict[str, float] = _DATA["limits"]
_WORDS: dict[str, tuple[str, ...]] = {key: tuple(words) for key, words in _DATA["words"].items()}
_KINDS: dict[str, dict[str, list[str]]] = _DATA["kinds"]
_HEADED = re.compile(_DATA["patterns"]["headings"])
_PAYEE = re.compile(_DATA["patterns"]["payee"])
_CLAUSE = re.compile(r"[,，。;；!！?？]")
_WORDED = {
    kind: re.compile("|".join(rf"(?<![a-z]){re.escape(word)}" for word in each["words"]))
    for kind, each in _KINDS.items()
}
_ANY = re.compile("|".join(re.escape(word) for each in _KINDS.values() for word in each["words"]))  # mostly none
_PICTURED = {
    kind: re.compile("|".join(rf"(?<![a-z]){re.escape(word)}" for word in each["images"]))
    for kind, each in _KINDS.items()
    if each["images"]
}
_FRAMES = re.compile(r"(?<![a-z])(?:" + "|".join(_WORDS["frames"]) + ")")
PLACES = frozenset({Role.PAYMENT, Role.CART})  # pages on which a bare label is about paying


@dataclass(frozen=True, slots=True)
class Method:
    """A way to pay with what names it: ``element`` is None where a line of text does."""

    kind: str
    quote: str
    element: Element | None = None

    @property
    def name(self) -> Text:
        words = _KINDS[self.kind]
        return Text(str(words["zh"]), str(words["en"]))

    def foreign_to(self, platform: Platform) -> bool:
        """Is it somebody else's than the platform's own?"""
        if _KINDS[self.kind].get("own_always"):
            return False
        host = urlsplit(platform.url).hostname or ""
        return not any(host == own or host.endswith(f".{own}") for own in _KINDS[self.kind].get("own", ()))


@per_view
def methods(view: View) -> tuple[Method, ...]:
    """The ways to pay on a page, each kind once, in the order of the table."""
    found: dict[str, Method] = {}
    for method in (*_told(view), *_marked(view)):
        found.setdefault(method.kind, method)
    return tuple(found[kind] for kind in _KINDS if kind in found)


def _told(view: View) -> Iterator[Method]:
    """Lines that list or promise methods. A method that is not offered is none, and neither is one that is only spoken of."""
    titled, asked = False, 0
    rows: dict[str, str] = {}
    for line in unfolded.text(view).split("\n"):
        read = _line(line)
        if read is None:
            continue
        titled = read.heading or (titled and read.short)
        # Right below a heading or a question about ways to pay, a line that lists several is about paying on any page.
        if read.asks:
            asked, rows = int(_LIMITS["below"]), {}
            continue
        asked -= 1
        if asked >= 0 and read.row:
            rows |= {kind: line for kind in read.row if kind not in rows}
        if asked >= 0 and read.label and len(rows) >= _LIMITS["listed"]:  # a table or list, a way to pay in each line
            yield from (Method(kind, " ".join(said.split())) for kind, said in rows.items())
        for about, kinds in read.clauses:
            if about or (asked >= 0 and read.listed) or (titled and view.role in PLACES):
                for kind in kinds:
                    yield Method(kind, " ".join(line.split())[:160])


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line says of paying, whatever page it stands on; ``clauses`` are those that name methods and deny none, with whether
    each speaks of paying itself."""

    heading: bool
    asks: bool
    short: bool
    label: bool  # what a row of a list may be
    row: tuple[str, ...]  # the methods that such a row names
    listed: bool  # several at once
    clauses: tuple[tuple[bool, tuple[str, ...]], ...]


@per_line
def _line(line: str) -> _Line | None:
    """None for an empty one."""
    folded = fold(line).strip()
    if not folded:
        return None
    context, never, negated = (pattern(_WORDS[key]) for key in ("context", "never", "negated"))
    kinds = _kinds(folded)
    offered = not negated.search(folded)
    label = len(folded) <= _LIMITS["label"] and offered and not never.search(folded)
    clauses = _CLAUSE.split(folded) if kinds and len(folded) <= _LIMITS["line"] * 4 else ()
    return _Line(
        heading=len(folded) <= _LIMITS["label"] and bool(context.search(folded)),
        asks=len(folded) <= _LIMITS["question"] and bool(_HEADED.search(folded)),
        short=len(folded) <= _LIMITS["line"],
        label=label,
        row=kinds if label else (),
        listed=offered and len(kinds) >= _LIMITS["listed"],
        clauses=tuple(
            (bool(context.search(clause)), named)
            for clause in clauses
            if (named := _kinds(clause)) and not never.search(clause) and not negated.search(clause)
        ),
    )


@per_line
def _kinds(words: str) -> tuple[str, ...]:
    return tuple(kind for kind, shape in _WORDED.items() if shape.search(words)) if _ANY.search(words) else ()


def _marked(view: View) -> Iterator[Method]:
    """Labels and pictures in a footer, or beside words about paying."""
    for each in view.elements:
        if not each.seen:
            continue
        parts = (each.own or each.text, each.name, each.pseudo, each.ocr)
        pictured = each.image and each.box.h <= _LIMITS["picture"]
        if not pictured and not _any_marks(*parts):  # mostly
            continue
        beside = view.role in PLACES or _beside_paying(view, each)
        if not beside and each.region is not Region.FOOTER:
            continue
        classes = each.classes.lower()
        if any(word in f"{classes} {each.href.lower()}" for word in _WORDS["login"]):
            continue
        for part in parts:
            for kind in _marks(part, part == each.ocr):
                if beside or each.image or not _KINDS[kind].get("company"):
                    yield Method(kind, " ".join(part.split())[:80], each)
        for kind, file in _pictures(each.image) if pictured else ():
            yield Method(kind, file, each)


@per_line
def _marks(part: str, picture: bool) -> tuple[str, ...]:
    """The methods that a label, or what was read in a picture, names."""
    said = plain(part).strip()
    if not said or len(said) > (_LIMITS["line"] if picture else _LIMITS["label"]):
        return ()
    kinds = _kinds(said)
    denied = kinds and (pattern(_WORDS["never"]).search(said) or pattern(_WORDS["negated"]).search(said))
    return () if denied else kinds


@per_line
def _any_marks(*parts: str) -> bool:
    """May any of an element's words name a method? What was read in a picture may be longest."""
    return any(_marks(part, True) for part in parts)


@per_line
def _pictures(image: str) -> tuple[tuple[str, str], ...]:
    """The methods that a picture's address names, each with the name of its file."""
    file = urlsplit(image).path.rpartition("/")[2].lower()
    kinds = [kind for kind, shape in _PICTURED.items() if shape.search(file)]
    login = kinds and any(word in image.lower() for word in _WORDS["login"])
    return () if login else tuple((kind, file) for kind in kinds)


def _beside_paying(view: View, element: Element) -> bool:
    """Does a group around the element speak of paying, apart from the names of methods?"""
    at: Element | None = element
    for _ in range(3):
        parent = at.parent if at is not None else None
        if parent is None or not 0 <= parent < len(view.elements):
            return False
        at = view.elements[parent]
        said = plain(at.text)
        if len(said) > _LIMITS["line"]:
            return False
        if _speaks_of_paying(said):
            return True
    return False


@per_line
def _speaks_of_paying(said: str) -> bool:
    if _ANY.search(said):
        for shape in _WORDED.values():
            said = shape.sub("", said)
    return any(word in said for word in _WORDS["places"])


@per_line
def payee(text: str) -> str:
    """The words by which a text has buyers pay to somebody by name and number (户名：张三，账号 6222…); empty = none.

    A company's account is no person's: names of more than four characters and those with words of companies are none.
    """
    match = _PAYEE.search(plain(text))
    return match.group() if match else ""


@per_view
def unreadable(view: View) -> tuple[Element, ...]:
    """Pictures that may be marks of methods, without any word: drawn from a sprite, or named by a number."""
    found = []
    for each in view.elements:
        worded = each.text or each.own or each.name or each.pseudo or each.ocr
        if not each.seen or worded or each.box.h > _LIMITS["picture"]:
            continue
        if not each.image and each.tag not in ("i", "span", "em", "b", "svg"):
            continue
        framed = _FRAMES.search(f"{each.classes} {each.href} {each.image}".lower())
        if framed and (each.region is Region.FOOTER or view.role in PLACES or _beside_paying(view, each)):
            found.append(each)
    return tuple(found)
