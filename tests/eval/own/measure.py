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
    return tuple(other for own in own_pages() for other in held(own, seen[own.page.id]))


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
                "page": other_held.page,
                "label": other_held.label,
                "wanted": other_held.wanted,
                "read": other_held.read.value,
                "stands": other_held.stands,
            }
            for other_held in found
            if other_held.differs and other_held.part is Part.DEV
        ],
        "not_seen": [id for id, other in seen.items() if not other.views],
    }


def moved(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether the figures, or the pages they are of, are others: under other rules the same may be read."""
    return {**before, "ruleset": ""} != {**now, "ruleset": ""}
