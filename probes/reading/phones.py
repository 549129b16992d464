"""Telephone numbers in page text, with the words that say what they are for (criteria C)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from crawler.site import Element, View
from probes.reading import normalise
from probes.reading.remember import per_line, per_view

_DATA = tomllib.loads(files("probes.reading").joinpath("phones.toml").read_text("utf-8"))
_BEFORE: int = _DATA["window"]["before"]
_AFTER: int = _DATA["window"]["after"]
_THEIRS_BEFORE: int = _DATA["window"]["theirs"]
_THEIRS: tuple[str, ...] = tuple(_DATA["theirs"]["words"])
_REGULATORS = frozenset(_DATA["regulators"]["numbers"])
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])(?:"
    r"(?P<hotline>[48]00(?: ?- ?| )?[0-9]{3,4}(?: ?- ?| )?[0-9]{3,4}|[48]00[0-9](?: ?- ?| )[0-9]{3}(?: ?- ?| )[0-9]{3}"
    r"|1010[- ]?[0-9]{4}|(?:95|96|10)[0-9]{3,4})"
    r"|(?:\(?\+?86\)?[- ]?)?(?P<mobile>1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4})"
    r"|(?:\+?86[- ]?)?(?P<landline>\(?0[0-9]{2,3}\)?[- ]?[0-9]{3,4} ?[0-9]{4}(?:(?: ?转 ?|-)[0-9]{1,5})?|(?<=86)[- ]?[1-9][0-9]{1,2}[- ][0-9]{7,8})"
    r"|(?P<short>12[0-9]{3})"
    r")(?![0-9A-Za-z]|[-.][0-9])"
)
# All that a number is made of, as often as the shortest has it: matching goes quickly over what is between such runs.
_RUN = re.compile(r"[0-9()+ 转-]{5,}")
_BEYOND = 2  # characters behind a run that a number must not be followed by
_TEN = 10  # digits of a 400 or 800 number
_ASSURED = re.compile(r"[48]00|\(?0[0-9]{2,3}[)-]")


class PhoneKind(StrEnum):
    """``hotline``: 400, 800, 95xxx, 96xxx, 10xxx; ``regulator``: an authority's, never the platform's own."""

    HOTLINE = "hotline"
    LANDLINE = "landline"
    MOBILE = "mobile"
    REGULATOR = "regulator"


class Purpose(StrEnum):
    COMPLAINT = "complaint"
    CONSUMER = "consumer"
    REPORT = "report"
    SERVICE = "service"
    BUSINESS = "business"  # merchants, partners and the press: nobody there serves a buyer
    CONTACT = "contact"
    FAX = "fax"


_WORDS: dict[str, Purpose] = {word: Purpose(entry["id"]) for entry in _DATA["purposes"] for word in entry["words"]}
_ORDER = [Purpose(entry["id"]) for entry in _DATA["purposes"]]
_LABEL = re.compile("|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True)))
_LIST = re.compile(r"\s{0,3}(?:[/、,;]|或者?|和|及|or|and)?\s{0,3}")
# Words right behind a number, unless a colon makes them the label of what follows.
_BEHIND = re.compile(rf"[^\d,;:。、|/(\n]{{1,{_AFTER}}}+(?!\s?:)")
_DIGIT = re.compile("[0-9]")
_LINE_END = re.compile(r" {0,3}\n\s{0,20}")
_NEXT_LINE = re.compile(rf"[^,;:。、|/(\n]{{1,{_BEFORE}}}+(?!\s?:)")
_OTHER = re.compile(
    "(?:" + "|".join(re.escape(word) for word in _DATA["other"]["words"]) + r")(?P<led>[号:]?)(?P<end>[号:\s]{0,3})\Z"
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as shown: ``raw`` is ``text[start:end]``, ``normalised`` its digits (an extension after ``-``), ``labels`` nearby words in order."""

    raw: str
    normalised: str
    start: int
    end: int
    kind: PhoneKind
    purpose: Purpose | None
    labels: tuple[str, ...]


def _digits(found: str) -> str:
    number, _, extension = found.partition("转")
    bare = re.sub(r"[^0-9]", "", number)
    return f"{bare}-{extension.strip()}" if extension else bare


def _kind(match: re.Match[str]) -> tuple[PhoneKind, str] | None:
    if match["mobile"]:
        return PhoneKind.MOBILE, _digits(match["mobile"])
    if match["landline"]:
        return PhoneKind.LANDLINE, _digits(match["landline"])
    digits = _digits(match["hotline"] or match["short"])
    if digits in _REGULATORS:
        return PhoneKind.REGULATOR, digits
    if match["short"] or (digits[:3] in ("400", "800") and len(digits) != _TEN):
        return None
    return PhoneKind.HOTLINE, digits


def _fresh(page: str, start: int) -> bool:
    """Whether a line begins at ``start``, blanks aside."""
    before = page[max(0, start - _BEFORE) : start].rstrip(" ")
    return before.endswith("\n") or start == 0


def _is_other(before: str, number: str) -> bool:
    """Whether the words in front make it no telephone. 官方微信 above a line does so only for digits in one piece."""
    found = _OTHER.search(before)
    heading = found is not None and not found["led"] and "\n" in found["end"]
    return found is not None and not (heading and re.search("[- ]", number))


