"""The table of readings (labels.toml), where labelled pages and results are kept, and the product's probes by their ids."""

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

# Beside the checkout, for the pages are not ours to publish.
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
RESULTS = Path(__file__).with_name("results.json")
TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("labels.toml").read_text("utf-8"))


def here(corpus: Path = CORPUS) -> bool:
    """Whether the labelled pages are on this machine, so that rates can be measured anew."""
    return (corpus / "manifest.jsonl").is_file()


@cache
def checks() -> Mapping[str, Check]:
    """Every check by its id."""
    return {check.id: check for check in registry.load_checks()}


def answer(site: Site, id: str) -> Answer:
    """What that probe says of a site."""
    check = checks()[id]
    return check.probe.judge(site, check.params)
