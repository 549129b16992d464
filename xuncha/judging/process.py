"""The judging process: receives Sites, reports each check it asks, returns the result; no network, no secrets."""

from __future__ import annotations

import dataclasses
import gc
import os
import pickle
import resource
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from crawler.site import Site, View
from probes.text.remember import judging_cache
from storage.visits.audit import Audit
from xuncha.judging import judged
from xuncha.judging.frames import CheckStarted, JudgingCrash, JudgingRequest, JudgingResult, receive_frame, send_frame
from xuncha.judging.judging_settings import JudgingLimits
from xuncha.judging.rules import Rules, load_rules
from xuncha.judging.timed_asker import TimedAsker, limit_process_memory, load_judging_limits


def _doubted(rules: Rules, site: Site, given: Mapping[str, Any]) -> object:
    return judged.find_second_looks(rules, site, **given)


def _audit(rules: Rules, site: Site, given: Mapping[str, Any]) -> Audit:
    made = judged.make_audit(rules, site, **given)
    return dataclasses.replace(made, scores=dict(made.scores))  # a read-only view cannot be pickled


WORKS: Mapping[str, Callable[[Rules, Site, Mapping[str, Any]], object]] = {"doubted": _doubted, "judge": _audit}


def main(within: JudgingLimits | None = None, rules: Rules | None = None) -> None:
    """Judge by the rules (None = today's) until the other end is closed.

    Its own standard output carries frames only.
    """
    frames = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed by mistake
    within = within or load_judging_limits()
    asker = TimedAsker(within, lambda check: send_frame(frames, CheckStarted(check)))
    rules = dataclasses.replace(rules or load_rules(), asking=asker)
    limit_process_memory(within)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))  # it writes no file
    gc.collect()
    gc.freeze()  # rules and tables live as long as the process
    gc.disable()  # a Site is hundreds of thousands of objects, none of them garbage until it is done with
    known: list[View] = []
    with judging_cache():  # for one audit: the pages of its second pass and of its final judging are the same
        while (data := receive_frame(sys.stdin.buffer)) is not None:
            try:
                send_frame(frames, _done(rules, asker, pickle.loads(data), known))
            except Exception as fault:  # noqa: BLE001 - whoever asked must hear of any fault
                story = "".join(traceback.format_exception(fault)[-3:])[-2000:]
                send_frame(frames, JudgingCrash(f"{type(fault).__name__}: {fault}"[:300], story))


def _done(rules: Rules, asker: TimedAsker, asked: JudgingRequest, known: list[View]) -> JudgingResult:
    views = []
    for sent in asked.views:
        if isinstance(sent, View):
            known.append(sent)
        views.append(sent if isinstance(sent, View) else known[sent])
    site = dataclasses.replace(asked.site, views=tuple(views))
    with asker.visit(asked.without):
        what = WORKS[asked.work](rules, site, asked.given)
    return JudgingResult(what, frozenset(asker.overran))


if __name__ == "__main__":
    main()
