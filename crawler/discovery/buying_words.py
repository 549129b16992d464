"""The words of controls that buy, by group: one table for the crawler and for the probes, which read it without anything else of here."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

DATA: dict[str, Any] = tomllib.loads(files("crawler.discovery").joinpath("buying.toml").read_text("utf-8"))
GROUPS: dict[str, tuple[str, ...]] = {name: tuple(words) for name, words in DATA["words"].items()}
