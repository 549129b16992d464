"""Header fields without what opens a session: names of cookies and their attributes stay, values do not."""

from __future__ import annotations

import re
from functools import cache

from xuncha.pack.mask_numbers import settings

STARS = "***"
_ATTRIBUTES = re.compile(r"(?i)\s*(?:path|domain|expires|max-age|samesite|version|comment|priority)\s*\Z")


@cache
def pairs_form() -> re.Pattern[str]:
    """Such fields in a record of exchanges, which is canonical JSON: ``["name","value"]``."""
    named = "|".join(map(re.escape, (*settings()["headers"]["secret"], *settings()["headers"]["cookies"])))
    return re.compile(rf'\["((?i:{named}))","((?:[^"\\]|\\.)*)"\]')


def header(name: str, value: str) -> str:
    """The value of a field, without its secret."""
    table = settings()["headers"]
    if name.lower() in table["secret"]:
        return STARS
    return ";".join(map(_cookie, value.split(";"))) if name.lower() in table["cookies"] else value


def _cookie(part: str) -> str:
    name, equals, _ = part.partition("=")
    if not equals:
        return part if _FLAG.fullmatch(part) else STARS
    return part if _ATTRIBUTES.fullmatch(name) else f"{name}={STARS}"


_FLAG = re.compile(r"(?i)\s*(?:secure|httponly|partitioned)?\s*")


def headers(record: str) -> str:
    """A record of exchanges in which no such field shows its value."""
    return pairs_form().sub(lambda found: f'["{found[1]}","{header(found[1], found[2])}"]', record)
