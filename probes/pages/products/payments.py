"""Ways to pay that a page offers: in words, by a picture's name, or by what OCR read in one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from crawler.links.link_around import find_link_around
from crawler.links.role_links import sends_on
from crawler.settings_file import SettingsFile
from crawler.site import Element, Platform, View
from crawler.vocabulary import Region, Role
from probes.finding import Text
from probes.pages.rules import unfolded
from probes.pages.rules.policy import pattern
from probes.pages.rules.questions import without_refused
from probes.schema.reading_table import Texts, Whole, Words
from probes.text.normalise import fold_text, plain_text
from probes.text.remember import per_line, per_view
from probes.text.shown import list_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentsKindsRow:
    """A row of [kinds] in payments.toml."""

    zh: str
    en: str
    words: tuple[str, ...]
    images: tuple[str, ...]
    company: bool = False
    own: tuple[str, ...] = ()
    own_always: bool = False


@dataclass(frozen=True, slots=True)
class PaymentsTable:
    """The file payments.toml."""

    limits: Whole[Literal["label", "line", "picture", "question", "below", "listed", "beside"]]
    words: Words[Literal["context", "never", "signed", "negated", "login", "places", "frames", "paid_in", "billed"]]
    patterns: Texts[Literal["headings", "payee", "account", "holder", "within"]]
    kinds: Mapping[str, PaymentsKindsRow]


FILE = SettingsFile("probes.pages.products", "payments.toml", PaymentsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_WORDS: dict[str, tuple[str, ...]] = {key: tuple(words) for key, words in _DATA.words.items()}
_KINDS = _DATA.kinds
_HEADED = re.compile(_DATA.patterns["headings"])
_ACCOUNT, _HOLDER = (re.compile(_DATA.patterns[name]) for name in ("account", "holder"))
_WITHIN = re.compile(_DATA.patterns["within"])
_CLAUSE = re.compile(r"[,，。;；!！?？]")
_SENTENCE = re.compile(r"[。;；!！?？]")
_WORDED = {
    kind: re.compile("|".join(rf"(?<![a-z]){re.escape(word)}" for word in sort.words)) for kind, sort in _KINDS.items()
}
_ANY = re.compile("|".join(re.escape(word) for kind in _KINDS.values() for word in kind.words))  # usually none
_PICTURED = {
    kind: re.compile("|".join(rf"(?<![a-z]){re.escape(word)}" for word in sort.images))
    for kind, sort in _KINDS.items()
    if sort.images
}
_FRAMES = re.compile(r"(?<![a-z])(?:" + "|".join(_WORDS["frames"]) + ")")
PLACES = frozenset({Role.PAYMENT, Role.CART})  # pages on which a bare label is about paying


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay with what names it; ``element`` is None where a line of text does."""

    kind: str
    quote: str
    element: Element | None = None

    @property
    def name(self) -> Text:
        """What the method is called, for people."""
        return Text(_KINDS[self.kind].zh, _KINDS[self.kind].en)

    def foreign_to(self, platform: Platform) -> bool:
        """Whether it belongs to another platform than this one."""
        if _KINDS[self.kind].own_always:
            return False
        host = urlsplit(platform.url).hostname or ""
        return not any(host == own or host.endswith(f".{own}") for own in _KINDS[self.kind].own)


@per_view
def payment_methods(view: View) -> tuple[PaymentMethod, ...]:
    """The ways to pay on a page, each kind once, in the order of the table."""
    found: dict[str, PaymentMethod] = {}
    for method in (*_told(view), *_given_accounts(view), *_marked(view)):
        found.setdefault(method.kind, method)
    return tuple(found[kind] for kind in _KINDS if kind in found)


