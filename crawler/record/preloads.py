"""Scripts that a page asks for ahead of need (``rel=preload``) and never runs: a bundler that writes one into the page may leave its preload."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_TAGS = re.compile(r"<(?:link|script)\b[^>]*>", re.I)
_AHEAD = re.compile(r"<link\b(?=[^>]*\brel=[\"']?(?:module)?preload\b)", re.I)


def only_ahead(html: str, url: str) -> bool:
    """Whether the tags of a page that name an address do nothing but load it ahead; False where none names it."""
    name = urlsplit(url).path
    tags = [tag for tag in _TAGS.findall(html) if name in tag] if name.strip("/") else []
    return bool(tags) and all(_AHEAD.match(tag) for tag in tags)
