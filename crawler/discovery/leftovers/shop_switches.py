"""What turns the whole shop into another language or currency: pressed once, every page after it is another shop's than the one opened."""

from __future__ import annotations

import re

from crawler.discovery.leftovers.leftover_settings import FILE
from crawler.spelling import plain_words

_NEVER = FILE.load().never
_LABEL = re.compile(_NEVER.switches)
_URL, _ASKED = (re.compile(pattern, re.IGNORECASE) for pattern in (_NEVER.switched, _NEVER.asked))


def turns_shop(label: str, url: str = "") -> bool:
    """Whether a link or control with that label (English, 简体中文, $ USD) or address (``?lang=en``) turns all pages into others.

    A server keeps the choice for the visit, so no page that is opened later tells what the shop tells its visitors.
    """
    said = plain_words(label)
    if said and _LABEL.fullmatch(said):
        return True
    return _URL.search(url) is not None or (not said and _ASKED.search(url) is not None)
