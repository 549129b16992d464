"""The pack's own words: headings, labels and texts of its files, in Chinese and English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table() -> Mapping[str, Any]:
    """pack.toml, one table for each file of a pack. Raises FileNotFoundError or TOMLDecodeError: our own bug."""
    return tomllib.loads(files("xuncha.pack").joinpath("pack.toml").read_text("utf-8"))
