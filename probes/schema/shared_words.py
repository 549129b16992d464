"""Lists of words defined once for all probes and the crawler; a table includes one by naming it, "@buying.cart", among its own words.

Within a word "<personal.kind>" stands for any one word of the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from crawler.discovery.products import buying_words
from crawler.links import entry_words
from crawler.settings_file import SettingsFile
from crawler.table_builder import name_nearest
from probes.schema.reading_table import Words

SIGN = "@"
_WITHIN = re.compile(r"<([a-z_]+)\.([a-z_]+)>")
_CRAWLER = Path(buying_words.__file__).parents[2]
# Tables of the crawler that judging reads: buy controls, entries to pages, and where a word occurs by chance.
FILES = (
    _CRAWLER / "discovery" / "products" / "buying.toml",
    _CRAWLER / "links" / "entries.toml",
    _CRAWLER / "spelling.toml",
)


@dataclass(frozen=True, slots=True)
class ConceptsTable:
    """The file concepts.toml."""

    court: Words[Literal["name", "body", "clause", "trap"]]
    regulator: Words[Literal["body", "clause", "appealed", "hotlines"]]
    chat: Words[Literal["name", "opens", "hosts", "trap"]]
    not_yet: Words[Literal["word", "coming"]]
    larger: Words[Literal["label"]]
    complaint: Words[Literal["matter", "stepping_in", "settled", "others", "sellers"]]
    swindlers: Words[Literal["warned"]]
    recall: Words[Literal["goods"]]
    exceptions: Words[Literal["heading"]]
    merchant: Words[Literal["rules", "sanctions"]]
    refund: Words[Literal["matter"]]
    rural: Words[Literal["programme", "land", "produce", "page", "subject"]]
    small_seller: Words[Literal["who", "dues"]]
    packaging: Words[
        Literal[
            "of_parcels", "boxes", "vessel", "back", "emptied", "handed", "gain", "greener", "stuff", "beijing", "spared", "factory",
            "scheme", "afar", "for_sale", "subject",
        ]
    ]  # fmt: skip
    rating: Words[
        Literal[
            "about",
            "of_money",
            "buyer",
            "bought",
            "deed",
            "record",
            "praise",
            "bribe",
            "banned",
            "punished",
            "press",
            "undo",
            "faked",
        ]
    ]
    off_hours: Words[Literal["when", "left", "later"]]
    law: Words[Literal["cited"]]
    kind: Words[Literal["of_services", "of_goods"]]
    program: Words[Literal["traces"]]
    results: Words[Literal["counted"]]
    address: Words[Literal["product"]]
    order: Words[Literal["cancelled", "self_cancelled", "app_only"]]
    licence: Words[Literal["of_goods"]]
    after_sales: Words[Literal["subject"]]
    delivery: Words[Literal["subject"]]
    personal: Words[Literal["kind", "whole", "aim", "doer", "unmake", "way"]]
    sanction: Words[Literal["met", "told", "fault", "dealt"]]
    ranking: Words[Literal["by"]]


FILE = SettingsFile("probes", "concepts.toml", ConceptsTable)
_CONCEPTS: dict[str, dict[str, tuple[str, ...]]] = asdict(FILE.load())
TABLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "buying": buying_words.GROUPS,
    **{
        name: _CONCEPTS.get(name, {}) | entry_words.GROUPS.get(name, {})
        for name in (*_CONCEPTS, *(group for group in entry_words.GROUPS if group not in _CONCEPTS))
    },
}
_LABELS = frozenset({"buying"})  # tables of labels, whose Latin words are often read without their spaces


def expand_words(words: Iterable[str]) -> tuple[str, ...]:
    """The words with each shared list in place of its name, each word once; Latin labels are added without their spaces too.

    A list named within a word becomes a choice of its words.

    Raises KeyError, with the name, for an unknown list.
    """
    found: dict[str, None] = {}
    for word in words:
        if not word.startswith(SIGN):
            found[_WITHIN.sub(_choice, word)] = None
            continue
        table, _, group = word.removeprefix(SIGN).partition(".")
        if group not in TABLES.get(table, {}):
            raise KeyError(word)
        for shared in TABLES[table][group]:
            found[shared] = None
            if table in _LABELS:
                found[shared.replace(" ", "")] = None
    return tuple(found)


def _choice(name: re.Match[str]) -> str:
    table, group = name.groups()
    if group not in TABLES.get(table, {}):
        raise KeyError(f"{SIGN}{table}.{group}")
    return f"({'|'.join(TABLES[table][group])})"


def name_nearest_list(name: str) -> str:
    """A hint naming the shared list whose name is nearest, or ""."""
    return name_nearest(name, (f"{SIGN}{table}.{group}" for table, groups in TABLES.items() for group in groups))


def expand_table(table: Any) -> Any:
    """A table of a reading with every list of words in it expanded, all else unchanged. Raises KeyError for an unknown list."""
    if isinstance(table, Mapping):
        return {key: expand_table(value) for key, value in table.items()}
    if isinstance(table, list) and all(isinstance(word, str) for word in table):
        return list(expand_words(table))
    return table
