"""The kinds of sections that the tables of readings have.

A module declares its table as all of the program does: a frozen dataclass, and ``FILE = SettingsFile("probes.text",
"numbered.toml", NumberedTable)``. The dataclass says which keys each section has, so that a missing, a misspelt or an
unused one stops the start with the nearest name. A section whose keys are data themselves (brands, units, provinces)
is a plain ``Mapping[str, …]``. A table that names shared lists of words is a ``SharedTable``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeVar

from crawler.table_builder import EveryKey

K = TypeVar("K", bound=str)  # a Literal of the keys, or a StrEnum
V = TypeVar("V")
Keyed = Annotated[Mapping[K, V], EveryKey()]
Whole = Keyed[K, int]
Numbers = Keyed[K, int | float]
Words = Keyed[K, tuple[str, ...]]
Texts = Keyed[K, str]  # patterns too
Spoken = Annotated[Mapping[str, str], EveryKey(("zh", "en"))]  # a text for people
