"""Text that a page should not show: stack traces, database errors, directory listings, internal addresses."""

from __future__ import annotations

import ipaddress
import re

from probes.probe import Params
from probes.reading.quotes import around

_ADDRESS = re.compile(r"(?<![\d.])(?:10|172|192)(?:\.\d{1,3}){3}(?![\d.])")
_LISTING = re.compile(r"^Index of /", re.MULTILINE)


def leak(text: str, params: Params, *, addresses: bool = False) -> str:
    """A quote of the first leak in ``text``, or an empty string; ``traces`` of the table holds the words of stack traces."""
    for word in params.words["traces"]:
        at = text.find(word)
        if at >= 0:
            return around(text, at, at + len(word), 40)
    listing = _LISTING.search(text)
    if listing:
        return around(text, *listing.span(), 40)
    for found in _ADDRESS.finditer(text) if addresses else ():
        try:
            private = ipaddress.ip_address(found.group()).is_private
        except ValueError:  # four numbers that are no address
            continue
        if private:
            return around(text, *found.span(), 40)
    return ""
