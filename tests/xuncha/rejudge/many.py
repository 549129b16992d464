"""Stored visits of small shops, each of its own, to be judged again."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from sqlalchemy import func, select, update

from crawler.site import Site
from crawler.vocabulary import Role
from storage.db.session import Store
from storage.db.tables import AuditRow, ViewRow
from storage.rejudging import LatestJudgement, list_latest_judgements
from storage.visits.visits import begin_visit
from tests.cases.build import AT
from tests.storage.seen import keep_all
from tests.xuncha.keeping import made
from xuncha.judging.basis import read_basis
from xuncha.judging.rules import load_rules
from xuncha.rejudge.pool import RejudgeSelection, choose_visits, rejudge_all_visits
from xuncha.rejudge.worker import RejudgeManner, RejudgeResult, rejudge_and_keep

OTHER = "0" * 64


def seen(number: int, url: str = "") -> Site:
    """A small shop of its own, with something to judge."""
    shop = made()
    views = tuple(dataclasses.replace(view, text=view.text.replace("7日", f"{number + 3}日")) for view in shop.views)
    url = url or f"https://shop{number}.example/"
    platform = dataclasses.replace(shop.platform, url=url, name=f"示例{number}")
    return dataclasses.replace(shop, platform=platform, views=views)


async def stored(store: Store, number: int, url: str = "") -> str:
    """The id of a finished visit that was not judged."""
    what = seen(number, url)
    keeper = await begin_visit(store, what.platform, {}, AT + timedelta(days=number))
    await keep_all(keeper, what)
    await keeper.finish(what)
    return keeper.id


async def several(store: Store, number: int) -> list[str]:
    return [await stored(store, count) for count in range(number)]


async def all_judged(store: Store, address: str | None, wanted: RejudgeSelection | None = None) -> list[RejudgeResult]:
    """By processes, as the command does."""
    wanted = wanted or RejudgeSelection(jobs=2)
    came: list[RejudgeResult] = []
    chosen = await choose_visits(store, wanted)
    await rejudge_all_visits(store.data, address, chosen.visits, wanted, came.append)
    return came


async def judged_here(store: Store, wanted: RejudgeSelection | None = None) -> list[RejudgeResult]:
    """What a process of the command would do, in this one, which has read the rules: to start one takes longer than to judge."""
    wanted = wanted or RejudgeSelection()
    chosen = await choose_visits(store, wanted)
    manner = RejudgeManner(read_basis(), wanted.changed_only, reuse=not wanted.again)
    return [await rejudge_and_keep(store, visit, load_rules(), manner) for visit in chosen.visits]


async def rules_moved(store: Store) -> None:
    async with store.writing() as session:
        await session.execute(update(AuditRow).values(ruleset=OTHER))


async def without_complaints(store: Store, visit: str) -> None:
    """As if the pages about complaints had not been seen: judged again it comes to something else."""
    async with store.writing() as session:
        of_visit = (ViewRow.visit_id == visit, ViewRow.role == Role.COMPLAINT.value)
        await session.execute(update(ViewRow).where(*of_visit).values(position=None))


async def audits(store: Store) -> int:
    async with store.reading() as session:
        return (await session.scalar(select(func.count()).select_from(AuditRow))) or 0


async def newest(store: Store) -> dict[str, LatestJudgement]:
    return {judgement.visit: judgement for judgement in await list_latest_judgements(store)}
