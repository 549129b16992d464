"""The part that addresses of a shop's lists and searches begin with: what follows chooses what is listed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from crawler.discovery.products.address_templates import LONGEST, cut_address_tail
from crawler.links import role_links
from crawler.vocabulary import Role

MOST = 400  # addresses looked at
_PART = re.compile(r"[^/?&#]+")
_WORD = re.compile(r"[a-z]+")


def learn_stems(lists: Iterable[str], others: Iterable[str]) -> frozenset[str]:
    """What addresses of lists seen begin with, up to the last part that speaks of lists: ``/?s=search/index``, ``/goods_list``.

    ``others`` are addresses of pages of other kinds: a stem that one of them begins with tells nothing.
    """
    tails = [tail for url in list(lists)[:MOST] if len(tail := _tail(url)) <= LONGEST]
    found = {stem for tail in tails if (stem := _stem(tail))}
    strange = [_tail(url)[:LONGEST] for url in list(others)[:MOST]]
    return frozenset(stem for stem in found if not any(_begins(tail, stem) for tail in strange))


def begins_with_stem(url: str, stems: Iterable[str]) -> bool:
    """Whether an address is that of a list or a search by one of these stems."""
    tail = _tail(url)
    return len(tail) <= LONGEST and any(_begins(tail, stem) for stem in stems)


def _tail(url: str) -> str:
    """Path and query as they are read: some shops write a whole path into the query, where its slashes are encoded."""
    return unquote(cut_address_tail(url), errors="replace")


def _stem(tail: str) -> str:
    """The leading part of a list's address, "" where no part of it speaks of lists or nothing follows."""
    hints = role_links.RULES[Role.LIST].urls
    end = 0
    for part in _PART.finditer(tail):
        value = part.group().rpartition("=")[2].lower()
        if any(hint in _WORD.findall(value) for hint in hints):
            end = part.end()
    return tail[:end] if end < len(tail) else ""


def _begins(tail: str, stem: str) -> bool:
    return tail.startswith(stem) and not tail[len(stem) : len(stem) + 1].isalnum()