def _told(view: View) -> Iterator[PaymentMethod]:
    """Methods named in lines that list or promise them. A method said not to be offered, asked for in vain or only mentioned, does not count."""
    titled, asked = False, 0
    paying = view.role is Role.PAYMENT or asks_to_pay(view.path[-1] if view.path else "")
    rows: dict[str, str] = {}
    for line in without_refused(unfolded.unfolded_text(view)).split("\n"):
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
            yield from (PaymentMethod(kind, " ".join(said.split())) for kind, said in rows.items())
        for about, calm, kinds in read.clauses:
            listed = read.listed and calm and (asked >= 0 or paying)
            if about or listed or ((titled or (asked >= 0 and read.offered)) and view.role in PLACES):
                for kind in kinds:
                    yield PaymentMethod(kind, " ".join(line.split())[:160])


@per_view
def find_listed_ways(view: View) -> str:
    """The first line that names several ways to pay and denies none, be it that nothing says what they are for; "" without one."""
    reads = ((line, _line(line)) for line in without_refused(unfolded.unfolded_text(view)).split("\n"))
    named = (
        (line, {kind for _, calm, kinds in read.clauses if calm for kind in kinds}) for line, read in reads if read
    )
    return next((" ".join(line.split())[:160] for line, kinds in named if len(kinds) >= _LIMITS["listed"]), "")


def _given_accounts(view: View) -> Iterator[PaymentMethod]:
    """The bank of an account that the lines around it give to buyers to pay into, unless it is a person's."""
    lines = [" ".join(line.split()) for line in unfolded.unfolded_text(view).split("\n") if line.strip()]
    paid, billed = pattern(_WORDS["paid_in"]), pattern((*_WORDS["billed"], *_WORDS["negated"]))
    for at, line in enumerate(lines):
        if _ACCOUNT.search(fold_text(line)) is None:
            continue
        beside = [fold_text(one) for one in lines[max(0, at - _LIMITS["beside"]) : at + _LIMITS["beside"] + 1]]
        around = " ".join(beside)
        if paid.search(around) and not billed.search(around) and not any(map(_HOLDER.search, beside)):
            yield PaymentMethod("transfer", line[:160])


@per_line
def asks_to_pay(label: str) -> bool:
    """Whether the label of a page is a heading or question about ways to pay, be it without its mark (怎么付款)."""
    said = plain_text(label)
    return 0 < len(said) <= _LIMITS["question"] and any(map(_HEADED.search, (said, f"{said}?")))


@dataclass(frozen=True, slots=True)
class _PaymentLine:
    """What a line says about paying, whatever page it stands on.

    ``clauses``: those that deny none of the methods they name, whether each speaks of paying, and whether its sentence denies none.
    """

    heading: bool
    asks: bool
    short: bool
    offered: bool  # nothing in it says that a way is not offered
    label: bool  # what a row of a list may be
    row: tuple[str, ...]  # the methods that such a row names
    listed: bool  # several at once, in sentences that deny none
    clauses: tuple[tuple[bool, bool, tuple[str, ...]], ...]


@per_line
def _line(line: str) -> _PaymentLine | None:
    """The reading of one line; None for an empty one."""
    folded = fold_text(line).strip()
    if not folded:
        return None
    context, never, negated, signed = (pattern(_WORDS[key]) for key in ("context", "never", "negated", "signed"))
    kinds = name_ways(folded)
    offered = not negated.search(folded)
    label = len(folded) <= _LIMITS["label"] and offered and not never.search(signed.sub("", folded))
    tells = len(kinds) >= _LIMITS["listed"] and folded[-1] not in "?？吗"  # no heading of what follows
    told = _SENTENCE.split(folded) if kinds and len(folded) <= _LIMITS["line"] * 4 else ()
    calm = [sentence for sentence in told if not negated.search(sentence)]
    return _PaymentLine(
        heading=len(folded) <= _LIMITS["label"] and bool(context.search(folded)),
        asks=not tells and len(folded) <= _LIMITS["question"] and bool(_HEADED.search(folded)),
        short=len(folded) <= _LIMITS["line"],
        offered=offered,
        label=label,
        row=kinds if label else (),
        listed=len(name_ways("\n".join(calm))) >= _LIMITS["listed"],
        clauses=tuple(
            (bool(context.search(clause)), sentence in calm, named)
            for sentence in told
            for clause in _CLAUSE.split(sentence)
            if (named := name_ways(clause)) and not never.search(signed.sub("", clause)) and not negated.search(clause)
        ),
    )


