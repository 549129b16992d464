"""When clicking a control has led anywhere: the file pressing.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting
from crawler.vocabulary import Role


@dataclass(frozen=True, slots=True)
class PressingLimits:
    """When clicking a control has led anywhere."""

    new_text: Annotated[int, Setting("that were not there: more than a carousel's next slide says", "characters")]
    listed: Annotated[int, Setting("links of a list, at least")]
    stays: Annotated[float, Setting("of the links of a list that may stay where it lists other pages now", "share")]
    told: Annotated[int, Setting("that a control is told by", "characters")]
    walks: Annotated[int, Setting("from home to a control on a page whose address opens otherwise, on a device")]
    astray: Annotated[
        int, Setting("presses in vain, on a device, on links out of the folder of its app whose address led home again")
    ]


@dataclass(frozen=True, slots=True)
class SmallLayers:
    """Boxes that come up beside a control, however little they say."""

    roles: Annotated[
        tuple[Role, ...], Setting("whose pages may be a line or a picture: a number to call, a code to scan")
    ]
    near: Annotated[int, Setting("between control and box, at most", "CSS px")]
    words: Annotated[int, Setting("of its own, links aside, at least", "characters")]
    picture: Annotated[int, Setting("of each side of a picture that came, at least", "CSS px")]
    climb: Annotated[int, Setting("boxes around a piece of it in which the box is looked for")]


@dataclass(frozen=True, slots=True)
class PressingSettings:
    """The file pressing.toml."""

    limits: PressingLimits
    layers: SmallLayers


FILE = SettingsFile("crawler.visit.presses", "pressing.toml", PressingSettings)
