"""Certificates, awards, filings and memberships that a page shows, each with kind, issuer, number, dates and holder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crawler.settings_file import SettingsFile
from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Evidence, Text, evidence_on_page
from probes.pages.absence.several import searched_views
from probes.pages.main import table_rows
from probes.pages.operator import whose
from probes.pages.rules.policy import pattern
from probes.schema.reader_tables import HonoursTable
from probes.text import normalise
from probes.text.companies import find_companies
from probes.text.numbers import claims, dates, identifiers, periods
from probes.text.numbers.identifiers import Identifier
from probes.text.ranking import clip_quote
from probes.text.remember import per_line, per_site, per_view

ROLES = (Role.ABOUT, Role.SOCIAL, Role.LICENCE, Role.HOME)
FILE = SettingsFile("probes.pages.operator", "honours.toml", HonoursTable)
_DATA = FILE.load()
_WORDS: dict[str, re.Pattern[str]] = {name: pattern(tuple(words)) for name, words in _DATA.words.items()}
_LIMITS = _DATA.limits
_ISSUER = re.compile(_DATA.patterns["issuer"])
_GIVER = re.compile(_DATA.patterns["giver"])
_UNTIL = re.compile(_DATA.patterns["valid_until"])
_VERB = re.compile(_DATA.patterns["holder_verb"])
_LEAD = re.compile(_DATA.patterns["lead"])
_RANGE = re.compile(_DATA.patterns["range"])
_SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]?")
_MONTH = re.compile(_DATA.patterns["month"])
_ENTRY = re.compile(_DATA.patterns["entry"])
_STATED_YEAR = re.compile(r"20[0-9]{2}")


class HonourKind(StrEnum):
    AWARD = "award"
    CERTIFICATE = "certificate"
    FILING = "filing"
    MEMBERSHIP = "membership"


_KINDS = _DATA.kinds
_NAMES = {kind: pattern(_KINDS[kind].words) for kind in HonourKind}


@dataclass(frozen=True, slots=True)
class Honour:
    """One item as shown. ``until`` is its last day of validity, if stated; ``holder`` another company it was given to, if any."""

    kind: HonourKind
    name: str
    raw: str  # all that is said of it
    issuer: str
    numbers: tuple[Identifier, ...]
    given: date | None
    until: date | None
    ended: bool  # said to have ended
    holder: str
    held: bool  # the operator itself is named as its holder, or speaks of itself
    scope: bool
    view: View

    @property
    def lasting(self) -> bool:
        return _KINDS[self.kind].lasting

    @property
    def numbered(self) -> bool:
        return _KINDS[self.kind].numbered

    @property
    def words(self) -> Text:
        """The name of its kind, for people."""
        return Text(_KINDS[self.kind].zh, _KINDS[self.kind].en)

    @property
    def told(self) -> bool:
        """Whether it has an issuer or a valid number, and a date: more than a name."""
        return bool(self.issuer or any(identifier.valid for identifier in self.numbers)) and self.given is not None

    def expired(self, today: date) -> bool:
        return self.ended or (self.until is not None and self.until < today)

    @property
    def evidence(self) -> Evidence:
        return evidence_on_page(self.view, quote=clip_quote(self.raw, 200))


@dataclass(frozen=True, slots=True)
class _HonourBlock:
    kind: HonourKind
    name: str
    raw: str
    heading: str
    view: View


@per_site
def find_honours(site: Site) -> tuple[Honour, ...]:
    """The items of every page that may show them, each once however often it appears."""
    own = whose.operator_names(site)
    found: dict[str, Honour] = {}
    for view in searched_views(site, ROLES)[0]:
        for block in _blocks(view):
            honour = _honour(block, own, site)
            key = normalise.plain_text(honour.name)
            if key not in found or (honour.told and not found[key].told):
                found[key] = honour
    return tuple(found.values())


@per_view
def _blocks(view: View) -> tuple[_HonourBlock, ...]:
    """Pieces of text and pictures that name an honour, with the lines below that belong to it."""
    found = [block for row in table_rows.table_rows(view) if (block := _row(view, row)) is not None]
    # A row is one item with its column names; its cells are not read again as lines.
    cells = frozenset(said for row in table_rows.table_rows(view) for _, said in row.cells)
    lines = view.text.split("\n")
    rest = [line for line in lines if not cells or " ".join(normalise.normalise_text(line).text.split()) not in cells]
    found += _in_lines(view, "\n".join(rest))
    for element in view.elements:
        if element.seen and element.ocr:
            found += _picture(view, element.ocr)
    return tuple(found[: _LIMITS["items"]])


def _row(view: View, row: table_rows.TableRow) -> _HonourBlock | None:
    named = None if _WORDS["others"].search(row.heading) else name_honour(row.text)
    return None if named is None else _HonourBlock(named[0], named[1], row.text, row.heading, view)


def _picture(view: View, ocr: str) -> Iterator[_HonourBlock]:
    """A picture as one document: all that it says belongs to the honour it names first."""
    first = next(_in_lines(view, ocr), None)
    if first is not None:
        yield _HonourBlock(
            first.kind, first.name, " ".join(normalise.normalise_text(ocr).text.split())[: _LIMITS["raw"]], "", view
        )


def _in_lines(view: View, text: str) -> Iterator[_HonourBlock]:
    # Quotes are in half width, so that the text read for labels and dates is the text shown.
    text = normalise.normalise_text(text).text
    lines = [piece for line in text.split("\n") for piece in _pieces(line) if piece.strip()]
    heading, age, index = "", 0, 0
    while index < len(lines):
        line = lines[index]
        named = name_honour(line)
        if named is None or _WORDS["others"].search(heading):
            short = len(line) <= _LIMITS["head"] and line.strip()[-1] not in "。；;，,"
            heading, age = (line, 0) if short and not dates.find_dates(line) else (heading, age + 1)
            heading = heading if age < _LIMITS["lines"] * 2 else ""
            index += 1
            continue
        stop = index + 1
        while stop < len(lines) and stop - index <= _LIMITS["lines"] and len(line) <= _LIMITS["line"]:
            if name_honour(lines[stop]) is not None or not _particular(lines[stop]) or _next(line, lines[stop]):
                break
            if _tells_another(lines[stop]):
                break
            stop += 1
        before = (
            lines[index - 1]
            if index and len(lines[index - 1]) <= _LIMITS["before"] and _STATED_YEAR.search(lines[index - 1])
            else ""
        )
        yield _HonourBlock(named[0], named[1], " ".join(" ".join([before, *lines[index:stop]]).split()), heading, view)
        index = stop


def _pieces(line: str) -> list[str]:
    return [match.group() for match in _SENTENCE.finditer(line)] if len(line) > _LIMITS["line"] // 2 else [line]


def _next(line: str, below: str) -> bool:
    """Is the line below the next entry of a list by dates, or the second of two whole sentences?"""
    return bool(_ENTRY.match(line) and _ENTRY.match(below)) or line.strip()[-1:] == below.strip()[-1:] == "。"


@per_line
def _tells_another(line: str) -> bool:
    """Does a line tell of a title that is no honour, or of another's? Its giver and its year are not those of the item above."""
    clean = normalise.lower_text(normalise.normalise_text(line).text)
    return any(_WORDS[name].search(clean) for name in ("never", "others"))


