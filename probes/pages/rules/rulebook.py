"""The rules a shop has published: documents with title, length, version and dates, and the topics they treat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.pages.main.main_text import main_text
from probes.pages.main.manual import is_manual
from probes.pages.main.own_title import own_title
from probes.pages.rules import brands, policy
from probes.pages.rules.policy import Sentence, count_prose, pattern, split_sentences
from probes.pages.rules.rule_links import FILE as RULEBOOK_FILE
from probes.text import silence
from probes.text.normalise import fold_text
from probes.text.norms import binds_anybody
from probes.text.numbers import dates
from probes.text.numbers.dates import DateSeen
from probes.text.ranking import SentenceMerit, sentence_merit
from probes.text.remember import per_line, per_view

_DATA = RULEBOOK_FILE.load()
_LIMITS = _DATA.limits
SECTION = _LIMITS["section"]  # characters of a section that treats a topic at length
HEADED = _LIMITS["headed_section"]  # and of one that only its heading puts to the topic
SHORT = int(_LIMITS["short_section"])
_TITLES = {name: pattern(tuple(words)) for name, words in _DATA.titles.items()}
_OWN, _LAW = pattern(tuple(_DATA.dates["own"])), pattern(tuple(_DATA.dates["law"]))
_CHAPTER = re.compile(r"第[一二三四五六七八九十百\d]{1,3}[章节篇]")
_VERSION, _CITED = pattern(tuple(_DATA.dates["version"])), pattern(tuple(_DATA.dates["version_cited"]))

ROLES = (Role.AGREEMENT, Role.RULES, Role.PRIVACY, Role.HELP, Role.CREDIT, Role.COMPLAINT, Role.AFTER_SALES)

GOVERNANCE = (Role.RULES, Role.AGREEMENT, Role.HELP, Role.COMPLAINT)
EVALUATION = (Role.CREDIT, Role.RULES, Role.AGREEMENT, Role.HELP)


class DocumentKind(StrEnum):
    AGREEMENT = "agreement"
    RULES = "rules"
    NOTICE = "notice"
    HISTORY = "history"
    OTHER = "other"  # privacy, help: read for topics, no rule of its own


@dataclass(frozen=True, slots=True)
class RuleDocument:
    """One published text. ``dates`` are those that a label makes the text's own; ``version`` is as printed, empty if none."""

    view: View
    kind: DocumentKind
    title: str
    length: int
    version: str
    dates: tuple[DateSeen, ...]


@dataclass(frozen=True, slots=True)
class RuleSection:
    """The sentences under one heading (folded, empty before the first)."""

    heading: str
    said: tuple[Sentence, ...]

    @property
    def length(self) -> int:
        return sum(len(sentence.text) for sentence in self.said)


@dataclass(frozen=True, slots=True)
class TopicTreatment:
    """What a page says about a topic: the different words found, the length of its topical sections in characters, and a quote."""

    view: View
    score: int
    length: int
    words: tuple[str, ...]
    sentence: Sentence
    merit: SentenceMerit
    titled: bool  # whether the page's own title has a word of the topic

    @property
    def enough(self) -> bool:
        return self.score >= _LIMITS["score"] and self.length >= _LIMITS["section"]

    @property
    def nearly(self) -> bool:
        """Whether it has some of the topic's words and is only somewhat short: such a section may say it in other words.

        One that has as many of them as a whole section is no mere mention, however briefly it is put.
        """
        dense = self.score >= _LIMITS["score"] and self.length >= _LIMITS["dense_section"]
        return dense or (self.score >= _LIMITS["topical"] and self.length >= _LIMITS["short_section"])


