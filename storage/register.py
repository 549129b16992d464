"""Which platforms are registered, under which commission, and when what of them is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from crawler.site import Platform
from crawler.vocabulary import Role
from storage.codec import decode, encode
from storage.errors import AddressTooLong
from storage.register_tables import BatchRow, RegistrationRow, Standing
from storage.session import Store
from storage.tables import WORDS_CHARS, PlatformRow


@dataclass(frozen=True, slots=True)
class Consent:
    """A platform's recorded consent, e.g. to be looked at beyond robots.txt: who gave it, when (ISO date), in which document."""

    who: str
    date: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A commission: why and by which authority its platforms are audited, and by whom. Printed in every report."""

    name: str
    purpose: str = ""
    authority: str = ""
    body: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """What a person registered of one platform. ``schedule`` is as ``xuncha.schedule`` reads it, "" = only on demand."""

    url: str
    mobile_url: str = ""
    name: str = ""
    operator: str = ""
    uscc: str = ""
    district: str = ""
    tags: tuple[str, ...] = ()
    profile: Mapping[str, bool] = field(default_factory=dict)
    hints: Mapping[Role, str] = field(default_factory=dict)
    contact: str = ""
    consent: Consent | None = None
    schedule: str = ""
    seconds: float = 0.0  # budget of one audit, 0 = default
    pages: int = 0  # page loads of one audit, 0 = default
    batch: str = ""
    items: tuple[str, ...] = ()  # none = all
    devices: tuple[str, ...] = ()  # none = both
    note: str = ""

    @property
    def platform(self) -> Platform:
        return Platform(
            url=self.url,
            name=self.name,
            profile=self.profile,
            hints=self.hints,
            consents=frozenset({"robots"}) if self.consent else frozenset(),
            mobile_url=self.mobile_url,
        )


@dataclass(frozen=True, slots=True)
class Registered:
    """A registration as it stands. ``id`` is the platform's."""

    id: int
    registration: Registration
    state: Standing
    added_at: datetime
    changed_at: datetime
    due_at: datetime | None = None
    light_due_at: datetime | None = None
    timing_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When what of a platform is next due by itself; None = never."""

    audit: datetime | None = None
    light: datetime | None = None
    timing: datetime | None = None


async def put(store: Store, registration: Registration, due: Due, now: datetime) -> bool:
    """Register a platform, or change what is registered of it (by its address); True where it is new.

    A removed one is taken up again, a paused one stays paused. Raises AddressTooLong.
    """
    if len(registration.url) > WORDS_CHARS:
        raise AddressTooLong(f"{len(registration.url)} characters")
    async with store.writing() as session:
        await store.once(session, PlatformRow, url=registration.url, name=registration.name)
        platform = (await session.scalars(select(PlatformRow).where(PlatformRow.url == registration.url))).one()
        platform.name = registration.name or platform.name
        batch = None
        if registration.batch:
            await store.once(
                session, BatchRow, name=registration.batch, purpose="", authority="", body="", person="", changed_at=now
            )
            batch = await session.scalar(select(BatchRow.id).where(BatchRow.name == registration.batch))
        row = await session.get(RegistrationRow, platform.id)
        new = row is None
        if row is None:
            row = RegistrationRow(
                platform_id=platform.id, state=Standing.ACTIVE.value, added_at=now, changed_at=now, record=b""
            )
            session.add(row)
        if row.state == Standing.REMOVED:
            row.state = Standing.ACTIVE.value
        row.batch_id, row.changed_at, row.record = batch, now, encode(registration)
        row.due_at, row.light_due_at, row.timing_due_at = due.audit, due.light, due.timing
    return new


async def set_state(store: Store, url: str, state: Standing, now: datetime) -> bool:
    """Pause, take up again or remove a platform; False where none of that address is registered."""
    async with store.writing() as session:
        row = await session.scalar(
            select(RegistrationRow)
            .join(PlatformRow, PlatformRow.id == RegistrationRow.platform_id)
            .where(PlatformRow.url == url)
        )
        if row is None:
            return False
        row.state, row.changed_at = state.value, now
    return True


async def registered(store: Store, *, removed: bool = False) -> tuple[Registered, ...]:
    """All of them, in the order they were added. Raises RecordDamaged."""
    query = select(RegistrationRow).order_by(RegistrationRow.added_at, RegistrationRow.platform_id)
    if not removed:
        query = query.where(RegistrationRow.state != Standing.REMOVED.value)
    async with store.reading() as session:
        rows = (await session.scalars(query)).all()
    return tuple(_registered(row) for row in rows)


async def registration_of(store: Store, platform: int) -> Registered | None:
    """What is registered of the platform of that id. Raises RecordDamaged."""
    async with store.reading() as session:
        row = await session.get(RegistrationRow, platform)
    return None if row is None else _registered(row)


async def put_batch(store: Store, batch: Batch, now: datetime) -> None:
    """Say of a commission what it is for; words given as "" stay as they were."""
    said = {"purpose": batch.purpose, "authority": batch.authority, "body": batch.body, "person": batch.person}
    async with store.writing() as session:
        await store.once(session, BatchRow, name=batch.name, **dict.fromkeys(said, ""), changed_at=now)
        row = (await session.scalars(select(BatchRow).where(BatchRow.name == batch.name))).one()
        for key, words in said.items():
            setattr(row, key, words or getattr(row, key))
        row.changed_at = now


async def batches(store: Store) -> dict[str, Batch]:
    """Every commission by its name."""
    async with store.reading() as session:
        rows = (await session.scalars(select(BatchRow).order_by(BatchRow.id))).all()
    return {row.name: Batch(row.name, row.purpose, row.authority, row.body, row.person) for row in rows}


def _registered(row: RegistrationRow) -> Registered:
    return Registered(
        id=row.platform_id,
        registration=decode(Registration, row.record),
        state=Standing(row.state),
        added_at=row.added_at,
        changed_at=row.changed_at,
        due_at=row.due_at,
        light_due_at=row.light_due_at,
        timing_due_at=row.timing_due_at,
    )
