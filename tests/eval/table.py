"""The table of readings (labels.toml), where results are kept, and the product's probes by their ids."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from crawler.site import Site
from probes import registry
from probes.finding import Answer
from probes.probe import Check

RESULTS = Path(__file__).with_name("results.json")
TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("labels.toml").read_text("utf-8"))


@cache
def checks() -> Mapping[str, Check]:
    """Every check by its id."""
    return {check.id: check for check in registry.load()}


def answer(site: Site, id: str) -> Answer:
    """What that probe says of a site."""
    check = checks()[id]
    return check.probe.judge(site, check.params)
