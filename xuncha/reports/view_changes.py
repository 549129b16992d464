"""Kinds of page that one visit saw and the other did not, and why not. Pure."""

from __future__ import annotations

from typing import Any

from crawler.site import Gap, Site, View
from crawler.vocabulary import GapReason
from probes.reading import absence

Key = tuple[str, str, str]  # role, state, device


def view_changes(before: Site, after: Site) -> list[dict[str, Any]]:
    """Rows of page, what each visit had of it, and what that says: ``site`` only where a visit found that the shop does not offer it.

    A page missed by both for the same reason, or seen by both, has none.
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


def _table(site: Site) -> dict[Key, View | Gap]:
    """Each kind of page once; what was seen in any look counts as seen."""
    table: dict[Key, View | Gap] = {}
    met: list[View | Gap] = [*site.views, *sorted(site.gaps, key=lambda each: each.look)]
    for each in met:
        table.setdefault((str(each.role), each.state, str(each.device)), each)
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
    was, now = (_state(each) == "seen" for each in pair)
    return "appeared" if now else "disappeared" if was else "other_reason"


def _label(pair: list[dict[str, Any] | None]) -> str:
    return "site" if GapReason.NOT_OFFERED in {_state(each) for each in pair} else "seen"
