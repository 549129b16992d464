"""Kinds of page that only one of two visits saw, and why the other did not. Pure."""

from __future__ import annotations

from typing import Any

from crawler.site import Gap, Site, View
from crawler.vocabulary import GapReason
from probes.pages.absence import absence

PageKey = tuple[str, str, str]  # role, state, device


def find_view_changes(before: Site, after: Site) -> list[dict[str, Any]]:
    """Rows of page, what each visit had of it, and what that means.

    It means ``site`` only where a visit found that the shop does not offer the page. Pages seen by both, or missed by
    both for the same reason, have no row.
    """
    old, new = _table(before), _table(after)
    rows = []
    for key in dict.fromkeys([*old, *new]):
        pair = [_met(table.get(key)) for table in (old, new)]
        if _state(pair[0]) != _state(pair[1]):
            rows.append(
                {
                    "role": key[0],
                    "state": key[1],
                    "device": key[2],
                    "halves": pair,
                    "kind": _kind(pair),
                    "label": _label(pair),
                }
            )
    return rows


def _table(site: Site) -> dict[PageKey, View | Gap]:
    """Each kind of page once; seen in any pass counts as seen."""
    table: dict[PageKey, View | Gap] = {}
    met: list[View | Gap] = [*site.views, *sorted(site.gaps, key=lambda gap: gap.look)]
    for page in met:
        table.setdefault((str(page.role), page.state, str(page.device)), page)
    return table


def _met(met: View | Gap | None) -> dict[str, Any] | None:
    if met is None:
        return None
    if isinstance(met, View):
        return {"url": met.url, "status": met.status, "reason": None, "detail": {"zh": "", "en": ""}}
    zh, en = absence.gap_detail(met)
    return {"url": met.url, "status": None, "reason": str(met.reason), "detail": {"zh": zh, "en": en}}


def _state(met: dict[str, Any] | None) -> str:
    return "" if met is None else met["reason"] or "seen"


def _kind(pair: list[dict[str, Any] | None]) -> str:
    was, now = (_state(side) == "seen" for side in pair)
    return "appeared" if now else "disappeared" if was else "other_reason"


def _label(pair: list[dict[str, Any] | None]) -> str:
    return "site" if GapReason.NOT_OFFERED in {_state(side) for side in pair} else "seen"
