"""What a page says in a form to compare: a hash that changes only with its words, and whether two addresses bring up one page."""

from __future__ import annotations

import hashlib

from crawler.obstacles import main_words
from crawler.site import View
from crawler.spelling import plain_words
from probes.text.remember import per_view


def page_fingerprint(view: View) -> tuple[str, int]:
    """SHA-256 (hex) of the page's own words in one spelling, and how many characters they have."""
    words = "".join(plain_words(main_words(view.elements) or view.text).split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest(), len(words)


def shows_home(view: View, home: View, same: float) -> bool:
    """Whether a page that was asked for under another address is the shop's home page: its title, and that share of its lines."""
    first, second = _lines(view), _lines(home)
    shared = len(first & second) / max(len(first), len(second), 1)
    return bool(first) and view.title == home.title and shared >= same


@per_view
def _lines(view: View) -> frozenset[str]:
    return frozenset(said for line in view.text.split("\n") if (said := "".join(plain_words(line).split())))
