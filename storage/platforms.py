"""Registered platforms, their batches, and when each kind of job is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from crawler.site import Platform
from crawler.vocabulary import Role
from storage.db.codec import decode_record, encode_record
from storage.db.register_tables import BatchRow, PlatformState, RegistrationRow
from storage.db.session import Store
from storage.db.tables import WORDS_CHARS, PlatformRow
from storage.errors import AddressTooLong

OWN = "own"  # among private hosts: the platform's own


@dataclass(frozen=True, slots=True)
class Consent:
    """A platform's recorded consent, e.g. to be crawled beyond robots.txt: who gave it, when (ISO date), in which document."""

    who: str
    date: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A commission for a batch of platforms: why and by which authority they are audited, and by whom. Printed in every report."""

    name: str
    purpose: str = ""
    authority: str = ""
    body: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """What a person registered for one platform. ``schedule`` as read by ``xuncha.settings.schedule``, "" = only on demand."""

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
    private: tuple[str, ...] = ()  # consent to private addresses: OWN and further host:port; none = refused

    @property
    def allow_private(self) -> bool:
        """Whether the platform's own hosts may have private addresses."""
        return bool(self.private)

    @property
    def private_places(self) -> tuple[str, ...]:
        """Further private hosts of the platform, as host:port."""
        return tuple(place for place in self.private if place != OWN)

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
class RegisteredPlatform:
    """A stored registration. ``id`` is the platform's."""

    id: int
    registration: Registration
    state: PlatformState
    added_at: datetime
    changed_at: datetime
    due_at: datetime | None = None
    light_due_at: datetime | None = None
    timing_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueTimes:
    """When each kind of job is next due automatically; None = never."""

    audit: datetime | None = None
    light: datetime | None = None
    timing: datetime | None = None


async def save_registration(store: Store, registration: Registration, due: DueTimes, now: datetime) -> bool:
    """Register a platform (by its address) or change its registration; True if it is new.

    A removed one becomes active again, a paused one stays paused. Raises AddressTooLong.
    """
    return (await save_registrations(store, [(registration, due)], now))[0]


async def save_registrations(
    store: Store, wanted: Sequence[tuple[Registration, DueTimes]], now: datetime
) -> list[bool]:
    """Like ``save_registration`` for many, all or none of them. Raises AddressTooLong."""
    if long := next((registration for registration, _ in wanted if len(registration.url) > WORDS_CHARS), None):
        raise AddressTooLong(f"{len(long.url)} characters")
    async with store.writing() as session:
        return [await _save(store, session, registration, due, now) for registration, due in wanted]


async def _save(store: Store, session: AsyncSession, registration: Registration, due: DueTimes, now: datetime) -> bool:
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
            platform_id=platform.id, state=PlatformState.ACTIVE.value, added_at=now, changed_at=now, record=b""
        )
        session.add(row)
    if row.state == PlatformState.REMOVED:
        row.state = PlatformState.ACTIVE.value
    row.batch_id, row.changed_at, row.record = batch, now, encode_record(registration)
    row.due_at, row.light_due_at, row.timing_due_at = due.audit, due.light, due.timing
    return new


async def set_platform_state(store: Store, url: str, state: PlatformState, now: datetime) -> bool:
    """Pause, reactivate or remove a platform; False if no platform of that address is registered."""
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


async def list_registered_platforms(store: Store, *, removed: bool = False) -> tuple[RegisteredPlatform, ...]:
    """All of them, in the order they were registered. Raises RecordDamaged."""
    query = select(RegistrationRow).order_by(RegistrationRow.added_at, RegistrationRow.platform_id)
    if not removed:
        query = query.where(RegistrationRow.state != PlatformState.REMOVED.value)
    async with store.reading() as session:
        rows = (await session.scalars(query)).all()
    return tuple(_registered(row) for row in rows)


async def load_registration(store: Store, platform: int) -> RegisteredPlatform | None:
    """The registration of the platform with that id. Raises RecordDamaged."""
    async with store.reading() as session:
        row = await session.get(RegistrationRow, platform)
    return None if row is None else _registered(row)


async def save_batch(store: Store, batch: Batch, now: datetime) -> None:
    """Store the particulars of a batch; those given as "" stay as they were."""
    said = {"purpose": batch.purpose, "authority": batch.authority, "body": batch.body, "person": batch.person}
    async with store.writing() as session:
        await store.once(session, BatchRow, name=batch.name, **dict.fromkeys(said, ""), changed_at=now)
        row = (await session.scalars(select(BatchRow).where(BatchRow.name == batch.name))).one()
        for key, words in said.items():
            setattr(row, key, words or getattr(row, key))
        row.changed_at = now


async def load_batches(store: Store) -> dict[str, Batch]:
    """Every batch by its name."""
    async with store.looking_up() as session:
        rows = (await session.scalars(select(BatchRow).order_by(BatchRow.id))).all()
    return {row.name: Batch(row.name, row.purpose, row.authority, row.body, row.person) for row in rows}


def _registered(row: RegistrationRow) -> RegisteredPlatform:
    return RegisteredPlatform(
        id=row.platform_id,
        registration=decode_record(Registration, row.record),
        state=PlatformState(row.state),
        added_at=row.added_at,
        changed_at=row.changed_at,
        due_at=row.due_at,
        light_due_at=row.light_due_at,
        timing_due_at=row.timing_due_at,
    )
