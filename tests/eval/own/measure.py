"""Looks at our own pages as the product does and holds every reading against its label: what results.json keeps under ``own``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.eval.meaning import meaning
from tests.eval.own import counts
from tests.eval.own.answers import Held, held
from tests.eval.own.labelled import Part, fingerprint, own_pages
from tests.eval.read import Seen, look_at


def look_at_own(cache: Path, stale: bool, say: Callable[[str], None]) -> dict[str, Seen]:
    """What each of our own pages showed, by id. Raises NoBrowser."""
    return look_at([own.page for own in own_pages()], cache, stale, say)


def judge(seen: Mapping[str, Seen]) -> tuple[Held, ...]:
    """Every label that has a reading, held against it."""
    return tuple(each for own in own_pages() for each in held(own, seen[own.page.id]))


def results(found: tuple[Held, ...], seen: Mapping[str, Seen]) -> dict[str, Any]:
    """What is stored: which rules (``meaning``) were measured, counts, the readers' agreement, misses of the half that may be seen."""
    return {
        "pages": fingerprint(),
        "ruleset": meaning(),
        "labels": counts.by(found, "label"),
        "kinds": counts.by(found, "kind"),
        "agreement": counts.agreement(own_pages()),
        "misses": [
            {
                "page": each.page,
                "label": each.label,
                "wanted": each.wanted,
                "read": each.read.value,
                "stands": each.stands,
            }
            for each in found
            if each.differs and each.part is Part.DEV
        ],
        "not_seen": [id for id, each in seen.items() if not each.views],
    }


def moved(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether the figures, or the pages they are of, are others: under other rules the same may be read."""
    return {**before, "ruleset": ""} != {**now, "ruleset": ""}
