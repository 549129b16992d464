"""The ``platforms`` commands: import, export, add, edit, list, pause, resume, remove."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from storage import platforms
from storage.db.register_tables import PlatformState
from storage.db.session import Store
from storage.platforms import RegisteredPlatform, Registration
from xuncha.console.lang import Lang, print_table, render_text
from xuncha.fleet import due
from xuncha.guarded import BAD_USE
from xuncha.judging.rules import load_rules
from xuncha.register import platform_sheet
from xuncha.register.due_times import choose_due_times
from xuncha.register.platform_rows import (
    FieldFault,
    format_registration,
    load_column_names,
    load_platform_table,
    normalize_column_name,
    parse_batch,
    parse_registration,
)
from xuncha.settings.stores import open_data_store
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import add_zone_to_heading, format_clock, format_with_zone


async def import_platforms(data: Path, path: Path, lang: Lang) -> int:
    """Run ``import``; returns its exit code: 2 where a row was bad (the good ones still count).

    Raises InvalidInput, StorageError.
    """
    good, bad = platform_sheet.read_platform_sheet(path, load_rules().standard)
    now = datetime.now(UTC)
    new = 0
    async with open_data_store(data) as store:
        known = {
            platform.registration.url: platform
            for platform in await platforms.list_registered_platforms(store, removed=True)
        }
        for row in good:
            if row.batch is not None:
                await platforms.save_batch(store, row.batch, now)
            new += await _put(store, row.registration, known.get(row.registration.url), now)
    said = Text(
        f"{path.name}：新登记 {new} 个，更新 {len(good) - new} 个，有误 {len(bad)} 处",
        f"{path.name}: {new} platforms new, {len(good) - new} updated, {len(bad)} faults",
    )
    print(render_text(said, lang))
    for fault in bad:
        text = Text(f"{fault.place}：{fault.text.zh}", f"{fault.place}: {fault.text.en}")
        print(f"xuncha: {render_text(text, lang)}", file=sys.stderr, flush=True)
    return BAD_USE if bad else 0


async def _put(store: Store, said: Registration, known: RegisteredPlatform | None, now: datetime) -> bool:
    """Register the platform."""
    return await platforms.save_registration(store, said, choose_due_times(said, known, now), now)


async def export_platforms(data: Path, to: Path, tag: str, lang: Lang) -> int:
    """Run ``export``; returns its exit code. Raises InvalidInput, StorageError."""
    async with open_data_store(data) as store:
        listed, of = await _tagged(store, tag), await platforms.load_batches(store)
    rows = [
        {
            **format_registration(platform.registration, of.get(platform.registration.batch)),
            "state": load_platform_table()["states"][platform.state][lang],
            "due": render_text(format_with_zone(platform.due_at), lang) if platform.due_at else "",
        }
        for platform in listed
    ]
    platform_sheet.write_platform_sheet(to, rows, lang, ("state", "due"))
    print(render_text(Text(f"已写出 {len(rows)} 个平台：{to}", f"{len(rows)} platforms written: {to}"), lang))
    return 0


def write_platform_template(to: Path, lang: Lang) -> int:
    """Write an example sheet; returns the exit code. Raises InvalidInput."""
    platform_sheet.write_empty_sheet(to, lang)
    print(render_text(Text(f"已写出样表：{to}", f"an empty sheet was written: {to}"), lang))
    return 0


async def add_platform(data: Path, said: Mapping[str, str], lang: Lang) -> int:
    """Run ``add``; returns its exit code. Raises InvalidInput, StorageError."""
    made, of = _made(said)
    now = datetime.now(UTC)
    async with open_data_store(data) as store:
        known = {platform.registration.url: platform for platform in await platforms.list_registered_platforms(store)}
        if made.url in known:
            raise InvalidInput(
                f"{made.url} 已登记，请用 xuncha platforms edit 修改",
                f"{made.url} is registered: change it with 'xuncha platforms edit'",
            )
        if of is not None:
            await platforms.save_batch(store, of, now)
        await platforms.save_registration(store, made, due.compute_first_due(made, now), now)
    print(render_text(Text(f"已登记 {made.url}", f"registered {made.url}"), lang))
    return 0


async def edit_platform(data: Path, which: str, said: Mapping[str, str], lang: Lang) -> int:
    """Run ``edit``; returns its exit code. Raises InvalidInput, StorageError.

    Fields that are not given stay as they are; ``-`` as a value empties a field.
    """
    now = datetime.now(UTC)
    async with open_data_store(data) as store:
        known = await find_registered_platform(store, which)
        of = (await platforms.load_batches(store)).get(known.registration.batch)
        changed = {key: "" if words == "-" else words for key, words in said.items()}
        made, new_batch = _made(
            {**format_registration(known.registration, of), **changed, "url": known.registration.url}
        )
        if new_batch is not None:
            await platforms.save_batch(store, new_batch, now)
        await _put(store, made, known, now)
    print(render_text(Text(f"已修改 {made.url}", f"changed {made.url}"), lang))
    return 0


async def change_platform_state(data: Path, which: str, state: PlatformState, lang: Lang) -> int:
    """Run ``pause``, ``resume`` or ``remove``; returns the exit code. Raises InvalidInput, StorageError."""
    async with open_data_store(data) as store:
        known = await find_registered_platform(store, which)
        await platforms.set_platform_state(store, known.registration.url, state, datetime.now(UTC))
    word = load_platform_table()["states"][state]
    print(render_text(Text(f"{known.registration.url}：{word['zh']}", f"{known.registration.url}: {word['en']}"), lang))
    return 0


async def print_platforms(data: Path, tag: str, lang: Lang) -> int:
    """Run ``list``; returns its exit code. Raises StorageError."""
    async with open_data_store(data) as store:
        listed = await _tagged(store, tag)
    table = Table(box=None, pad_edge=False)
    heads = (
        Text("编号", "no."),
        Text("状态", "state"),
        add_zone_to_heading(Text("下次检测", "next audit")),
        Text("周期", "schedule"),
        Text("名称", "name"),
        Text("网址", "url"),
    )
    for head in heads:
        table.add_column(render_text(head, lang), overflow="fold")
    for platform in listed:
        known = platform.registration
        table.add_row(
            str(platform.id),
            load_platform_table()["states"][platform.state][lang],
            format_clock(platform.due_at),
            known.schedule or "—",
            Styled(render_text(Text(known.name, known.name), lang)),
            Styled(render_text(Text(known.url, known.url), lang)),
        )
    print_table(table)
    return 0


def parse_fields(given: Collection[str] | None) -> dict[str, str]:
    """Parse ``FIELD=VALUE`` words into values by column key. Raises InvalidInput for an unknown field."""
    said: dict[str, str] = {}
    for text in given or ():
        name, equals, words = text.partition("=")
        key = load_column_names().get(normalize_column_name(name), "")
        if not equals or not key or key == "url":
            known = ", ".join(column["key"] for column in load_platform_table()["columns"] if column["key"] != "url")
            raise InvalidInput(
                f"--set {text[:60]!r}：应为 字段=值，字段有 {known}",
                f"--set {text[:60]!r}: write FIELD=VALUE; fields are {known}",
            )
        said[key] = words
    return said


async def find_registered_platform(store: Store, which: str) -> RegisteredPlatform:
    """Find the platform that a person names.

    ``which`` is its number, its address, its whole name, or words that its address alone contains. Raises InvalidInput.
    """
    listed = await platforms.list_registered_platforms(store)
    said = which.strip()
    exact = [
        platform
        for platform in listed
        if said in (str(platform.id), platform.registration.url, platform.registration.name)
    ]
    found = exact or [
        platform for platform in listed if said and said.casefold() in platform.registration.url.casefold()
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InvalidInput(
            f"没有登记 {said[:100]!r}，用 xuncha platforms list 查看",
            f"{said[:100]!r} is not registered: see 'xuncha platforms list'",
        )
    some = ", ".join(f"{platform.id} {platform.registration.url}" for platform in found[:5])
    raise InvalidInput(
        f"{said[:100]!r} 不止一个：{some}；请写编号", f"{said[:100]!r} is more than one: {some}; give the number"
    )


async def _tagged(store: Store, tag: str) -> Collection[RegisteredPlatform]:
    listed = await platforms.list_registered_platforms(store)
    return [
        platform for platform in listed if not tag or tag in (*platform.registration.tags, platform.registration.batch)
    ]


def _made(said: Mapping[str, str]) -> tuple[Registration, platforms.Batch | None]:
    names = {column["key"]: column for column in load_platform_table()["columns"]}
    try:
        return parse_registration(said, load_rules().standard), parse_batch(said)
    except FieldFault as fault:
        name = names[fault.key]
        raise InvalidInput(f"{name['zh']}：{fault.text.zh}", f"{name['en']}: {fault.text.en}") from fault
