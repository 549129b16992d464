"""A made-up audit as the makers of a pack are given it."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, datetime
from typing import Any

from tests.xuncha.reports.conftest import made_up, picture
from xuncha.judging.rules import load_rules
from xuncha.pack.parts import PackFacts

MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)
BLOCKED = picture(800, 600, "captcha")


def facts(*, sealed: bool = False, record: dict[str, Any] | None = None) -> PackFacts:
    """The audit of the report's tests; both of its gaps have seen one and the same picture."""
    sample = made_up()
    sha = hashlib.sha256(BLOCKED).hexdigest()
    gaps = tuple(dataclasses.replace(gap, screenshot=sha) for gap in sample.site.gaps)
    site = dataclasses.replace(sample.site, gaps=gaps)
    blobs = {**sample.blobs, sha: BLOCKED}
    told = {**sample.record, "gaps": [{**gap, "screenshot": sha} for gap in sample.record["gaps"]]}
    return PackFacts(sample.audit, site, load_rules(), record or told, (), blobs.get, MADE, sealed)
