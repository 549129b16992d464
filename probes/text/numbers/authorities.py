"""Authorities and associations that shops refer buyers to: their numbers and mailboxes are not the shop's own channels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from probes.schema.reading_table import Whole, Words
from probes.schema.shared_table import SharedTable


@dataclass(frozen=True, slots=True)
class AuthoritiesWords:
    """[words] of authorities.toml."""

    names: tuple[str, ...]
    own: tuple[str, ...]
    ends: str


@dataclass(frozen=True, slots=True)
class AuthoritiesTable:
    """The file authorities.toml."""

    words: AuthoritiesWords
    hosts: Words[Literal["ends"]]
    numbers: Words[Literal["short"]]
    limits: Whole[Literal["before"]]


FILE = SharedTable("probes.text.numbers", "authorities.toml", AuthoritiesTable)
_DATA = FILE.load()
_REACH: int = _DATA.limits["before"]
_NAMES = re.compile("|".join(_DATA.words.names))
_OWN = re.compile("|".join(_DATA.words.own))
_ENDS = re.compile("[" + re.escape(_DATA.words.ends) + "\n]")
HOSTS: tuple[str, ...] = tuple(_DATA.hosts["ends"])
NUMBERS: frozenset[str] = frozenset(_DATA.numbers["short"])
_WHOLE = re.compile(f"(?<![0-9])(?<![0-9]-)(?:{'|'.join(sorted(NUMBERS))})(?![0-9]|-[0-9])")


def leads_to(text: str, at: int) -> bool:
    """Whether what stands at position ``at`` belongs to an authority named right before it, in the same clause.

    ``text`` is in simplified Chinese. If the shop is named after the authority, it is the shop's own
    (市场监督管理局备案的本店客服电话).
    """
    clause = _ENDS.split(text[max(0, at - _REACH) : at])[-1]
    ends = [found.end() for found in _NAMES.finditer(clause)]
    return bool(ends) and _OWN.search(clause, ends[-1]) is None


def gives_number(said: str) -> bool:
    """Whether an authority's number stands in these words by itself: 0744-12345678 holds none."""
    return _WHOLE.search(said) is not None


def is_host(host: str) -> bool:
    """Whether a host name, or the part of a mail address after its ``@``, is an authority's."""
    host = host.lower().rstrip(".")
    return any(host == end.lstrip(".") or host.endswith(f".{end.lstrip('.')}") for end in HOSTS)
