"""The rules a shop has published: its documents with title, length, version and dates, and the topics they treat."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from crawler.site import Site, View
from crawler.vocabulary import Region, Role
from probes.reading import dates, policy, silence
from probes.reading.dates import DateSeen
from probes.reading.policy import Sentence, fold, pattern, prose, sentences
from probes.reading.remember import per_line, per_view
from probes.text.ranking import Merit, merit

_DATA: dict[str, dict[str, Any]] = tomllib.loads(files("probes.reading").joinpath("rulebook.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_TITLES = {name: pattern(tuple(words)) for name, words in _DATA["titles"].items()}
_OWN, _LAW = pattern(tuple(_DATA["dates"]["own"])), pattern(tuple(_DATA["dates"]["law"]))
_CHAPTER = re.compile(r"第[一二三四五六七八九十百\d]{1,3}[章节篇]")
_VERSION = pattern(tuple(_DATA["dates"]["version"]))

ROLES = (Role.AGREEMENT, Role.RULES, Role.PRIVACY, Role.HELP, Role.CREDIT, Role.COMPLAINT, Role.AFTER_SALES)

GOVERNANCE = (Role.RULES, Role.AGREEMENT, Role.HELP, Role.COMPLAINT)
EVALUATION = (Role.CREDIT, Role.RULES, Role.AGREEMENT, Role.HELP)


class Kind(StrEnum):
    AGREEMENT = "agreement"
    RULES = "rules"
    NOTICE = "notice"
    HISTORY = "history"
    OTHER = "other"  # privacy, help: read for topics, no rule of its own


@dataclass(frozen=True, slots=True)
class Document:
    """One published text. ``dates`` are those that a label makes the text's own; ``version`` as printed, empty if none."""

    view: View
    kind: Kind
    title: str
    length: int
    version: str
    dates: tuple[DateSeen, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under one heading (folded, empty before the first)."""

    heading: str
    said: tuple[Sentence, ...]

    @property
    def length(self) -> int:
        return sum(len(sentence.text) for sentence in self.said)


@dataclass(frozen=True, slots=True)
class Treated:
    """What a page says about a topic: the distinct words found, the characters of its topical sections, and a sentence to quote."""

    view: View
    score: int
    length: int
    words: tuple[str, ...]
    sentence: Sentence
    merit: Merit

    @property
    def enough(self) -> bool:
        return self.score >= _LIMITS["score"] and self.length >= _LIMITS["section"]

    @property
    def nearly(self) -> bool:
        """A section that has the topic's words and is only somewhat short."""
        return self.score >= _LIMITS["score"] and self.length >= _LIMITS["short_section"]


@per_view
def title(view: View) -> str:
    """What the page calls itself: its first main heading, else the first part of its title, else its first line."""
    for each in view.elements:
        if each.heading == 1 and each.seen and each.region in (Region.MAIN, Region.DIALOG) and each.text:
            return each.text[: _LIMITS["title"]]
    first = next((line.strip() for line in view.text.split("\n") if line.strip()), "")
    named = view.title
    for mark in ("_", "|", " - ", "—", "–"):
        named = named.split(mark)[0]
    return (named.strip() or first)[: _LIMITS["title"]]


@per_view
def kind(view: View) -> Kind:
    """By its title first, then by the role it was found for."""
    said = fold(title(view))
    if view.role not in (Role.AGREEMENT, Role.RULES, Role.CREDIT, Role.HELP):
        return Kind.OTHER
    if _TITLES["history"].search(said):
        return Kind.HISTORY
    if _TITLES["agreement"].search(said) and not _TITLES["not_agreement"].search(said):
        return Kind.AGREEMENT
    if _TITLES["notice"].search(said):
        return Kind.NOTICE
    if view.role is Role.AGREEMENT:
        return _untitled(view, said)
    return Kind.OTHER if view.role is Role.HELP else Kind.RULES


def _untitled(view: View, said: str) -> Kind:
    """A page found as the agreement that does not call itself so: by how often it speaks of agreement or terms."""
    if "规则" in said:
        return Kind.RULES
    if _TITLES["not_agreement"].search(said):
        return Kind.OTHER
    named = sum(1 for _ in _TITLES["agreement_words"].finditer(fold(view.text)))
    return Kind.AGREEMENT if named >= _LIMITS["named"] else Kind.OTHER


@per_view
def own_dates(view: View) -> tuple[DateSeen, ...]:
    """Dates of publication, change or effect that the text prints for itself, not those of laws or orders it mentions."""
    found = []
    for seen in dates.find(view.text):
        if seen.label is None:
            continue
        start = view.text.rfind("\n", 0, seen.start) + 1
        end = view.text.find("\n", seen.end)
        line = fold(view.text[start : end if end >= 0 else len(view.text)]).strip()
        if _LAW.search(line):
            continue
        if len(line) <= _LIMITS["date_line"] or _OWN.search(line):
            found.append(seen)
    return tuple(found)


@per_view
def version(view: View) -> str:
    """The text's version as printed, or empty."""
    match = _VERSION.search(fold(f"{title(view)}\n{view.text}"))
    return match.group() if match else ""


def inventory(site: Site, roles: Iterable[Role] = ROLES) -> tuple[Document, ...]:
    """Every text of its own on those pages, each once, in the order of roles; indexes of links and stubs are none."""
    found: list[Document] = []
    texts: set[str] = set()
    for role in roles:
        for view in site.all(role):
            if view.text in texts or not policy.is_document(view) or policy.foreign(view, site.platform):
                continue
            texts.add(view.text)
            found.append(_document(view))
    return tuple(found)


@per_view
def _document(view: View) -> Document:
    return Document(view, kind(view), title(view), prose(view), version(view), own_dates(view))


def of_kind(documents: Iterable[Document], *kinds: Kind) -> tuple[Document, ...]:
    """Those of that kind, the longest first."""
    return tuple(sorted((each for each in documents if each.kind in kinds), key=lambda each: -each.length))


@per_view
def sections(view: View) -> tuple[Section, ...]:
    """The page's sentences by heading; a heading holds until the next."""
    found: list[Section] = []
    heading = ""
    said: list[Sentence] = []
    linked = tuple(
        {fold(each.text).strip() for each in view.elements if each.href and each.seen and len(each.text) > 1}
    )
    for sentence in sentences(view.text):
        if _navigation(sentence.text, linked):
            continue
        if sentence.heading and sentence.heading != heading:
            if said:
                found.append(Section(heading, tuple(said)))
            heading, said = sentence.heading, []
        said.append(sentence)
    if said:
        found.append(Section(heading, tuple(said)))
    return tuple(found)


@per_line
def _held(said: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the words that a folded text holds."""
    return tuple(word for word in words if pattern((word,)).search(said))


@per_view
def _whole(view: View) -> str:
    """The texts of all those sentences together."""
    return "\n".join(sentence.text for section in sections(view) for sentence in section.said)


def _navigation(said: str, linked: tuple[str, ...]) -> bool:
    """Is this mostly the words of links in a row, or a table of contents, which only look like a sentence?"""
    if len(_CHAPTER.findall(said)) >= _LIMITS["links"]:
        return True
    left = said
    count = 0
    for words in linked:
        if words in left:
            left, count = left.replace(words, ""), count + 1
    return count >= _LIMITS["links"] and len(left) < _LIMITS["linked_share"] / 100 * len(said)


def treated(
    view: View, words: tuple[str, ...], never: tuple[str, ...] = (), chapters: tuple[str, ...] = ()
) -> Treated | None:
    """How a page treats a topic: its topical sections together. A word in a heading (or the title) counts double, each word once.

    A section belongs to the topic by two of its words in sentences, or by one in its heading with one in its sentences.
    """
    if not silence.speaks(_whole(view), words):  # mostly
        return None
    banned = pattern(never) if never else None
    titled = frozenset(_held(fold(title(view)), words))
    headed: set[str] = set(titled)
    spoken: set[str] = set()
    length = 0
    best: tuple[Merit, Sentence] | None = None
    titled_as = fold(title(view))
    for section in sections(view):
        if banned is not None and banned.search(section.heading):
            continue
        named = [sentence for sentence in section.said if silence.holds(sentence.text, words)]
        if not named:
            continue
        over = titled.union(_held(section.heading, words))
        said = {word for sentence in named for word in _held(sentence.text, words)}
        if 2 * len(over) + len(said) < _LIMITS["topical"] + (1 if over else 0):
            continue
        headed |= over
        spoken |= said
        length += section.length
        for each in named:
            strength = len(_held(each.text, words))
            worth = merit(each.text, each.heading, each.label, own=chapters, titled=titled_as, strength=strength)
            if best is None or worth > best[0]:
                best = worth, each
    if best is None:
        return None
    return Treated(
        view, 2 * len(headed) + len(spoken - headed), length, tuple(sorted(headed | spoken)), best[1], best[0]
    )


def treatments(
    site: Site,
    words: tuple[str, ...],
    roles: Iterable[Role],
    never: tuple[str, ...] = (),
    chapters: tuple[str, ...] = (),
) -> Iterator[Treated]:
    """Every page of those roles that treats the topic at all, in nobody else's name."""
    for role in roles:
        for view in site.all(role):
            if not policy.foreign(view, site.platform):
                found = treated(view, words, never, chapters)
                if found is not None:
                    yield found


def together(found: Iterable[Treated]) -> tuple[Treated, ...]:
    """Sections of several agreements and rules that treat the topic at length only together; () where they do not.

    Each has the topic's words by itself, and no two are one text.
    """
    parts: dict[str, Treated] = {}
    for each in found:
        if each.view.role in (Role.AGREEMENT, Role.RULES) and each.score >= _LIMITS["score"]:
            parts.setdefault(each.sentence.text, each)
    urls = {each.view.url for each in parts.values()}
    long_enough = sum(each.length for each in parts.values()) >= _LIMITS["section"]
    return tuple(parts.values()) if len(parts) == len(urls) > 1 and long_enough else ()
