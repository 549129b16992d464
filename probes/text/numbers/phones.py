"""Telephone numbers in page text, with the words that say what they are for (criteria C)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.vocabulary import Region
from probes.schema.reader_tables import PhonesTable
from probes.text import normalise
from probes.text.numbers import authorities
from probes.text.numbers.drawn_name import can_draw
from probes.text.remember import per_line, per_view
from probes.text.shown import list_seen

FILE = SettingsFile("probes.text.numbers", "phones.toml", PhonesTable)
_DATA = FILE.load()
_BEFORE: int = _DATA.window["before"]
_AFTER: int = _DATA.window["after"]
_THEIRS_BEFORE: int = _DATA.window["theirs"]
_DRAWN: int = _DATA.window["drawn"]
_THEIRS: tuple[str, ...] = tuple(_DATA.theirs["words"])
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])(?:"
    r"(?P<hotline>[48]00(?: ?- ?| )?[0-9]{3,4}(?: ?- ?| )?[0-9]{3,4}|[48]00[0-9](?: ?- ?| )[0-9]{3}(?: ?- ?| )[0-9]{3}"
    r"|1010[- ]?[0-9]{4}|(?:95|96|10)[0-9]{3,4})"
    r"|(?:\(?\+?86\)?[- ]?)?(?P<mobile>1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4})"
    r"|(?:\+?86[- ]?)?(?P<landline>\(?0[0-9]{2,3}\)?(?: ?- ?| )?[0-9]{3,4}[- ]?[0-9]{4}(?:(?: ?转 ?|-)[0-9]{1,5})?"
    r"|\(?0[0-9]{2,3}[)-][0-9]{4}[- ][0-9]{3}|(?:\(0[2-8]\) ?|0[2-8]-)[0-9]{3,4}-[0-9]{4}|0800[- ][0-9]{3}[- ][0-9]{3}"
    r"|(?<=86)[- ]?[1-9][0-9]{1,2}[- ](?:[0-9]{7,8}|[0-9]{3,4}[- ][0-9]{4}))"
    r"|(?P<short>12[0-9]{3})"
    r")(?![0-9A-Za-z]|[-.][0-9])"
)
# A run of a number's characters as long as the shortest number; matching quickly skips whatever lies between such runs.
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


class PhonePurpose(StrEnum):
    COMPLAINT = "complaint"
    CONSUMER = "consumer"
    REPORT = "report"
    SERVICE = "service"
    BUSINESS = "business"  # merchants, partners and the press: nobody there serves a buyer
    CONTACT = "contact"
    FAX = "fax"


_WORDS: dict[str, PhonePurpose] = {word: PhonePurpose(entry.id) for entry in _DATA.purposes for word in entry.words}
_ORDER = [PhonePurpose(entry.id) for entry in _DATA.purposes]
_LABEL = re.compile("|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True)))
_LIST = re.compile(r"\s{0,3}(?:[/、,;]|或者?|和|及|or|and)?\s{0,3}")
# Words right behind a number, unless a colon makes them the label of what follows.
_BEHIND = re.compile(rf"[^\d,;:。、|/(\n]{{1,{_AFTER}}}+(?!\s?:)")
_DIGIT = re.compile("[0-9]")
UNSET = re.compile(_DATA.placeholder["pattern"])
_LINE_END = re.compile(r" {0,3}\n\s{0,20}")
_NEXT_LINE = re.compile(rf"[^,;:。、|/(\n]{{1,{_BEFORE}}}+(?!\s?:)")
_OTHER = re.compile(
    "(?:" + "|".join(re.escape(word) for word in _DATA.other["words"]) + r")(?P<led>[号:]?)(?P<end>[号:\s]{0,3})\Z"
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as shown: ``raw`` is ``text[start:end]``, ``normalised`` its digits (an extension after ``-``), ``labels`` nearby words in order."""

    raw: str
    normalised: str
    start: int
    end: int
    kind: PhoneKind
    purpose: PhonePurpose | None
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
    if digits in authorities.NUMBERS:
        return PhoneKind.REGULATOR, digits
    if match["short"] or (digits[:3] in ("400", "800") and len(digits) != _TEN):
        return None
    return PhoneKind.HOTLINE, digits


