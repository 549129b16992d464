"""When an entry names a page that was not opened: the table unopened.toml, which readings of several kinds share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from crawler.table_builder import FieldKey
from probes.schema.reading_table import Words
from probes.schema.shared_table import SharedTable


@dataclass(frozen=True, slots=True)
class UnopenedLimits:
    """[limits] of unopened.toml."""

    own_word: int
    amid_goods: float
    fetched_share: float
    fewest_hidden: int
    alike: float
    account: int
    mine: int
    title: int


@dataclass(frozen=True, slots=True)
class UnopenedNot:
    """[not] of unopened.toml."""

    words: tuple[str, ...]
    whole: tuple[str, ...]
    mine: tuple[str, ...]
    turning: tuple[str, ...]
    under_way: str
    empty: str
    reviews: str
    shares: str
    writes: str
    accounts: tuple[str, ...]
    searches: tuple[str, ...]
    goods_page: str
    goods_not: str
    logins: tuple[str, ...]
    outside: tuple[str, ...]
    orders: tuple[str, ...]
    homes: tuple[str, ...]
    chat: tuple[str, ...]
    opens_chat: tuple[str, ...]
    told_in_chat: tuple[str, ...]
    licence: tuple[str, ...]
    traps: tuple[str, ...]
    roles: tuple[str, ...]
    controls: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnopenedTable:
    """The file unopened.toml."""

    own: Words[Literal["lists", "never", "entry", "generic"]]
    limits: UnopenedLimits
    texts: Words[Literal["endings"]]
    not_: Annotated[UnopenedNot, FieldKey("not")]


UNOPENED = SharedTable("probes.pages.absence", "unopened.toml", UnopenedTable)