@per_line
def name_ways(words: str) -> tuple[str, ...]:
    """The kinds of ways to pay that folded words name."""
    if not _ANY.search(words):
        return ()
    said = _WITHIN.sub(r"\g<of>", words)
    return tuple(kind for kind, shape in _WORDED.items() if shape.search(said))


def _marked(view: View) -> Iterator[PaymentMethod]:
    """Methods of labels and pictures in a footer, or beside words about paying."""
    for element in list_seen(view.elements):
        parts = (element.own or element.text, element.name, element.pseudo, element.ocr)
        pictured = element.image and element.box.h <= _LIMITS["picture"]
        if not pictured and not _any_marks(*parts):  # the usual case
            continue
        beside = view.role in PLACES or _beside_paying(view, element)
        if not beside and element.region is not Region.FOOTER:
            continue
        if sends_on(find_link_around(view, element)):
            continue  # an advertisement of others
        classes = element.classes.lower()
        if any(word in f"{classes} {element.href.lower()}" for word in _WORDS["login"]):
            continue
        for part in parts:
            for kind in _marks(part, part == element.ocr):
                if beside or element.image or not _KINDS[kind].company:
                    yield PaymentMethod(kind, " ".join(part.split())[:80], element)
        for kind, file in _pictures(element.image) if pictured else ():
            yield PaymentMethod(kind, file, element)


@per_line
def _marks(part: str, picture: bool) -> tuple[str, ...]:
    """The methods named by a label, or by what was read in a picture."""
    said = plain_text(part).strip()
    if not said or said.endswith("?") or len(said) > (_LIMITS["line"] if picture else _LIMITS["label"]):
        return ()  # a question (能分期吗？) names no way: its answer may deny it
    kinds = name_ways(said)
    denied = kinds and (pattern(_WORDS["never"]).search(said) or pattern(_WORDS["negated"]).search(said))
    return () if denied else kinds


@per_line
def _any_marks(*parts: str) -> bool:
    """May any of an element's words name a method? What was read in a picture may be longest."""
    return any(_marks(part, True) for part in parts)


@per_line
def _pictures(image: str) -> tuple[tuple[str, str], ...]:
    """The methods named by a picture's address, each with its file name."""
    file = urlsplit(image).path.rpartition("/")[2].lower()
    kinds = [kind for kind, shape in _PICTURED.items() if shape.search(file)]
    login = kinds and any(word in image.lower() for word in _WORDS["login"])
    return () if login else tuple((kind, file) for kind in kinds)


def _beside_paying(view: View, element: Element) -> bool:
    """Does a group around the element speak of paying, apart from naming methods?"""
    at: Element | None = element
    for _ in range(3):
        parent = at.parent if at is not None else None
        if parent is None or not 0 <= parent < len(view.elements):
            return False
        at = view.elements[parent]
        said = plain_text(at.text)
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


@per_view
def unreadable_payments(view: View) -> tuple[Element, ...]:
    """Wordless pictures that may be logos of payment methods: drawn from a sprite, or named by a number."""
    found = []
    for element in list_seen(view.elements):
        worded = element.text or element.own or element.name or element.pseudo or element.ocr
        if worded or element.box.h > _LIMITS["picture"]:
            continue
        if not element.image and element.tag not in ("i", "span", "em", "b", "svg"):
            continue
        framed = _FRAMES.search(f"{element.classes} {element.href} {element.image}".lower())
        if framed and (element.region is Region.FOOTER or view.role in PLACES or _beside_paying(view, element)):
            found.append(element)
    return tuple(found)
