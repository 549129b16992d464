"""What short words on a product page say of the product, whatever the page: most stand on many."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from probes.reading import policy
from probes.reading.normalise import plain
from probes.reading.product_rows import DATA, LIMITS, label_of
from probes.reading.remember import per_line

_FIELDS: dict[str, dict[str, list[str]]] = DATA["fields"]
# The words of each detail that has any.
SAYS = {name: policy.pattern(tuple(raw["says"])) for name, raw in _FIELDS.items() if "says" in raw}
_AFTER_SALES = policy.pattern(tuple(DATA["after_sales"]["says"]))
_SOLD_OUT = policy.pattern(tuple(DATA["words"]["sold_out"]))
_NOT_SOLD_OUT = re.compile(DATA["words"]["not_sold_out"])


@per_line
def details(words: str) -> Mapping[str, str]:
    """Which details these words are of, each with what they say of it."""
    said = plain(words)
    close = said.replace(" ", "")
    found: dict[str, str] = {}
    for name, says in SAYS.items():
        match = says.search(said) or (says.search(close) if close != said else None)
        if match and label_of(said) not in _FIELDS[name].get("labels", ()):  # 运费 alone says nothing
            found[name] = match.group()[:80]
    return MappingProxyType(found)


@per_line
def after_sales(said: str) -> str:
    """Terms after the sale that these words name; empty = none."""
    match = _AFTER_SALES.search(plain(said))
    return match.group() if match else ""


@per_line
def sold_out(words: str) -> bool:
    """Do they say that the product is sold out?"""
    said = plain(words)
    short = 0 < len(said) <= LIMITS["notice"]
    return short and _SOLD_OUT.search(said) is not None and _NOT_SOLD_OUT.search(said) is None
