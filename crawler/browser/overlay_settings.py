"""Words of controls that close an overlay: the file layers.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class LayerWords:
    """Words of controls that close an overlay, most careful first. Consent is given only if nothing else opens the page."""

    refuse: Annotated[tuple[str, ...], Setting("of controls that refuse")]
    close: Annotated[tuple[str, ...], Setting("of controls that close")]
    acknowledge: Annotated[tuple[str, ...], Setting("of controls that say that something was read")]
    consent: Annotated[tuple[str, ...], Setting("of controls that consent")]
    never: Annotated[tuple[str, ...], Setting("of controls that are never pressed")]
    classes: Annotated[tuple[str, ...], Setting("in class names of controls without words that close")]


@dataclass(frozen=True, slots=True)
class LayerSettings:
    """The file layers.toml."""

    words: LayerWords


FILE = SettingsFile("crawler.browser", "overlays.toml", LayerSettings)