@per_view
def rule_kind(view: View) -> DocumentKind:
    """The kind of text, by its title, else by the role it was found for; a text found as a rule that binds nobody is none."""
    said = fold_text(own_title(view))
    if view.role not in (Role.AGREEMENT, Role.RULES, Role.CREDIT, Role.HELP):
        return DocumentKind.OTHER
    if _TITLES["history"].search(said):
        return DocumentKind.HISTORY
    if _TITLES["agreement"].search(said) and not _TITLES["not_agreement"].search(said):
        return DocumentKind.AGREEMENT
    if _TITLES["notice"].search(said):
        return DocumentKind.NOTICE
    if view.role is Role.AGREEMENT:
        return _untitled(view, said)
    return DocumentKind.OTHER if view.role is Role.HELP or not binds_anybody(main_text(view)) else DocumentKind.RULES


def _untitled(view: View, said: str) -> DocumentKind:
    """The kind of a page found as the agreement but not titled so, by how often it mentions an agreement or terms."""
    if "规则" in said:
        return DocumentKind.RULES
    if _TITLES["not_agreement"].search(said):
        return DocumentKind.OTHER
    named = sum(1 for _ in _TITLES["agreement_words"].finditer(fold_text(view.text)))
    return DocumentKind.AGREEMENT if named >= _LIMITS["named"] else DocumentKind.OTHER


@per_view
def own_dates(view: View) -> tuple[DateSeen, ...]:
    """The dates of publication, change or effect that the text gives for itself, not those of laws or orders it cites."""
    found = []
    for seen in dates.find_dates(view.text):
        if seen.label is None:
            continue
        start = view.text.rfind("\n", 0, seen.start) + 1
        end = view.text.find("\n", seen.end)
        line = fold_text(view.text[start : end if end >= 0 else len(view.text)]).strip()
        if _LAW.search(line):
            continue
        if len(line) <= _LIMITS["date_line"] or _OWN.search(line):
            found.append(seen)
    return tuple(found)


def find_unlabelled_date(view: View) -> str:
    """A short line with a date that may be the text's own, though no label says so, as it stands; empty where none is."""
    for line in view.text.split("\n"):
        raw = " ".join(line.split())
        if len(raw) <= _LIMITS["date_line"] and not _LAW.search(fold_text(raw)) and dates.find_dates(raw):
            return raw
    return ""


@per_view
def document_version(view: View) -> str:
    """The text's version as printed, or empty; the edition of a law that it cites is none."""
    match = _VERSION.search(_CITED.sub("", fold_text(f"{own_title(view)}\n{view.text}")))
    return match.group() if match else ""


def list_documents(site: Site, roles: Iterable[Role] = ROLES) -> tuple[RuleDocument, ...]:
    """Every text of its own on those pages, each once, in the order of roles; link indexes and stubs are left out."""
    found: list[RuleDocument] = []
    texts: set[str] = set()
    for role in roles:
        for view in site.all(role):
            other = is_manual(view) or brands.foreign_brand(view, site.platform)
            if view.text in texts or not policy.is_document(view) or other:
                continue
            texts.add(view.text)
            found.append(_document(view))
    return tuple(found)


@per_view
def _document(view: View) -> RuleDocument:
    return RuleDocument(
        view, rule_kind(view), own_title(view), count_prose(view), document_version(view), own_dates(view)
    )


def list_documents_of(documents: Iterable[RuleDocument], *kinds: DocumentKind) -> tuple[RuleDocument, ...]:
    """The documents of those kinds, the longest first."""
    return tuple(sorted((paper for paper in documents if paper.kind in kinds), key=lambda document: -document.length))


@per_view
def read_sections(view: View) -> tuple[RuleSection, ...]:
    """The page's sentences by heading; a heading applies until the next one."""
    found: list[RuleSection] = []
    heading = ""
    said: list[Sentence] = []
    linked = tuple(
        {fold_text(link.text).strip() for link in view.elements if link.href and link.seen and len(link.text) > 1}
    )
    for sentence in split_sentences(view.text):
        if _navigation(sentence.text, linked):
            continue
        if sentence.heading and sentence.heading != heading:
            if said:
                found.append(RuleSection(heading, tuple(said)))
            heading, said = sentence.heading, []
        said.append(sentence)
    if said:
        found.append(RuleSection(heading, tuple(said)))
    return tuple(found)


