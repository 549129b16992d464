"""A hash of what a page says, which changes only with its words: menus, footer and spacing do not count."""

from __future__ import annotations

import hashlib

from crawler.obstacles import main_words
from crawler.site import View
from crawler.spelling import plain_words


def page_fingerprint(view: View) -> tuple[str, int]:
    """SHA-256 (hex) of the page's own words in one spelling, and how many characters they have."""
    words = "".join(plain_words(main_words(view.elements) or view.text).split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest(), len(words)
