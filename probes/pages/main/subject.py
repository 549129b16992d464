"""What a check looks for, as an entry's label would name it: by the check's words, its question and the pages it reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from crawler.links import role_links
from crawler.spelling import plain_words
from crawler.vocabulary import Role
from probes.probe import Check
from probes.schema.unopened_table import UNOPENED
from probes.text.remember import per_check

_DATA = UNOPENED.load()
_LISTS: tuple[str, ...] = tuple(_DATA.own["lists"])
_NEVER: tuple[str, ...] = tuple(_DATA.own["never"])
_ENTRY: tuple[str, ...] = tuple(_DATA.own["entry"])
_GENERIC: frozenset[str] = frozenset(plain_words(word) for word in _DATA.own["generic"])
_OWN_WORD: int = _DATA.limits.own_word
BY_PLACE: frozenset[Role] = frozenset(Role(name) for name in _DATA.not_.roles)


@dataclass(frozen=True, slots=True)
class CheckSubject:
    """Words that name what a check looks for: ``words`` of its table, ``topics`` of the roles it reads; ``never`` names something else.

    ``named`` are roles whose pages its question names, ``roles`` all that may hold the answer. For a check that asks
    for an entry, only roles remain that are not its own: it has itself read every label on its pages and weighed those
    of its kind.
    """

    words: tuple[str, ...]
    never: tuple[str, ...]
    topics: tuple[str, ...]
    named: tuple[Role, ...]
    roles: tuple[Role, ...]


@per_check
def subject_of(check: Check) -> CheckSubject:
    """What the label of an entry must say to be about what the check looks for."""
    roles = tuple(dict.fromkeys(need.role for need in check.probe.reads))
    topics, named = _spoken(check.question.zh, roles)
    never = _listed(check, _NEVER)
    if asks_for_entry(check.id, check.question.zh):
        return CheckSubject((), never, (), (), tuple(role for role in roles if role not in named))
    words = tuple(word for word in _telling(_listed(check, _LISTS)) if len(word) >= _OWN_WORD)
    return CheckSubject(words, never, topics, named, roles)


def asks_for_entry(id: str, question_zh: str) -> bool:
    """Whether a check asks for an entry alone: words of its table are then not looked for on entries."""
    return id.endswith("_entry") or any(word in question_zh for word in _ENTRY)


def _listed(check: Check, lists: tuple[str, ...]) -> tuple[str, ...]:
    """The words of those lists of the check's table. Unmatched brackets are stripped: they belong to labels and mark no choice."""
    named = (name for name in check.params.words if any(name == one or name.endswith(f"_{one}") for one in lists))
    words = (word for name in named for word in check.params.words[name])
    return tuple(word if word.count("(") == word.count(")") else word.strip("()") for word in words)


@lru_cache(maxsize=1024)
def _spoken(question: str, roles: tuple[Role, ...]) -> tuple[tuple[str, ...], tuple[Role, ...]]:
    """The topic words of those roles that the question mentions, and the roles whose pages it names."""
    asked = plain_words(question)
    topics: list[str] = []
    named: list[Role] = []
    for role in roles:
        if role in BY_PLACE or role not in role_links.RULES:
            continue
        rule = role_links.RULES[role]
        if any(word in asked for word in _telling(rule.words)):
            named.append(role)
        for topic in map(_telling, rule.further):
            if any(word in asked for word in topic):
                topics += topic
    return tuple(dict.fromkeys(topics)), tuple(named)


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _GENERIC)
