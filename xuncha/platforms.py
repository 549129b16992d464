"""The platforms commands: import, export, add, edit, list, pause, go on, remove."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from storage import register
from storage.register import Registered, Registration
from storage.register_tables import Standing
from storage.session import Store
from xuncha import due, register_sheet
from xuncha.guarded import BAD_USE
from xuncha.registering import Wrong, batch, headings, registration, said_of, settings, spelled
from xuncha.rules import load_rules
from xuncha.schedule import BEIJING
from xuncha.stores import opened
from xuncha.target import BadTarget
from xuncha.words import Lang, print_table, say


async def bring_in(data: Path, path: Path, lang: Lang) -> int:
    """Exit code of import: 2 where a row was bad, though the good ones count. Raises BadTarget, StorageError."""
    good, bad = register_sheet.read(path, load_rules().standard)
    now = datetime.now(UTC)
    new = 0
    async with opened(data) as store:
        known = {each.registration.url: each for each in await register.registered(store, removed=True)}
        for row in good:
            if row.batch is not None:
                await register.put_batch(store, row.batch, now)
            new += await _put(store, row.registration, known.get(row.registration.url), now)
    said = Text(
        f"{path.name}：新登记 {new} 个，更新 {len(good) - new} 个，有误 {len(bad)} 处",
        f"{path.name}: {new} platforms new, {len(good) - new} updated, {len(bad)} faults",
    )
    print(say(said, lang))
    for fault in bad:
        text = Text(f"{fault.place}：{fault.text.zh}", f"{fault.place}: {fault.text.en}")
        print(f"xuncha: {say(text, lang)}", file=sys.stderr, flush=True)
    return BAD_USE if bad else 0


async def _put(store: Store, said: Registration, known: Registered | None, now: datetime) -> bool:
    """An unchanged schedule keeps its due times: importing a list again must not put audits off."""
    times = due.first(said, now)
    if known is not None and known.state is not Standing.REMOVED and known.registration.schedule == said.schedule:
        times = register.Due(known.due_at, known.light_due_at, known.timing_due_at)
    return await register.put(store, said, times, now)


async def write_out(data: Path, to: Path, tag: str, lang: Lang) -> int:
    """Exit code of export. Raises BadTarget, StorageError."""
    async with opened(data) as store:
        listed, of = await _tagged(store, tag), await register.batches(store)
    rows = [
        {
            **said_of(each.registration, of.get(each.registration.batch)),
            "state": settings()["states"][each.state][lang],
            "due": _when(each.due_at),
        }
        for each in listed
    ]
    register_sheet.write(to, rows, lang, ("state", "due"))
    print(say(Text(f"已写出 {len(rows)} 个平台：{to}", f"{len(rows)} platforms written: {to}"), lang))
    return 0


def write_template(to: Path, lang: Lang) -> int:
    register_sheet.template(to, lang)
    print(say(Text(f"已写出样表：{to}", f"an empty sheet was written: {to}"), lang))
    return 0


async def add(data: Path, said: Mapping[str, str], lang: Lang) -> int:
    """Exit code of add. Raises BadTarget, StorageError."""
    made, of = _made(said)
    now = datetime.now(UTC)
    async with opened(data) as store:
        known = {each.registration.url: each for each in await register.registered(store)}
        if made.url in known:
            raise BadTarget(
                f"{made.url} 已登记，请用 xuncha platforms edit 修改",
                f"{made.url} is registered: change it with 'xuncha platforms edit'",
            )
        if of is not None:
            await register.put_batch(store, of, now)
        await register.put(store, made, due.first(made, now), now)
    print(say(Text(f"已登记 {made.url}", f"registered {made.url}"), lang))
    return 0


async def edit(data: Path, which: str, said: Mapping[str, str], lang: Lang) -> int:
    """Exit code of edit: what is not said stays, "" as said by "-" is taken out. Raises BadTarget, StorageError."""
    now = datetime.now(UTC)
    async with opened(data) as store:
        known = await find(store, which)
        of = (await register.batches(store)).get(known.registration.batch)
        changed = {key: "" if words == "-" else words for key, words in said.items()}
        made, new_batch = _made({**said_of(known.registration, of), **changed, "url": known.registration.url})
        if new_batch is not None:
            await register.put_batch(store, new_batch, now)
        await _put(store, made, known, now)
    print(say(Text(f"已修改 {made.url}", f"changed {made.url}"), lang))
    return 0


async def set_state(data: Path, which: str, state: Standing, lang: Lang) -> int:
    """Exit code of pause, resume and remove. Raises BadTarget, StorageError."""
    async with opened(data) as store:
        known = await find(store, which)
        await register.set_state(store, known.registration.url, state, datetime.now(UTC))
    word = settings()["states"][state]
    print(say(Text(f"{known.registration.url}：{word['zh']}", f"{known.registration.url}: {word['en']}"), lang))
    return 0


async def list_all(data: Path, tag: str, lang: Lang) -> int:
    """Exit code of list. Raises StorageError."""
    async with opened(data) as store:
        listed = await _tagged(store, tag)
    table = Table(box=None, pad_edge=False)
    heads = (
        ("编号", "no."),
        ("状态", "state"),
        ("下次检测", "next audit"),
        ("周期", "schedule"),
        ("名称", "name"),
        ("网址", "url"),
    )
    for zh, en in heads:
        table.add_column(say(Text(zh, en), lang), overflow="fold")
    for each in listed:
        known = each.registration
        table.add_row(
            str(each.id),
            settings()["states"][each.state][lang],
            _when(each.due_at) or "—",
            known.schedule or "—",
            Styled(say(Text(known.name, known.name), lang)),
            Styled(say(Text(known.url, known.url), lang)),
        )
    print_table(table)
    return 0


def fields(given: Collection[str] | None) -> dict[str, str]:
    """``FIELD=VALUE`` as typed, by the keys of columns. Raises BadTarget for a field that is none."""
    said: dict[str, str] = {}
    for one in given or ():
        name, equals, words = one.partition("=")
        key = headings().get(spelled(name), "")
        if not equals or not key or key == "url":
            known = ", ".join(column["key"] for column in settings()["columns"] if column["key"] != "url")
            raise BadTarget(
                f"--set {one[:60]!r}：应为 字段=值，字段有 {known}",
                f"--set {one[:60]!r}: write FIELD=VALUE; fields are {known}",
            )
        said[key] = words
    return said


async def find(store: Store, which: str) -> Registered:
    """The platform a person names: by its number, its address, its whole name, or the one whose address has these words. Raises BadTarget."""
    listed = await register.registered(store)
    said = which.strip()
    exact = [each for each in listed if said in (str(each.id), each.registration.url, each.registration.name)]
    found = exact or [each for each in listed if said and said.casefold() in each.registration.url.casefold()]
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadTarget(
            f"没有登记 {said[:100]!r}，用 xuncha platforms list 查看",
            f"{said[:100]!r} is not registered: see 'xuncha platforms list'",
        )
    some = ", ".join(f"{each.id} {each.registration.url}" for each in found[:5])
    raise BadTarget(
        f"{said[:100]!r} 不止一个：{some}；请写编号", f"{said[:100]!r} is more than one: {some}; give the number"
    )


async def _tagged(store: Store, tag: str) -> Collection[Registered]:
    listed = await register.registered(store)
    return [each for each in listed if not tag or tag in (*each.registration.tags, each.registration.batch)]


def _made(said: Mapping[str, str]) -> tuple[Registration, register.Batch | None]:
    names = {column["key"]: column for column in settings()["columns"]}
    try:
        return registration(said, load_rules().standard), batch(said)
    except Wrong as fault:
        name = names[fault.key]
        raise BadTarget(f"{name['zh']}：{fault.text.zh}", f"{name['en']}: {fault.text.en}") from fault


def _when(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
