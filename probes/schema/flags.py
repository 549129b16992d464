"""The flags of a platform's profile: what a platform may be, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from crawler.settings_file import SettingsFile
from crawler.table_builder import EveryKey
from probes.schema.reading_table import Spoken, Words


@dataclass(frozen=True, slots=True)
class ProfileLimits:
    """[limits] of profile.toml."""

    label: int
    products: int
    beijing: str


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """The file profile.toml."""

    flags: Annotated[
        Mapping[str, Spoken],
        EveryKey(
            (
                "marketplace",
                "self_operated",
                "goods",
                "services",
                "virtual",
                "food",
                "drugs",
                "devices",
                "publications",
                "audiovisual",
                "live",
                "app",
                "web",
                "beijing",
            )
        ),
    ]
    limits: ProfileLimits
    controls: Words[Literal["marketplace", "self_operated", "services", "virtual", "app", "web"]]
    sectors: Words[Literal["never"]]
    not_controls: Annotated[Mapping[str, tuple[str, ...]], EveryKey(("virtual",))]
    denials: Annotated[
        Mapping[str, tuple[str, ...]],
        EveryKey(
            (
                "marketplace",
                "marketplace_never",
                "goods",
                "goods_never",
            )
        ),
    ]
    products: Words[Literal["goods", "services"]]


FILE = SettingsFile("probes", "profile.toml", ProfileTable)
TABLE = FILE.load()
FLAGS = TABLE.flags
