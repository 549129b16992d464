"""A platform over time, what happened with it, its light checks; and two audits compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from scoring.standard_tables import Standard
from storage.overview.item_history import AuditOutline
from xuncha.reports.words import clean_text
from xuncha.web.api.api_entrance import Seeing
from xuncha.web.api.list_cursors import (
    ListPart,
    cut_part,
    read_cursor_number,
    read_cursor_time,
    read_list_part,
    write_cursor,
)
from xuncha.web.api.register_shapes import (
    AuditOutlineFacts,
    Comparison,
    ItemDifference,
    ItemOutline,
    LightDay,
    LightDays,
    PlatformHistory,
    PlatformTimeline,
    SaidOfItemFacts,
    TimelineFacts,
)
from xuncha.web.api.shown_facts import show_audit, show_score
from xuncha.web.entrance import RowNumber
from xuncha.web.overview.raw_changes import ItemMove, SaidOfItem
from xuncha.web.register_changes import find_platform
from xuncha.web.security.access import Right
from xuncha.web.views.city.compared_audits import compare_audits
from xuncha.web.views.city.platform_history import TimelineEvent, pick_answers
from xuncha.web.views.city.platform_story import load_story
from xuncha.web.web_state import get_state

router = APIRouter(tags=["history"])
Part = Annotated[ListPart, Depends(read_list_part)]
AuditName = Annotated[
    str, Query(pattern="^[0-9a-f]{1,32}$", description="the first letters of an audit's id, or of its visit's")
]


@router.get("/platforms/{id}/history")
async def show_history(request: Request, visitor: Seeing, id: RowNumber, part: Part) -> PlatformHistory:
    """The audits of a platform item by item. What one is to decide blindly is not in them, nor a score that follows from it."""
    web, after = get_state(request), part.moment(2)
    line = await find_platform(web, visitor, id, Right.SEE)
    before = None if after is None else (after[0], read_cursor_time(after[1][0]), after[1][1])
    seen = await load_story(web, visitor, line, part.limit + 1, 0, before=before)
    shown, next = cut_part(seen.outlines, part, lambda value: value.head.place)
    earlier = {one.head.audit: other for one, other in zip(seen.outlines, seen.outlines[1:], strict=False)}
    return PlatformHistory(
        [_show_outline(web.rules.standard, value, earlier.get(value.head.audit), seen.hidden) for value in shown], next
    )


@router.get("/platforms/{id}/timeline")
async def show_timeline(request: Request, visitor: Seeing, id: RowNumber, part: Part) -> PlatformTimeline:
    """What happened with a platform: visits, timings, decisions, jobs that came to no visit."""
    web, after = get_state(request), part.moment(1)
    line = await find_platform(web, visitor, id, Right.SEE)
    # A cursor names a moment, and how many things of that moment were given: several may happen at once.
    until, given = (None, 0) if after is None else (after[0], read_cursor_number(after[1][0]))
    many = given + part.limit + 1
    newest = None if until is None else (until + timedelta(microseconds=1), datetime.min.replace(tzinfo=UTC), "")
    found = (await load_story(web, visitor, line, many, many, until, newest)).events[given:]
    shown, next = found[: part.limit], None
    if len(found) > part.limit:
        last = shown[-1].at
        next = write_cursor(last, sum(value.at == last for value in shown) + (given if last == until else 0))
    return PlatformTimeline([_show_event(value) for value in shown], next)


@router.get("/platforms/{id}/light-checks")
async def show_light_checks(request: Request, visitor: Seeing, id: RowNumber) -> LightDays:
    """How the light checks of the last 30 days were answered; our own outages are not among them."""
    web = get_state(request)
    line = await find_platform(web, visitor, id, Right.SEE)
    days = pick_answers((await web.load_overview()).answers, line.known.id)
    return LightDays(
        [LightDay(day, other.looks, other.unanswered) if other else LightDay(day, 0, 0) for day, other in days]
    )


@router.get("/comparison")
async def show_comparison_of_audits(request: Request, visitor: Seeing, a: AuditName, b: AuditName) -> Comparison:
    """Two audits, and why each item differs: the site, rules, persons, or our own sight. Refused to who is to decide blindly in them."""
    found = await compare_audits(get_state(request), visitor, a, b)
    return Comparison(
        show_audit(found.before), show_audit(found.after), found.one_platform, found.same_rules,
        [_show_move(move) for move in found.moves],
    )  # fmt: skip


def _show_outline(
    standard: Standard, outline: AuditOutline, before: AuditOutline | None, hidden: Mapping[str, int]
) -> AuditOutlineFacts:
    head = outline.head
    earlier = {} if before is None else before.verdicts
    items = {
        item.id: ItemOutline(verdict, value, item.id in earlier and earlier[item.id][0] != verdict)
        for item in standard.items
        if item.id in outline.verdicts
        for verdict, value in (outline.verdicts[item.id],)
    }
    return AuditOutlineFacts(
        head.audit, head.visit, head.at, head.created_at, head.ruleset,
        before is not None and before.head.ruleset != head.ruleset,
        {stage.value: show_score(score) for stage, score in outline.scores.items()}, items, hidden.get(head.visit, 0),
    )  # fmt: skip


def _show_event(event: TimelineEvent) -> TimelineFacts:
    who, many = event.numbers.get("who", ""), event.numbers.get("n", 0)
    return TimelineFacts(
        event.at, event.kind, event.link.rpartition("/")[2], str(who), many if isinstance(many, int) else 0,
        None if event.score is None else show_score(event.score), None if event.said is None else dict(event.said),
    )  # fmt: skip


def _show_move(move: ItemMove) -> ItemDifference:
    return ItemDifference(
        move.item, [label.value for label in move.labels], move.direction.value, move.certain, _show_said(move.before),
        _show_said(move.after),
    )  # fmt: skip


def _show_said(said: SaidOfItem) -> SaidOfItemFacts:
    because = {"zh": clean_text(said.why_zh), "en": clean_text(said.why_en)}
    suggested = None if said.suggested is None else said.suggested.value
    return SaidOfItemFacts(said.verdict.value, said.value, suggested, said.confirmed, because)
