"""What is changed in the register from the workbench, by a page or by a program: platforms, and audits asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import HTTPException

from probes.finding import Text
from storage.db.register_tables import PlatformState
from storage.jobs.jobs import Job
from storage.jobs.planning import request_audit_now
from storage.people.action_log import add_action
from storage.platforms import (
    DueTimes,
    RegisteredPlatform,
    Registration,
    load_batches,
    save_batch,
    save_registration,
    set_platform_state,
)
from xuncha.register.due_times import choose_due_times
from xuncha.register.platform_rows import format_registration, load_platform_table, parse_batch
from xuncha.register.platform_sheet import GridRow, check_grid_row
from xuncha.settings.target import InvalidInput, parse_shop_address
from xuncha.web.overview.city_snapshot import PlatformLine
from xuncha.web.platform_scopes import list_registration_scopes
from xuncha.web.private_consent import keep_consent
from xuncha.web.security.access import Right, Visitor
from xuncha.web.web_state import WebState

Fields = Mapping[str, str]
NOT_FROM_HERE = (
    "url",
    "private",
)  # an address never changes; consent to private ones has its own form (private_consent.py)
CHANGES = {"pause": PlatformState.PAUSED, "resume": PlatformState.ACTIVE, "remove": PlatformState.REMOVED}


class FieldsRefused(Exception):
    """Fields that cannot be registered: what is wrong with each, by its column."""

    def __init__(self, faults: Mapping[str, Text]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


def list_open_columns() -> list[dict[str, Any]]:
    """The columns of the register that may be filled in from here."""
    return [column for column in load_platform_table()["columns"] if column["key"] != "private"]


async def find_platform(state: WebState, visitor: Visitor, id: int, right: Right) -> PlatformLine:
    """The platform, for which the visitor holds the right. Raises 404 outside the visitor's scopes, 403 where it may only be seen."""
    line = (await state.load_overview()).find_line(id)
    if line is None:
        raise HTTPException(404)
    if visitor.may_for(right, line.scopes):
        return line
    raise HTTPException(403 if visitor.may_for(Right.SEE, line.scopes) else 404, "right")


async def find_registered(state: WebState, url: str) -> PlatformLine | None:
    """The registered platform of that address."""
    snapshot = await state.load_overview()
    return next((line for line in snapshot.lines if line.known.registration.url == url), None)


async def write_out_fields(state: WebState, line: PlatformLine) -> dict[str, str]:
    """What is registered of a platform, as words of the columns."""
    known = line.known.registration
    return format_registration(known, (await load_batches(state.store)).get(known.batch))


async def register_fields(state: WebState, visitor: Visitor, said: Fields) -> tuple[PlatformLine, bool]:
    """Register one platform; returns it, and False where it was registered already and stays as it is.

    Raises FieldsRefused, and 403 where the visitor may not register it.
    """
    made = _read(state, said)
    scopes = list_registration_scopes(made)
    if known := await find_registered(state, made.url):
        if not visitor.may_for(Right.SEE, known.scopes):
            raise HTTPException(403, "right")
        return known, False
    if not visitor.may_for(Right.REGISTER, scopes):
        raise HTTPException(403, "right")
    await _store(state, visitor, made, said, None, "register_platform")
    line = await find_registered(state, made.url)
    assert line is not None
    return line, True


async def change_fields(state: WebState, visitor: Visitor, line: PlatformLine, said: Fields) -> None:
    """Change a platform to what all fields say. Raises FieldsRefused, and 403 where the visitor may not register what it becomes."""
    before = await write_out_fields(state, line)
    made = _read(state, said)
    made = replace(made, private=keep_consent(line.known.registration, made))
    if not visitor.may_for(Right.REGISTER, list_registration_scopes(made)):
        raise HTTPException(403, "right")
    changed = sorted(key for key in said if said[key] != before.get(key, ""))
    await _store(state, visitor, made, said, line, "edit_platform", changed)


async def change_platform_state(state: WebState, visitor: Visitor, line: PlatformLine, change: str) -> None:
    """Pause, resume or remove (``CHANGES``) a platform; its history stays."""
    url = line.known.registration.url
    await set_platform_state(state.store, url, CHANGES[change], state.now())
    await add_action(state.store, state.now(), visitor.actor, f"{change}_platform", f"platform:{url}")
    state.overview.spoil()


async def find_or_register(state: WebState, visitor: Visitor, url: str, name: str) -> RegisteredPlatform:
    """The platform of an address that is to be audited, registered without a schedule where it is not yet.

    Raises InvalidInput for what is no address, and 403 where the visitor may not have it audited.
    """
    address = parse_shop_address(url)
    known = await find_registered(state, address)
    if not visitor.may_for(Right.AUDIT, known.scopes if known is not None else frozenset({address})):
        raise HTTPException(403, "right")
    if known is None:
        await save_registration(state.store, Registration(address, name=name.strip()[:200]), DueTimes(), state.now())
        await add_action(state.store, state.now(), visitor.actor, "register_platform", f"platform:{address}")
        state.overview.spoil()
        known = await find_registered(state, address)
    assert known is not None
    return known.known


async def request_platform_audit(state: WebState, visitor: Visitor, known: RegisteredPlatform) -> Job:
    """Have a registered platform audited at once. It goes through the gate as any audit does. Raises InvalidInput for a paused one."""
    job = None
    if known.state is PlatformState.ACTIVE:
        job = await request_audit_now(state.store, known.id, state.now())
    if job is None:
        raise InvalidInput(
            "平台已暂停，未安排检测；请先在平台页恢复",
            "the platform is paused and was not asked for: resume it on its page first",
        )
    await add_action(
        state.store, state.now(), visitor.actor, "ask_audit", f"platform:{known.registration.url}", {"job": job.id}
    )
    state.overview.spoil()
    return job


def _read(state: WebState, said: Fields) -> Registration:
    row, faults = check_grid_row(GridRow(0, said, {}), state.rules.standard, {})
    if row is None:
        raise FieldsRefused({fault.key: fault.text for fault in faults})
    return row.registration


async def _store(
    state: WebState, visitor: Visitor, made: Registration, said: Fields, line: PlatformLine | None, action: str,
    changed: list[str] | None = None,
) -> None:  # fmt: skip
    if (batch := parse_batch(said)) is not None:
        await save_batch(state.store, batch, state.now())
    due = choose_due_times(made, line.known if line else None, state.now())
    await save_registration(state.store, made, due, state.now())
    detail: dict[str, object] | None = {"fields": changed} if changed else None
    await add_action(state.store, state.now(), visitor.actor, action, f"platform:{made.url}", detail)
    state.overview.spoil()
