"""The scopes that a platform lies in, against which the rights of visitors are held.

They are its address, its district, its tags and its batch; of one that is not registered its address alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, select

from storage.db.codec import decode_record
from storage.db.connecting.one_trip import Question
from storage.db.register_tables import RegistrationRow
from storage.db.session import Store
from storage.db.tables import PlatformRow
from storage.people.user_accounts import EVERYTHING
from storage.platforms import Registration

AT_ONCE = 500  # addresses of one query
_REGISTERED = (
    select(PlatformRow.url, RegistrationRow.record)
    .join(RegistrationRow, RegistrationRow.platform_id == PlatformRow.id)
    .where(PlatformRow.url.in_(bindparam("urls", expanding=True)))
)


def list_registration_scopes(registration: Registration) -> frozenset[str]:
    """The scopes that a registered platform lies in."""
    named = (registration.url, registration.district, registration.batch, *registration.tags)
    return frozenset(scope for scope in named if scope != EVERYTHING)


def read_scopes(url: str, registration: bytes | None) -> frozenset[str]:
    """The scopes of the platform of that address, with its stored registration, None without one. Raises RecordDamaged."""
    own = frozenset({url})
    return own if registration is None else own | list_registration_scopes(decode_record(Registration, registration))


async def list_scopes_of(store: Store, url: str) -> frozenset[str]:
    """The scopes that the platform of that address lies in, registered or not. Raises RecordDamaged."""
    return (await map_scopes(store, (url,)))[url]


async def map_scopes(store: Store, urls: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The scopes of each of these platforms, by address. Raises RecordDamaged."""
    asked = list(dict.fromkeys(urls))
    found = {url: frozenset({url}) for url in asked}
    parts = [Question(_REGISTERED, {"urls": asked[start : start + AT_ONCE]}) for start in range(0, len(asked), AT_ONCE)]
    for rows in await store.look_up(*parts) if parts else ():
        for url, record in rows:
            found[url] |= list_registration_scopes(decode_record(Registration, record))
    return found
