"""The flags of a platform's profile with their words: what a platform may be."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

TABLE: dict[str, Any] = tomllib.loads(files("probes").joinpath("profile.toml").read_text("utf-8"))
FLAGS: dict[str, dict[str, str]] = TABLE["flags"]
