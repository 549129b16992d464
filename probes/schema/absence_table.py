"""What is said of an absence and what it needs: the table absence.toml, which several readings share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from crawler.settings_file import SettingsFile
from crawler.table_builder import EveryKey
from crawler.vocabulary import Device, GapReason, Role
from probes.schema.reading_table import Keyed, Spoken, Words


@dataclass(frozen=True, slots=True)
class AbsenceLimits:
    """[limits] of absence.toml."""

    total_chars: int
    deciding: float
    min_ink: float
    ink_share: float
    short_own: int
    glyph_ink: int
    named: int
    alike: int
    quoted: int
    own_places: int
    answering: int


@dataclass(frozen=True, slots=True)
class AbsenceTable:
    """The file absence.toml."""

    limits: AbsenceLimits
    vouching: Words[Literal["members_only", "sellers", "account", "matters"]]
    devices: Annotated[Mapping[str, Spoken], EveryKey(tuple(Device))]
    roles: Annotated[Mapping[str, Spoken], EveryKey(tuple(Role))]
    states: Annotated[Mapping[str, Spoken], EveryKey(("elder", "further", "menus"))]
    gaps: Keyed[GapReason, Spoken]
    lacks: Annotated[
        Mapping[str, Spoken],
        EveryKey(
            (
                "status",
                "scripts",
                "scroll",
                "layers",
                "frames",
                "language",
                "images",
                "chars",
                "refused",
                "unfinished",
                "ink",
            )
        ),
    ]


ABSENCE = SettingsFile("probes.pages.absence", "absence.toml", AbsenceTable)
