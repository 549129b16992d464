"""Checks that a probe and its table agree on words, limits and texts: nothing asked for is missing, nothing present is unused."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from crawler.table_builder import name_nearest
from probes.pages.main.subject import asks_for_entry
from probes.probe import Probe
from probes.schema.probe_table import ProbeRow

# Words of its table read by those who run a check: they name its subject on an entry (``pages.main.subject``) and, where the shop's own
# texts are asked, the topic that a second reader has learnt (``answers.second_reader``).
OF_ENTRIES = ("subject", "elsewhere")
OF_TEXTS = ("learnt",)


def find_faults(id: str, row: ProbeRow, probe: Probe) -> Iterator[str]:
    """Every difference as ``[<probe>] <kind>.<key>: what is wrong``, with the nearest name. A misspelt key is one fault, not two."""
    run = (*(() if asks_for_entry(id, row.question.zh) else OF_ENTRIES), *(OF_TEXTS if row.stated else ()))
    for kind, there, asked, allowed in (
        ("words", row.words.keys(), probe.words, (*probe.may_words, *run)),
        ("limits", row.limits.keys(), probe.limits, probe.may_limits),
        ("texts", row.texts.keys(), probe.texts, ()),
    ):
        for fault in _differences(there, asked, allowed):
            yield f"[{id}] {kind}.{fault}"


def _differences(there: Collection[str], asked: Collection[str], allowed: Collection[str]) -> Iterator[str]:
    missing = [key for key in dict.fromkeys(asked) if key not in there]
    for key in there:
        if key in asked or key in allowed:
            continue
        hint = name_nearest(key, missing) or name_nearest(key, {*asked, *allowed} - {*there})
        meant = next((name for name in missing if hint.endswith(f"'{name}'?")), None)
        if meant is not None:
            missing.remove(meant)
        yield f"{key}: the probe asks for no such key{hint}"
    for key in missing:
        yield f"{key}: is missing"