def _is_authoritys(page: str, match: re.Match[str]) -> bool:
    """Whether the words before it say that it is an authority's number. No authority's number begins with 400 or 800."""
    ten = len(_digits(match["hotline"] or "")) == _TEN
    return not ten and authorities.leads_to(page, match.start())


def _fresh(page: str, start: int) -> bool:
    """Whether only blanks stand between the start of the line and ``start``."""
    before = page[max(0, start - _BEFORE) : start].rstrip(" ")
    return before.endswith("\n") or start == 0


def _is_other(before: str, number: str) -> bool:
    """Whether the words before it say that it is no telephone. 官方微信 on the line above does so only for an unbroken run of digits."""
    found = _OTHER.search(before)
    heading = found is not None and not found["led"] and "\n" in found["end"]
    return found is not None and not (heading and re.search("[- ]", number))


def _labels(before: str) -> tuple[str, ...]:
    """The labels before a number; where its own line says what it is for, the lines above do not."""
    own = tuple(found.group() for found in _LABEL.finditer(before.rpartition("\n")[2]))
    if any(_WORDS[label] is not PhonePurpose.CONTACT for label in own):
        return own
    return tuple(found.group() for found in _LABEL.finditer(before))


def _behind(page: str, start: int, end: int) -> tuple[str, ...]:
    """Labels right after a number; where the number fills its line, those of the next line."""
    alone = _LINE_END.match(page, end) if _fresh(page, start) else None
    found = _NEXT_LINE.match(page, alone.end()) if alone else _BEHIND.match(page, end)
    return tuple(label.group() for label in _LABEL.finditer(found.group())) if found else ()


def _numbers(page: str) -> Iterator[re.Match[str]]:
    """All matches of ``_NUMBER``."""
    for run in _RUN.finditer(page):
        yield from _NUMBER.finditer(page, run.start(), run.end() + _BEYOND)


@per_line
def find_phones(text: str) -> tuple[Phone, ...]:
    """Telephone numbers in order. Without a word for a telephone nearby, only unmistakable shapes (400…, 010-…) count.

    Offsets count characters of ``text``. Linear in its length; never raises on any text.
    """
    seen = normalise.normalise_text(text)
    page = normalise.lower_text(seen.text)
    if not _DIGIT.search(page):
        return ()
    phones: list[Phone] = []
    previous = 0
    for match in _numbers(page):
        kind = _kind(match)
        before = page[max(previous, match.start() - _BEFORE) : match.start()]
        if kind is None or UNSET.search(kind[1]) or _is_other(before, match.group()):
            continue
        labels = _labels(before)
        if not labels and phones and _LIST.fullmatch(page, previous, match.start()):
            labels = phones[-1].labels
        labels = labels or _behind(page, match.start(), match.end())
        if not labels and not _ASSURED.match(match.group()):
            continue
        previous = match.end()
        purposes = {_WORDS[label] for label in labels}
        purpose = next((purpose for purpose in _ORDER if purpose in purposes), None)
        start, end = seen.span(*match.span())
        sort = PhoneKind.REGULATOR if _is_authoritys(page, match) else kind[0]
        phones.append(Phone(text[start:end], kind[1], start, end, sort, purpose, labels))
    return tuple(phones)


@dataclass(frozen=True, slots=True)
class PagePhone:
    """A number of a page with what shows it: the page's text (``element`` is None), or a picture, a name or a dial link.

    ``dialled``: a dial link in the frame of every page, labelled with an icon or nothing. ``drawn``: something more
    than the hidden text of a picture too small to show it says it.
    """

    phone: Phone
    quote: str
    element: Element | None = None
    dialled: bool = False
    drawn: bool = True

    @property
    def own(self) -> bool:
        """A number for buyers that the page shows: labelled as one, or a hotline with no other purpose."""
        return self.drawn and self.for_buyers

    @property
    def for_buyers(self) -> bool:
        """A number for buyers, whether visible or not."""
        if self.phone.kind is PhoneKind.HOTLINE and self.phone.purpose in _VAGUE:
            return True
        return self.phone.purpose in _BUYERS and self.phone.kind is not PhoneKind.REGULATOR

    @property
    def offered(self) -> bool:
        """A landline that every page offers to dial without saying what it is for: it is there for any visitor."""
        return self.dialled and self.phone.kind is PhoneKind.LANDLINE and self.phone.purpose in _VAGUE


