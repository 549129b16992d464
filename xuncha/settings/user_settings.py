"""The user's settings besides options: keys of a settings file and variables, with defaults (settings.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Said, Setting


@dataclass(frozen=True, slots=True)
class UserSetting:
    """One key at the top of a settings file."""

    name: Annotated[Said, Setting("the variable that wins over it")]
    default: Annotated[Said, Setting("what holds where neither is given")]
    meaning: Annotated[Said, Setting("what it sets")]


@dataclass(frozen=True, slots=True)
class GivenEachTime:
    """What no settings file may say."""

    options: Annotated[
        tuple[str, ...], Setting("that a person gives each time: they remove, hand out or speak for somebody else")
    ]


@dataclass(frozen=True, slots=True)
class AllowedSettings:
    """What may stand in a settings file, and where (see xuncha/settings/user_file.py)."""

    variables: Mapping[str, UserSetting]
    at_the_top: Annotated[
        Mapping[str, str],
        Setting("options that stand at the top of the file under another name: a variable wins over them"),
    ]
    given_each_time: GivenEachTime


FILE = SettingsFile("xuncha.settings", "settings.toml", AllowedSettings)
