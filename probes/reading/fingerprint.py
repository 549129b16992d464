"""What a page says, as a short name that is the same only while the words are: menus, footer and spacing do not count."""

from __future__ import annotations

import hashlib

from crawler.obstacles import main_words
from crawler.site import View
from crawler.words import plain


def fingerprint(view: View) -> tuple[str, int]:
    """SHA-256 of the page's own words in one spelling, and how many characters they have."""
    words = "".join(plain(main_words(view.elements) or view.text).split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest(), len(words)
