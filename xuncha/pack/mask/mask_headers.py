"""Remove from header fields what opens a session: cookie names and attributes stay, values do not."""

from __future__ import annotations

import re

from xuncha.pack.mask.mask_numbers import load_mask_settings

STARS = "***"
_ATTRIBUTES = re.compile(r"(?i)\s*(?:path|domain|expires|max-age|samesite|version|comment|priority)\s*\Z")


def mask_header(name: str, value: str) -> str:
    """The value of a field without its secret."""
    table = load_mask_settings()["headers"]
    if name.lower() in table["secret"]:
        return STARS
    return ";".join(map(_cookie, value.split(";"))) if name.lower() in table["cookies"] else value


def _cookie(part: str) -> str:
    name, equals, _ = part.partition("=")
    if not equals:
        return part if _FLAG.fullmatch(part) else STARS
    return part if _ATTRIBUTES.fullmatch(name) else f"{name}={STARS}"


_FLAG = re.compile(r"(?i)\s*(?:secure|httponly|partitioned)?\s*")
