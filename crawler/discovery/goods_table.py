"""The table goods.toml: what tells products, their cards and their prices."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

DATA: dict[str, Any] = tomllib.loads(files("crawler").joinpath("goods.toml").read_text("utf-8"))
LIMITS: dict[str, float] = DATA["limits"]