@per_line
def _held(said: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the words that a folded text holds."""
    return tuple(word for word in words if pattern((word,)).search(said))


@per_view
def _whole(view: View) -> str:
    """The texts of all those sentences together."""
    return "\n".join(sentence.text for section in read_sections(view) for sentence in section.said)


def _navigation(said: str, linked: tuple[str, ...]) -> bool:
    """Is this mostly link labels in a row, or a table of contents, which only look like a sentence?"""
    if len(_CHAPTER.findall(said)) >= _LIMITS["links"]:
        return True
    left = said
    count = 0
    for words in linked:
        if words in left:
            left, count = left.replace(words, ""), count + 1
    return count >= _LIMITS["links"] and len(left) < _LIMITS["linked_share"] / 100 * len(said)


def find_topic_treatment(
    view: View, words: tuple[str, ...], never: tuple[str, ...] = (), chapters: tuple[str, ...] = ()
) -> TopicTreatment | None:
    """How a page treats a topic, from all its sections on it; None where it does not.

    A section belongs to the topic by two of its words in sentences, or by one in its heading and one in its sentences.
    A word in a heading (or the title) counts double; each word counts once. A name is quoted only without a sentence.
    """
    if not silence.speaks_of(_whole(view), words):  # the usual case
        return None
    banned = pattern(never) if never else None
    titled = frozenset(_held(fold_text(own_title(view)), words))
    headed, spoken, length = set(titled), set[str](), 0
    best: tuple[SentenceMerit, Sentence] | None = None
    titled_as = fold_text(own_title(view))
    for section in read_sections(view):
        if banned is not None and banned.search(section.heading):
            continue
        named = [sentence for sentence in section.said if silence.line_holds(sentence.text, words)]
        if not named:
            continue
        over = titled.union(_held(section.heading, words))
        said = {word for sentence in named for word in _held(sentence.text, words)}
        if 2 * len(over) + len(said) < _LIMITS["topical"] + (1 if over else 0):
            continue
        headed |= over
        spoken |= said
        length += section.length
        for candidate in named:
            worth = sentence_merit(
                candidate.text, candidate.heading, candidate.label, own=chapters, titled=titled_as,
                strength=len(_held(candidate.text, words)), states=len(candidate.text) > _LIMITS["line_name"],
            )  # fmt: skip
            if best is None or worth > best[0]:
                best = worth, candidate
    if best is None:
        return None
    score, words = 2 * len(headed) + len(spoken - headed), tuple(sorted(headed | spoken))
    return TopicTreatment(view, score, length, words, best[1], best[0], bool(titled))


def find_treatments(
    site: Site,
    words: tuple[str, ...],
    roles: Iterable[Role],
    never: tuple[str, ...] = (),
    chapters: tuple[str, ...] = (),
) -> Iterator[TopicTreatment]:
    """For every page of those roles that treats the topic at all, and not in another company's name, how it does."""
    for role in roles:
        for view in site.all(role):
            if not brands.foreign_brand(view, site.platform):
                found = find_topic_treatment(view, words, never, chapters)
                if found is not None:
                    yield found


def join_topic_treatments(found: Iterable[TopicTreatment]) -> tuple[TopicTreatment, ...]:
    """Sections of several agreements and rules that only together treat the topic at length; () where they do not.

    Each has the topic's words by itself, and no two are from the same text.
    """
    parts: dict[str, TopicTreatment] = {}
    for passage in found:
        if passage.view.role in (Role.AGREEMENT, Role.RULES) and passage.score >= _LIMITS["score"]:
            parts.setdefault(passage.sentence.text, passage)
    urls = {treatment.view.url for treatment in parts.values()}
    long_enough = sum(treatment.length for treatment in parts.values()) >= _LIMITS["section"]
    return tuple(parts.values()) if len(parts) == len(urls) > 1 and long_enough else ()