@per_line
def _particular(line: str) -> bool:
    """Does a line give a number, a date, an issuer, a holder's name or another detail of the item above it?"""
    return len(line) <= _LIMITS["line"] and bool(
        identifiers.find_identifiers(line, year=9999)
        or _STATED_YEAR.search(line)
        or _ISSUER.search(line)
        or any(_WORDS[name].search(line) for name in ("issuer_label", "holder_label", "scope", "ended"))
        or "有效期" in line
        or find_companies(line) == (line.strip(),)
    )


@per_line
def name_honour(line: str) -> tuple[HonourKind, str] | None:
    """The kind of honour that a line names, with the words that name it; None for what is put off, denied or another's."""
    clean = normalise.lower_text(normalise.normalise_text(line).text)
    if len(clean) > _LIMITS["longest"] or any(_WORDS[name].search(clean) for name in ("never", "others", "undone")):
        return None
    for kind, words in _NAMES.items():
        match = words.search(clean)
        if match is not None:
            return kind, match.group()
    return None


def _honour(block: _HonourBlock, own: frozenset[str], site: Site) -> Honour:
    raw, year = block.raw, block.view.at.year
    numbers = identifiers.find_identifiers(raw, year=year)
    numbers = tuple(identifier for identifier in numbers if not identifier.issued.value)
    start, until = _validity(raw)
    first = (start, start) if start else _given(raw, block.view.at.date())
    given = first[0] if first else None
    if until is None and first is not None:
        until = _lasts(raw, first[1])
    holder = whose.find_stranger(_GIVER.sub("", f"{block.heading}\n{raw}"), own, site.platform)
    named = any(name in whose.bare_company(raw) for name in own)
    speaks = bool(_VERB.search(raw)) or bool(_WORDS["ours"].search(raw))
    return Honour(
        block.kind, block.name, raw, _issuer(raw), numbers, given, until, bool(_WORDS["ended"].search(raw)),
        "" if named else holder, named or (speaks and not holder), bool(_WORDS["scope"].search(raw)), block.view,
    )  # fmt: skip


