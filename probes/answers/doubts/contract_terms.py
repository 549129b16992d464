"""Terms of a contract read as promises: what the platform may do, and what the reader consents to or owes, is no service of the shop.

An agreement speaks of orders, complaints and credit as every help centre does, and lays down who may do what to whom.
Where all that an answer quotes are such terms, on a page that is a contract by its title, a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Site, View
from probes.finding import Answer, Evidence
from probes.pages.main.own_title import own_title
from probes.pages.rules.rulebook import read_sections
from probes.probe import Check
from probes.schema.reading_table import Whole
from probes.text.normalise import fold_text
from probes.text.remember import per_line, per_view


@dataclass(frozen=True, slots=True)
class ContractTermsTable:
    """The file contract_terms.toml."""

    checks: tuple[str, ...]
    topics: tuple[str, ...]
    titles: str
    limits: Whole[Literal["share"]]
    terms: Mapping[str, str]
    unless: Mapping[str, str]


FILE = SettingsFile("probes.answers.doubts", "contract_terms.toml", ContractTermsTable)
_DATA = FILE.load()
_CHECKS, _TOPICS = frozenset(_DATA.checks), frozenset(_DATA.topics)
_TITLES = re.compile(_DATA.titles)
_TERMS = tuple(re.compile(shape) for shape in _DATA.terms.values())
_UNLESS = tuple(re.compile(shape) for shape in _DATA.unless.values())
_SHARE = _DATA.limits["share"] / 100


def quotes_terms_alone(check: Check, main: Site, answer: Answer) -> bool:
    """Does all that the answer quotes stand in contracts, and is it terms of theirs that state nothing of what the check asks?

    For a topic of the rules it is the section that counts, for one sentence of it is quoted.
    """
    if check.id not in _CHECKS and check.id not in _TOPICS:
        return False
    views = {view.id: view for view in main.views}
    quoted = [piece for piece in answer.evidence if piece.quote]
    if not quoted or any(piece.view not in views or not is_contract(views[piece.view]) for piece in quoted):
        return False
    if check.id in _TOPICS:
        return all(_in_section_of_terms(views[piece.view], piece) for piece in quoted)
    return all(_is_quoted_term(views[piece.view], piece) for piece in quoted)


@per_view
def is_contract(view: View) -> bool:
    """Whether a page is a contract with whoever registers or buys, by its own title."""
    return _TITLES.search(fold_text(own_title(view))) is not None


@per_line
def is_term(said: str) -> bool:
    """Is a folded sentence a term of a contract: a right kept, a consent, a duty, a case, or how the contract is made and ends?"""
    return any(shape.search(said) for shape in _TERMS) and not any(shape.search(said) for shape in _UNLESS)


def _is_quoted_term(view: View, piece: Evidence) -> bool:
    """Whether the quote is a term, or each sentence that holds it."""
    said = fold_text(piece.quote)
    return is_term(said) or all(map(is_term, list(_holding(view, said)) or [said]))


def _holding(view: View, said: str) -> Iterator[str]:
    """The sentences of the page, to their full stops, that hold the folded words."""
    bare = said.rstrip("…。;；")
    for line in view.text.split("\n"):
        yield from (whole for whole in re.split("(?<=[。!?])", fold_text(line)) if bare and bare in whole)


def _in_section_of_terms(view: View, piece: Evidence) -> bool:
    """Whether sentences that are terms make up most of the section that holds the quote."""
    bare = fold_text(piece.quote).rstrip("…。;；")
    for section in read_sections(view):
        if any(bare in sentence.text or sentence.text in bare for sentence in section.said):
            terms = sum(len(sentence.text) for sentence in section.said if _is_quoted_text(view, sentence.text))
            return terms >= section.length * _SHARE
    return False


def _is_quoted_text(view: View, said: str) -> bool:
    return is_term(said) or any(map(is_term, _holding(view, said)))
