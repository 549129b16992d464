"""(c) Judging a stored visit: audits a second on one core, with the Site in memory and with reading it back."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from pathlib import Path

from bench.figures import Measurement, least
from storage.audit_list import list_audits
from storage.db.session import open_store
from storage.visits.sites import load_site
from xuncha.judging.judged import make_audit
from xuncha.judging.rules import load_rules
from xuncha.judging.ruleset import compute_ruleset

ROUNDS = 7


async def measure(data: Path, rounds: int = ROUNDS) -> list[Measurement]:
    """Seconds of processor time, so that other work on the machine counts less. Each round reads the visit anew,
    and nothing that was read of it outlives its judging."""
    rules = load_rules()
    compute_ruleset()
    loading: list[float] = []
    judging: list[float] = []
    async with open_store(data) as store:
        visit = (await list_audits(store))[0].visit
        for _ in range(rounds):
            began = time.process_time()
            site = await load_site(store, visit)
            loaded = time.process_time()
            make_audit(rules, site, visit)
            judging.append(time.process_time() - loaded)
            loading.append(loaded - began)
    judged, load = statistics.median(judging), statistics.median(loading)
    elements = sum(len(view.elements) for view in site.views)
    return [
        Measurement("views judged in one audit", len(site.views), "views"),
        Measurement("elements judged in one audit", elements, "elements"),
        least("audits judged from memory, one core", 1 / judged, "audits/s", 5),
        least("audits loaded and judged, one core", 1 / (judged + load), "audits/s", 2),
    ]


if __name__ == "__main__":  # for who samples it: the store and how often
    asyncio.run(measure(Path(sys.argv[1]), int(sys.argv[2])))
