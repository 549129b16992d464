"""(c) Judging a stored visit: audits a second on one core, with the Site in memory and with reading it back."""

from __future__ import annotations

import functools
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.figures import Figure, least
from probes.reading import silence
from storage.listing import list_audits
from storage.session import open_store
from storage.sites import load_site
from xuncha.audit import judge, load_rules
from xuncha.ruleset import ruleset

ROUNDS = 7
ROOMS = ("probes.", "scoring.")
TABLES_ONLY = frozenset({"compiled"})  # keyed by words of our own tables: as warm in the next audit as in this one


async def measure(data: Path, rounds: int = ROUNDS) -> list[Figure]:
    """Seconds of processor time, so that other work on the machine counts less. Each round reads the visit anew and with
    empty memories: a Site judged twice would be judged from what the first time left."""
    rules = load_rules()
    ruleset()
    loading: list[float] = []
    judging: list[float] = []
    async with open_store(data) as store:
        visit = (await list_audits(store))[0].visit
        for _ in range(rounds):
            forget()
            began = time.process_time()
            site = await load_site(store, visit)
            loaded = time.process_time()
            judge(rules, site, visit)
            judging.append(time.process_time() - loaded)
            loading.append(loaded - began)
    each, load = statistics.median(judging), statistics.median(loading)
    elements = sum(len(view.elements) for view in site.views)
    return [
        Figure("views judged in one audit", len(site.views), "views"),
        Figure("elements judged in one audit", elements, "elements"),
        least("audits judged from memory, one core", 1 / each, "audits/s", 5),
        least("audits loaded and judged, one core", 1 / (each + load), "audits/s", 2),
    ]


def forget() -> None:
    """Empty what the judging rooms remember of texts and pages."""
    for memory in memories():
        memory.cache_clear()
    silence.forget()


def memories() -> Iterator[Any]:
    """Every remembering function of those rooms that takes a page, a text or words from one."""
    for name, module in list(sys.modules.items()):
        if name.startswith(ROOMS):
            for thing in vars(module).values():
                remembers = isinstance(thing, functools._lru_cache_wrapper)
                if remembers and thing.__module__ == name and thing.__name__ not in TABLES_ONLY:
                    yield thing
