"""A list of platforms on its way into the register, by a page or by a program: read, checked cell by cell, registered when confirmed."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from fastapi import HTTPException

from probes.finding import Text
from scoring.standard_tables import Standard
from storage.people.action_log import add_action
from storage.people.work.stored_imports import change_import, drop_import, keep_import, load_import
from storage.platforms import RegisteredPlatform, list_registered_platforms, save_batch, save_registrations
from xuncha.console.lang import Lang
from xuncha.register.due_times import choose_due_times
from xuncha.register.platform_rows import FieldFault, load_platform_table, parse_registration
from xuncha.register.platform_sheet import (
    CellFault,
    GoodRow,
    GridRow,
    check_grid_row,
    read_platform_grid,
    write_empty_sheet,
)
from xuncha.settings.target import InvalidInput
from xuncha.sheets.file_type import make_safe_name
from xuncha.web.import_drafts import ImportDraft, find_import_span, read_import_body, write_import_body
from xuncha.web.platform_scopes import list_registration_scopes
from xuncha.web.private_consent import keep_consent
from xuncha.web.security.access import Right, Visitor
from xuncha.web.web_state import WebState

SOME = 200  # registered in one transaction
NOT_FROM_HERE = Text(
    "内网地址的许可只能在服务器上登记：xuncha platforms edit 平台 --set private=yes",
    "consent to private addresses is given on the server alone: xuncha platforms edit PLATFORM --set private=yes",
)
OUT_OF_SCOPE = Text("不在您的范围内", "outside your scope")


@dataclass(frozen=True, slots=True)
class CheckedImport:
    """A list checked against the register: rows that can be registered, with what each does, and rows with what is wrong in each.

    Each stands with its place in the list's ``rows``.
    """

    good: tuple[tuple[int, GoodRow, str], ...]  # new, changed or same
    bad: tuple[tuple[int, tuple[CellFault, ...]], ...]

    def count(self, what: str) -> int:
        """How many of the good rows do that."""
        return sum(value == what for _, _, value in self.good)


def list_import_keys() -> frozenset[str]:
    """The columns of a list that may be mended."""
    return frozenset(str(column["key"]) for column in load_platform_table()["columns"])


async def hold_import(state: WebState, visitor: Visitor, data: bytes, sent_as: str) -> str:
    """Read a file in a thread, within the limits of any sheet, and hold its list for that person; the secret name of the list.

    Nothing is registered by it. Raises 413, and InvalidInput for a file that is no list, told by the name that it was sent under.
    """
    if len(data) > state.settings.upload.mb * 1_000_000:
        raise HTTPException(413)
    name = make_safe_name(sent_as)
    rows, columns = await asyncio.to_thread(_read_file, data, name)
    limits, now = state.settings.upload, state.now()
    kept = await keep_import(
        state.store, visitor.account.id, name, hashlib.sha256(data).hexdigest(), write_import_body(rows, columns), now,
        now - find_import_span(limits), limits.imports,
    )  # fmt: skip
    return kept.id


async def find_import(state: WebState, visitor: Visitor, name: str) -> ImportDraft:
    """That list of that person. Raises 404 where there is none any more."""
    since = state.now() - find_import_span(state.settings.upload)
    kept = await load_import(state.store, name, visitor.account.id, since)
    if kept is None:
        raise HTTPException(404)
    return read_import_body(kept)


async def keep_mended(state: WebState, draft: ImportDraft) -> ImportDraft | None:
    """Keep a list as it was mended, and return it so; None where it was changed since it was read, and then nothing is."""
    body = write_import_body(draft.rows, draft.columns)
    if not await change_import(state.store, draft.kept, body):
        return None
    return replace(draft, kept=replace(draft.kept, body=body, version=draft.kept.version + 1))


async def drop_draft(state: WebState, draft: ImportDraft) -> None:
    """Give a list up."""
    await drop_import(state.store, draft.kept.id)


async def check_import(state: WebState, visitor: Visitor, draft: ImportDraft) -> CheckedImport:
    """The list checked row by row, in a thread; what it may not do from here is wrong like any other cell."""
    listed = await list_registered_platforms(state.store, removed=True)
    known = {platform.registration.url: platform for platform in listed}
    return await asyncio.to_thread(_check, state.rules.standard, visitor, draft, known)


async def register_import(state: WebState, visitor: Visitor, draft: ImportDraft, checked: CheckedImport) -> None:
    """Register what is good of a checked list; what is the same already is left alone."""
    now = state.now()
    known = {
        platform.registration.url: platform for platform in await list_registered_platforms(state.store, removed=True)
    }
    for batch in {row.batch.name: row.batch for _, row, _ in checked.good if row.batch is not None}.values():
        await save_batch(state.store, batch, now)
    wanted = [
        (row.registration, choose_due_times(row.registration, known.get(row.registration.url), now))
        for _, row, what in checked.good
        if what != "same"
    ]
    for start in range(0, len(wanted), SOME):
        await save_registrations(state.store, wanted[start : start + SOME], now)
    detail = {
        "sha256": draft.kept.digest, "new": checked.count("new"), "changed": checked.count("changed"), "left": len(checked.bad),
    }  # fmt: skip
    await add_action(state.store, now, visitor.actor, "import_platforms", f"file:{draft.name}", detail)
    state.overview.spoil()


async def write_import_template(lang: Lang) -> bytes:
    """An example of a list as a workbook."""

    def make() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            to = Path(folder) / "platforms.xlsx"
            write_empty_sheet(to, lang)
            return to.read_bytes()

    return await asyncio.to_thread(make)


def _check(
    standard: Standard, visitor: Visitor, draft: ImportDraft, known: dict[str, RegisteredPlatform]
) -> CheckedImport:
    first: dict[str, str] = {}
    good, bad = [], []
    for at, row in enumerate(draft.rows):
        # What the register consents to already may stand in the list that was written out of it.
        asked = row.said.get("private", "")
        made, faults = check_grid_row(replace(row, said={**row.said, "private": ""}), standard, first)
        before = known.get(made.registration.url) if made is not None else None
        held = before.registration.private if before is not None else ()
        if made is not None and asked and _private(asked, standard) != held:
            faults = (CellFault(row.places.get("private", ""), NOT_FROM_HERE, row.number, "private"),)
        if made is not None and not visitor.may_for(Right.REGISTER, list_registration_scopes(made.registration)):
            faults = (*faults, CellFault(row.places.get("url", ""), OUT_OF_SCOPE, row.number, "url"))
        if made is None or faults:
            bad.append((at, faults))
            continue
        held = keep_consent(before.registration, made.registration) if before is not None else ()
        made = replace(made, registration=replace(made.registration, private=held))
        what = "new" if before is None or before.state == "removed" else "changed"
        same = before is not None and before.registration == made.registration and what == "changed"
        good.append((at, made, "same" if same else what))
    return CheckedImport(tuple(good), tuple(bad))


def _private(words: str, standard: Standard) -> tuple[str, ...] | None:
    """What a cell consents to; None for one that cannot be read."""
    try:
        return parse_registration({"url": "https://stand-in.invalid", "private": words}, standard).private
    except FieldFault:
        return None


def _read_file(data: bytes, name: str) -> tuple[tuple[GridRow, ...], tuple[CellFault, ...]]:
    """The rows of the file. Its name is its own only in what is said of it: where it lies for that moment, it is called as we like."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("list.csv" if name.lower().endswith(".csv") else "list.xlsx")
        path.write_bytes(data)
        try:
            return read_platform_grid(path)
        except InvalidInput as fault:
            zh, en = (text.replace(str(path), name) for text in (fault.text.zh, fault.text.en))
            raise InvalidInput(zh, en) from fault
