"""Entries beside a visitor's own orders: what 退款/售后 leads to is seen by none who is not logged in, so it is not said to be missing."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from crawler.links.order_rows import find_own_matters
from crawler.settings_file import SettingsFile
from crawler.site import Element, Site, View
from crawler.table_builder import EveryKey
from probes.answers.doubts.lost_pages import has_lost_page
from probes.finding import NOT_KNOWN, Answer, Evidence, Outcome, Text, evidence_on_page
from probes.probe import Check
from probes.schema.reading_table import Spoken
from probes.text.normalise import fold_text
from probes.text.remember import per_site


@dataclass(frozen=True, slots=True)
class OwnOrdersTable:
    """The file own_orders.toml."""

    checks: tuple[str, ...]
    names: str
    words: Annotated[Mapping[str, Spoken], EveryKey(("found", "unseen"))]


FILE = SettingsFile("probes.answers.doubts", "own_orders.toml", OwnOrdersTable)
_DATA = FILE.load()
_CHECKS = frozenset(_DATA.checks)
_NAMES = re.compile(_DATA.names)


def doubt_own_orders(check: Check, answer: Answer, explored: Site) -> Answer:
    """UNSURE instead of a NO about what may be behind an entry beside one's own orders; every other answer is returned unchanged."""
    if answer.outcome is not Outcome.NO or check.id not in _CHECKS:
        return answer
    found = _find_returns(explored)
    if found is not None:
        view, element = found
        label = " ".join(element.words.split())
        return _ask(check, answer, _DATA.words["found"], label, (evidence_on_page(view, element, label),))
    # A page that was lost to us may be the one with the entry: seeing less makes no fail.
    return _ask(check, answer, _DATA.words["unseen"]) if has_lost_page(explored) else answer


def _ask(check: Check, answer: Answer, words: Spoken, label: str = "", proof: tuple[Evidence, ...] = ()) -> Answer:
    return dataclasses.replace(
        answer,
        outcome=Outcome.UNSURE,
        because=Text(
            words["zh"].format(because=answer.because.zh, label=label),
            words["en"].format(because=answer.because.en, label=label),
        ),
        evidence=(*proof, *answer.evidence),
        fraction=None,
        reason=NOT_KNOWN,
        question=answer.question or check.question,
    )


@per_site
def _find_returns(explored: Site) -> tuple[View, Element] | None:
    """The first entry for returns beside the states of a visitor's orders; None without one."""
    for view in explored.views:
        own = find_own_matters(view)
        for element in view.elements if own else ():
            if element.id in own and _NAMES.search(fold_text(element.words).lower()):
                return view, element
    return None