def _behind(page: str, start: int, end: int) -> tuple[str, ...]:
    """Labels right behind a number; where it fills its line, those of the next line."""
    alone = _LINE_END.match(page, end) if _fresh(page, start) else None
    found = _NEXT_LINE.match(page, alone.end()) if alone else _BEHIND.match(page, end)
    return tuple(label.group() for label in _LABEL.finditer(found.group())) if found else ()


def _numbers(page: str) -> Iterator[re.Match[str]]:
    """What ``_NUMBER`` finds."""
    for run in _RUN.finditer(page):
        yield from _NUMBER.finditer(page, run.start(), run.end() + _BEYOND)


@per_line
def find(text: str) -> tuple[Phone, ...]:
    """Telephone numbers in order. Without a word for a telephone near, only shapes that are nothing else: 400…, 010-…

    Offsets count characters of ``text``. Linear in its length; never raises on any text.
    """
    seen = normalise.text(text)
    page = normalise.lower(seen.text)
    if not _DIGIT.search(page):
        return ()
    phones: list[Phone] = []
    previous = 0
    for match in _numbers(page):
        kind = _kind(match)
        before = page[max(previous, match.start() - _BEFORE) : match.start()]
        if kind is None or _is_other(before, match.group()):
            continue
        labels = tuple(found.group() for found in _LABEL.finditer(before))
        if not labels and phones and _LIST.fullmatch(page, previous, match.start()):
            labels = phones[-1].labels
        if not labels:
            labels = _behind(page, match.start(), match.end())
        if not labels and not _ASSURED.match(match.group()):
            continue
        previous = match.end()
        purposes = {_WORDS[label] for label in labels}
        purpose = next((purpose for purpose in _ORDER if purpose in purposes), None)
        start, end = seen.span(*match.span())
        phones.append(Phone(text[start:end], kind[1], start, end, kind[0], purpose, labels))
    return tuple(phones)


@dataclass(frozen=True, slots=True)
class OnPage:
    """A number of a page with what shows it: its text (``element`` is None), or a picture, a name or a link to dial."""

    phone: Phone
    quote: str
    element: Element | None = None

    @property
    def own(self) -> bool:
        """A number for buyers: labelled so, or a hotline with no other purpose."""
        if self.phone.kind is PhoneKind.HOTLINE and self.phone.purpose in (None, Purpose.CONTACT):
            return True
        return self.phone.purpose in _BUYERS and self.phone.kind is not PhoneKind.REGULATOR


_QUOTED_BEFORE = 24  # characters before a number that are quoted, at most
_BUYERS = (Purpose.COMPLAINT, Purpose.CONSUMER, Purpose.SERVICE)


@per_view
def on_page(view: View) -> tuple[OnPage, ...]:
    """Telephone numbers of a page: those of its text first, then those that only a picture, a name or a ``tel:`` link gives."""
    found = [OnPage(_whose(phone, view.text), _led(view.text, phone)) for phone in find(view.text)]
    known = {each.phone.normalised for each in found}
    for element in view.elements:
        if not element.seen:
            continue
        beyond = _beyond_text(element)
        for phone in find(beyond) if beyond else ():
            if phone.normalised not in known:
                known.add(phone.normalised)
                found.append(OnPage(phone, phone.raw, element))
    return tuple(found)


def _led(text: str, phone: Phone) -> str:
    """The number with the words that lead to it, none of them cut: from the mark, blank or line end that stands near before it."""
    before = text[max(0, phone.start - _QUOTED_BEFORE) : phone.start]
    cut = max(
        (match.end() for match in re.finditer(r"[。；;，,、|]|\n(?=[^\n]*[^\s])|\s(?=\S+\s*$)", before)), default=-1
    )
    if cut < 0 and len(before) == _QUOTED_BEFORE:
        cut = len(before)
    return " ".join(f"{before[max(0, cut) :]}{text[phone.start : phone.end]}".split())


def _whose(phone: Phone, text: str) -> Phone:
    """A number that its sentence only tells to call, after naming a carrier or a payment service, is theirs (登录顺丰官网或致电95338)."""
    before = text[max(0, phone.start - _THEIRS_BEFORE) : phone.start]
    sentence = re.split("[\n。；;！!]", before)[-1].lower()
    if phone.purpose in (None, Purpose.CONTACT) and any(word in sentence for word in _THEIRS):
        return replace(phone, purpose=Purpose.BUSINESS)
    return phone


def _beyond_text(element: Element) -> str:
    """What an element says of numbers elsewhere than in the page's text."""
    parts = [element.name, element.pseudo, element.ocr]
    if element.href.startswith("tel:"):
        parts.append(f"{element.text or element.own or element.name} 电话 {unquote(element.href[4:])}")
    if element.image and not element.image.startswith("data:"):
        parts.append(_file(element.image))
    return "\n".join(filter(None, parts))


@per_line
def _file(image: str) -> str:
    """The name of a picture's file, as words."""
    return unquote(urlsplit(image).path.rpartition("/")[2]).replace("_", " ")
