"""Which of the store's audits are meant: those of a tag or batch, those since a day."""

from __future__ import annotations

from datetime import datetime

from storage.register import registered
from storage.session import Store
from xuncha.schedule import BEIJING
from xuncha.target import BadTarget


async def tagged(store: Store, tag: str) -> frozenset[str]:
    """The addresses of the platforms of that tag or batch, removed ones too. Raises BadTarget where there is none."""
    listed = [each.registration for each in await registered(store, removed=True)]
    urls = frozenset(each.url for each in listed if tag in (*each.tags, each.batch))
    if not urls:
        raise BadTarget(f"没有标签或批次为 {tag!r} 的平台", f"no registered platform has the tag or batch {tag!r}")
    return urls


def day(said: str) -> datetime | None:
    """The first moment of that day in Beijing, None for "". Raises BadTarget."""
    if not said:
        return None
    try:
        return datetime.strptime(said, "%Y-%m-%d").replace(tzinfo=BEIJING)
    except ValueError as fault:
        raise BadTarget(
            f"--since {said[:40]!r} 不是日期，应如 2026-11-01", f"--since {said[:40]!r} is no day: write 2026-11-01"
        ) from fault
