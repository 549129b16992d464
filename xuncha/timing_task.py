"""A run that measures how fast a platform's pages load, alone on the machine: a short visit that audits read as history."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from crawler import chromium
from crawler.crawl import crawl
from crawler.plan import Plan, Want
from crawler.site import Site
from crawler.vocabulary import LANDED, MENUS, Device, GapReason, Role
from probes import run as probing
from storage import runs
from storage.errors import AlreadyDone, NotFound
from storage.keeper import VisitKeeper
from storage.register import Registered, Registration
from storage.runs import Run
from storage.tables import VisitKind
from storage.visits import begin_visit, resume_visit
from xuncha import machine, schedule
from xuncha.rules import load_rules
from xuncha.taken_up import PASSING, Left, fresh, left
from xuncha.tasks import BUSY, Doing, Outcome, unseen
from xuncha.turns import SharedTurns


async def time_platform(doing: Doing, run: Run, known: Registered) -> Outcome:
    """``xuncha.tasks.Work``. What the web does is in the visit; raises StorageError, NoBrowser."""
    settings = schedule.settings()["timing"]
    try:
        async with machine.alone(float(settings["wait_minutes"]), doing.sleep, doing.locks):
            return await _timed(doing, run, known.registration)
    except machine.Busy:
        again = timedelta(minutes=float(settings["again_minutes"]))
        return Outcome(reason=BUSY, again_in=again, goes_on=True, counts=False)


def timing_plan(doing: Doing, known: Registration) -> Plan:
    """The pages that probes want timed, found as an audit finds them, and nothing else."""
    devices = tuple(Device(each) for each in known.devices) or tuple(Device)
    timed = probing.plan(load_rules().checks, devices).timed
    wants = {Want(role, LANDED, device) for role in timed | {Role.HOME} for device in devices}
    wants |= {Want(Role.HOME, MENUS, device) for device in devices}  # lists and products may be linked there alone
    return Plan(
        frozenset(wants), devices=devices, timed=timed, brief=True, seconds=known.seconds, pace=doing.pace,
        allow_private=doing.allow_private, browser=doing.browser, ocr=False,
    )  # fmt: skip


async def _timed(doing: Doing, run: Run, known: Registration) -> Outcome:
    plan = timing_plan(doing, known)
    await asyncio.to_thread(chromium.find(doing.browser).version)  # a visit begins only where it can go on
    try:
        keeper, before = await _begin(doing, run, known, plan)
    except AlreadyDone:  # it was killed before it could say so
        return Outcome()
    async with keeper:
        await runs.note_visit(doing.store, run.id, doing.worker, keeper.id)
        turns = SharedTurns(doing.store, doing.now, doing.pace)
        site = await crawl(known.platform, plan, keeper, before.views, turns=turns, taken=before.ids)
        await keeper.finish(site)
    return _outcome(run, site)


async def _begin(doing: Doing, run: Run, known: Registration, plan: Plan) -> tuple[VisitKeeper, Left]:
    if run.visit:
        try:
            keeper = await resume_visit(doing.store, run.visit)
        except NotFound:  # removed since
            pass
        else:
            return keeper, await left(doing.store, run.visit, doing.now() - fresh(), plan.acts)
    facts: dict[str, object] = {"kind": VisitKind.TIMING.value, "devices": [str(each) for each in plan.devices]}
    return await begin_visit(doing.store, known.platform, facts, doing.now(), VisitKind.TIMING), Left()


def _outcome(run: Run, site: Site) -> Outcome:
    if any(load.ok for load in site.timings):
        return Outcome()
    gap = next((gap for gap in site.gaps if gap.role is Role.HOME), None)
    reason = gap.reason if gap is not None else GapReason.TIMEOUT
    return unseen(run, str(reason)) if reason in PASSING else Outcome(reason=str(reason))