def _issuer(raw: str) -> str:
    label = _WORDS["issuer_label"].search(raw)
    if label is not None:
        said = re.split(r"[\s,，;；。|]", raw[label.end() :].strip(), maxsplit=1)[0]
        return said[:40]
    match = _GIVER.search(raw) or _ISSUER.search(raw)
    return _LEAD.sub("", match.group()) if match else ""


def _validity(raw: str) -> tuple[date | None, date | None]:
    """First and last day of validity where dates or years are given for it."""
    for match in _UNTIL.finditer(raw):
        near = raw[match.end() : match.end() + _LIMITS["window"]]
        found = dates.find_dates(near)
        if len(found) > 1 and _RANGE.match(near):
            return found[0].value, claims.last_day(found[1])
        if found:
            return None, claims.last_day(found[0])
        years = claims.find_years(near[: _LIMITS["term"]])
        if years:
            return None, date(max(years), 12, 31)
    return None, None


def _given(raw: str, today: date) -> tuple[date, date] | None:
    """When it was given, as the earliest and latest day possible, since only a month or year may be stated: the first past date."""
    days = [(dated.value, claims.last_day(dated)) for dated in dates.find_dates(raw) if dated.value <= today]
    days += [(month, claims.month_end(month)) for month in _months(raw) if month <= today]
    if days:
        return min(days)
    years = [year for year in claims.find_years(raw) if year <= today.year]
    return (date(min(years), 1, 1), date(min(years), 12, 31)) if years else None


def _months(raw: str) -> Iterator[date]:
    """Months written 2025.06, which elsewhere look too much like a figure."""
    for match in _MONTH.finditer(raw):
        if 1 <= int(match["m"]) <= 12:
            yield date(int(match["y"]), int(match["m"]), 1)


def _lasts(raw: str, given: date) -> date | None:
    """The last day of a stated term (有效期三年), counted from the last day on which it may have been given."""
    for match in _UNTIL.finditer(raw):
        for period in periods.find_periods(raw[match.end() : match.end() + _LIMITS["term"]]):
            if period.unit is periods.TimeUnit.YEAR:
                return given.replace(
                    year=given.year + int(period.high), day=min(given.day, 28) if given.month == 2 else given.day
                )
    return None


def own_honours(found: tuple[Honour, ...]) -> tuple[Honour, ...]:
    """The items that no other company is named as holding."""
    return tuple(honour for honour in found if not honour.holder)