_VAGUE = (None, PhonePurpose.CONTACT)  # what a picture beside the number may tell more of
_QUOTED_BEFORE = 24  # characters before a number that are quoted, at most
_BUYERS = (PhonePurpose.COMPLAINT, PhonePurpose.CONSUMER, PhonePurpose.SERVICE)
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING})


@per_view
def find_page_phones(view: View) -> tuple[PagePhone, ...]:
    """Telephone numbers of a page: first those of its text, then those that only a picture, a name or a ``tel:`` link gives."""
    dialled = _dialled(view)
    found = [
        PagePhone(
            _whose(phone, view.text),
            phone.raw if phone.normalised in dialled and not phone.labels else _led(view.text, phone),
            dialled=phone.normalised in dialled,
        )
        for phone in find_phones(view.text)
    ]
    known = {phone.phone.normalised: phone.phone.purpose for phone in found}
    for element in (one for one in view.elements if one.seen):
        for beyond, drawn in _beyond_text(element):
            for phone in find_phones(beyond) if beyond else ():
                shown = drawn or can_draw(element, phone.raw)
                vague = phone.purpose in _VAGUE or known.get(phone.normalised) not in _VAGUE
                named = bool(element.ocr) and not vague
                if phone.normalised not in known or named:
                    known.update({phone.normalised: phone.purpose} if shown else {})
                    found.append(PagePhone(phone, phone.raw, element, drawn=shown))
    return tuple(found)


def _dialled(view: View) -> frozenset[str]:
    """The digits of the dial links in header, footer and floating bars."""
    links = (
        element.href[4:]
        for element in list_seen(view.elements)
        if element.region in _FRAME and element.href.startswith("tel:")
    )
    return frozenset(re.sub(r"[^0-9]", "", unquote(link)) for link in links)


def _led(text: str, phone: Phone) -> str:
    """The number with the words that lead to it, none of them cut: from the nearest mark, blank or line end before it.

    A line above that names it not is about something else; then the line below may name it.
    """
    before = text[max(0, phone.start - _QUOTED_BEFORE) : phone.start]
    cut = max(
        (match.end() for match in re.finditer(r"[。；;，,、|]|\n(?=[^\n]*[^\s])|\s(?=\S+\s*$)", before)), default=-1
    )
    if cut < 0 and len(before) == _QUOTED_BEFORE:
        cut = len(before)
    led, number = before[max(0, cut) :], text[phone.start : phone.end]
    if "\n" in led and phone.labels and not any(label in led for label in phone.labels):
        below = text[phone.end : phone.end + _QUOTED_BEFORE].strip().partition("\n")[0]
        led, number = "", f"{number} {below}" if any(label in below for label in phone.labels) else number
    return " ".join(f"{led}{number}".split())


def _whose(phone: Phone, text: str) -> Phone:
    """Marks a number as someone else's where its sentence names a carrier or payment service and only says to call it (登录顺丰官网或致电95338)."""
    before = text[max(0, phone.start - _THEIRS_BEFORE) : phone.start]
    sentence = re.split("[\n。；;！!]", before)[-1].lower()
    if phone.purpose in (None, PhonePurpose.CONTACT) and any(word in sentence for word in _THEIRS):
        return replace(phone, purpose=PhonePurpose.BUSINESS)
    return phone


def _beyond_text(element: Element) -> Iterator[tuple[str, bool]]:
    """What an element says about numbers outside the page's text: first what is drawn or dialled, then what a picture is called."""
    parts = [element.pseudo, f"{element.ocr} {element.own if 0 < len(element.ocr) <= _DRAWN else ''}".strip()]
    if element.href.startswith("tel:"):
        parts.append(f"{element.text or element.own or element.name} 电话 {unquote(element.href[4:])}")
    yield "\n".join(filter(None, parts)), True
    called = [element.name]
    if element.image and not element.image.startswith("data:"):
        called.append(_file(element.image))
    yield "\n".join(filter(None, called)), False


@per_line
def _file(image: str) -> str:
    """The name of a picture's file, as words."""
    return unquote(urlsplit(image).path.rpartition("/")[2]).replace("_", " ")
