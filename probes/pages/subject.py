"""What a check looks for, as the label of an entry would name it: by its own words, its question and the pages it reads."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from crawler import discover
from crawler.vocabulary import Role
from crawler.words import plain
from probes.probe import Check

_DATA: dict[str, Any] = tomllib.loads(files("probes.pages").joinpath("unopened.toml").read_text("utf-8"))
_LISTS: tuple[str, ...] = tuple(_DATA["own"]["lists"])
_NEVER: tuple[str, ...] = tuple(_DATA["own"]["never"])
_ENTRY: tuple[str, ...] = tuple(_DATA["own"]["entry"])
_GENERIC: frozenset[str] = frozenset(plain(word) for word in _DATA["own"]["generic"])
_OWN_WORD: int = _DATA["limits"]["own_word"]
BY_PLACE: frozenset[Role] = frozenset(Role(name) for name in _DATA["not"]["roles"])


@dataclass(frozen=True, slots=True)
class Subject:
    """``words`` of the check's own table and ``topics`` of the roles it reads name it, ``never`` something else.

    ``named`` are roles whose pages its question names, ``roles`` all that may hold the answer. For a check that asks for an entry only
    roles are left that are not its own: it has read every label on its pages and weighed those of its kind.
    """

    words: tuple[str, ...]
    never: tuple[str, ...]
    topics: tuple[str, ...]
    named: tuple[Role, ...]
    roles: tuple[Role, ...]


def subject_of(check: Check) -> Subject:
    """What the labels of entries would have to say to be about what the check looks for."""
    roles = tuple(dict.fromkeys(need.role for need in check.probe.reads))
    topics, named = _spoken(check.question.zh, roles)
    never = _listed(check, _NEVER)
    if check.id.endswith("_entry") or any(word in check.question.zh for word in _ENTRY):
        return Subject((), never, (), (), tuple(role for role in roles if role not in named))
    words = tuple(word for word in _telling(_listed(check, _LISTS)) if len(word) >= _OWN_WORD)
    return Subject(words, never, topics, named, roles)


def _listed(check: Check, lists: tuple[str, ...]) -> tuple[str, ...]:
    """The words of those lists of a check's own table; of labels as they stand, a bracket that nothing closes is no choice of words."""
    named = (name for name in check.params.words if any(name == one or name.endswith(f"_{one}") for one in lists))
    words = (word for name in named for word in check.params.words[name])
    return tuple(word if word.count("(") == word.count(")") else word.strip("()") for word in words)


@lru_cache(maxsize=1024)
def _spoken(question: str, roles: tuple[Role, ...]) -> tuple[tuple[str, ...], tuple[Role, ...]]:
    """The words of the topics of those roles of which a question speaks, and the roles whose pages it names."""
    asked = plain(question)
    topics: list[str] = []
    named: list[Role] = []
    for role in roles:
        if role in BY_PLACE or role not in discover.RULES:
            continue
        rule = discover.RULES[role]
        if any(word in asked for word in _telling(rule.words)):
            named.append(role)
        for topic in map(_telling, rule.further):
            if any(word in asked for word in topic):
                topics += topic
    return tuple(dict.fromkeys(topics)), tuple(named)


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _GENERIC)
