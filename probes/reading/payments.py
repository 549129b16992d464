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
    context, never, negated = (pattern(_WORDS[key]) for key in ("context", "never", "negated"))
    titled, asked = False, 0
    rows: dict[str, str] = {}
    for line in unfolded.text(view).split("\n"):
        folded = fold(line).strip()
        if not folded:
            continue
        heading = len(folded) <= _LIMITS["label"] and bool(context.search(folded))
        titled = heading or (titled and len(folded) <= _LIMITS["line"])
        # Right below a heading or a question about ways to pay, a line that lists several is about paying on any page.
        if len(folded) <= _LIMITS["question"] and _HEADED.search(folded):
            asked, rows = int(_LIMITS["below"]), {}
            continue
        asked -= 1
        if asked >= 0 and len(folded) <= _LIMITS["label"] and not negated.search(folded) and not never.search(folded):
            rows |= {kind: line for kind in _kinds(folded) if kind not in rows}
            if len(rows) >= _LIMITS["listed"]:  # a table or list, a way to pay in each line
                yield from (Method(kind, " ".join(said.split())) for kind, said in rows.items())
        listed = asked >= 0 and not negated.search(folded) and len(set(_kinds(folded))) >= _LIMITS["listed"]
        if len(folded) > _LIMITS["line"] * 4:
            continue
        for clause in _CLAUSE.split(folded):
            if never.search(clause) or negated.search(clause):
                continue
            if listed or context.search(clause) or (titled and view.role in PLACES):
                for kind in _kinds(clause):
                    yield Method(kind, " ".join(line.split())[:160])


@per_line
def _kinds(words: str) -> tuple[str, ...]:
    return tuple(kind for kind, shape in _WORDED.items() if shape.search(words)) if _ANY.search(words) else ()


def _marked(view: View) -> Iterator[Method]:
    """Labels and pictures in a footer, or beside words about paying."""
    never, negated = pattern(_WORDS["never"]), pattern(_WORDS["negated"])
    for each in view.elements:
        if not each.seen:
            continue
        beside = view.role in PLACES or _beside_paying(view, each)
        if not beside and each.region is not Region.FOOTER:
            continue
        classes = each.classes.lower()
        if any(word in f"{classes} {each.href.lower()}" for word in _WORDS["login"]):
            continue
        for part in (each.own or each.text, each.name, each.pseudo, each.ocr):
            said = plain(part).strip()
            limit = _LIMITS["line"] if part == each.ocr else _LIMITS["label"]
            if said and len(said) <= limit and not never.search(said) and not negated.search(said):
                for kind in _kinds(said):
                    if beside or each.image or not _KINDS[kind].get("company"):
                        yield Method(kind, " ".join(part.split())[:80], each)
        if each.image and each.box.h <= _LIMITS["picture"]:
            file = urlsplit(each.image).path.rpartition("/")[2].lower()
            for kind, shape in _PICTURED.items():
                if shape.search(file) and not any(word in each.image.lower() for word in _WORDS["login"]):
                    yield Method(kind, file, each)


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
        if not each.seen or each.words or each.box.h > _LIMITS["picture"]:
            continue
        marks = f"{each.classes} {each.href} {each.image}".lower()
        framed = re.search(r"(?<![a-z])(?:" + "|".join(_WORDS["frames"]) + ")", marks)
        drawn = each.image or each.tag in ("i", "span", "em", "b", "svg")
        placed = each.region is Region.FOOTER or view.role in PLACES or _beside_paying(view, each)
        if framed and drawn and placed:
            found.append(each)
    return tuple(found)
