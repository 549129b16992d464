"""The ``audits`` command: every judgement of the newest visits, grouped by visit, with the one that counts marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from storage.audit_list import SHORT, list_audits
from storage.db.session import Store
from storage.jobs.last_seen import UnseenVisit, find_unseen_visits, list_unseen_platforms
from storage.jobs.queue_status import PlatformFilter
from storage.judgement_history import JudgementStep, load_judgement_steps
from xuncha.audit.lineage import describe_origin, describe_step_state, format_provisional_score
from xuncha.console.lang import Lang, print_table, render_text
from xuncha.settings.stores import open_data_store
from xuncha.settings.zone import add_zone_to_heading, format_clock
from xuncha.status.not_seen import describe_unseen_platform

NEVER_SHOWN = 10
ID, URL = Text("编号", "id"), Text("网址", "url")


async def print_audits(data: Path, limit: int, lang: Lang) -> int:
    """Print one line a judgement, or a visit without one; in each visit the newest judgement comes first.

    Registered platforms that were never visited are listed below. Returns the exit code.
    """
    async with open_data_store(data) as store:
        groups, dark = await load_visit_steps(store, limit)
        never = [platform for platform in await list_unseen_platforms(store, PlatformFilter()) if platform.last is None]
    table = Table(box=None, pad_edge=False)
    heads = (
        ID, Text("检测", "visit"), add_zone_to_heading(Text("检测开始", "looked at")), add_zone_to_heading(Text("判定", "judged")),
        Text("S_prov", "S_prov"),
        Text("规则", "rules"), Text("页面", "views"), Text("由来", "made by"), Text("状态", "state"), URL,
    )  # fmt: skip
    for head in heads:
        table.add_column(render_text(head, lang), no_wrap=head is not URL, overflow="fold")
    for steps in groups:
        for step in reversed(steps):
            audit = step.listed
            table.add_row(
                audit.short,
                audit.visit[:SHORT],
                format_clock(audit.started_at),
                format_clock(audit.created_at),
                format_provisional_score(audit),
                audit.ruleset[:SHORT] or "—",
                str(audit.views),
                Styled(render_text(describe_origin(step), lang)),
                Styled(render_text(describe_step_state(step, dark), lang)),
                Styled(render_text(Text(audit.url, audit.url), lang)),
            )
    print_table(table)
    for platform in never[:NEVER_SHOWN]:
        name = f"{platform.name}  {platform.url}".strip()
        said = describe_unseen_platform(platform)
        print(render_text(Text(f"{said.zh}  {name}", f"{said.en}  {name}"), lang))
    if (more := len(never) - NEVER_SHOWN) > 0:
        print(
            render_text(
                Text(
                    f"另有 {more} 个平台尚未检测，见 xuncha status",
                    f"{more} more were never looked at: see 'xuncha status'",
                ),
                lang,
            )
        )
    return 0


async def load_visit_steps(
    store: Store, limit: int
) -> tuple[Sequence[tuple[JudgementStep, ...]], Mapping[str, UnseenVisit]]:
    """The steps of the visits behind the newest ``limit`` judgements, latest first, and those that saw nothing."""
    listed = await list_audits(store, limit)
    visits = list(dict.fromkeys(audit.visit for audit in listed))
    steps = await load_judgement_steps(store, visits)
    groups = {group[0].listed.visit: group for group in (steps[visit] for visit in visits)}
    dark = await find_unseen_visits(store, [step.listed.visit for group in groups.values() for step in group])
    return list(groups.values()), dark
