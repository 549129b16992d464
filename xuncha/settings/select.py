"""Select stored audits: those of a tag or batch, those since a day."""

from __future__ import annotations

from datetime import datetime

from storage.db.session import Store
from storage.platforms import list_registered_platforms
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import BEIJING


async def find_tagged_urls(store: Store, tag: str) -> frozenset[str]:
    """The addresses of the platforms with that tag or batch, including removed ones.

    Raises InvalidInput where there are none.
    """
    listed = [platform.registration for platform in await list_registered_platforms(store, removed=True)]
    urls = frozenset(registration.url for registration in listed if tag in (*registration.tags, registration.batch))
    if not urls:
        raise InvalidInput(f"没有标签或批次为 {tag!r} 的平台", f"no registered platform has the tag or batch {tag!r}")
    return urls


def parse_day(said: str) -> datetime | None:
    """The beginning of that day in Beijing, None for "". Raises InvalidInput."""
    if not said:
        return None
    try:
        return datetime.strptime(said, "%Y-%m-%d").replace(tzinfo=BEIJING)
    except ValueError as fault:
        raise InvalidInput(
            f"--since {said[:40]!r} 不是日期，应如 2026-11-01", f"--since {said[:40]!r} is no day: write 2026-11-01"
        ) from fault
