"""Words brought to one spelling before they are looked for: NFKC, no invisible characters, simplified, lower case."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

_DATA = tomllib.loads(files("crawler").joinpath("words.toml").read_text("utf-8"))
_SIMPLE = str.maketrans(dict(zip(_DATA["traditional"], _DATA["simplified"], strict=True)))
_DROPPED = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")


@lru_cache(maxsize=65536)
def plain(raw: str) -> str:
    """One spelling for matching words: brackets, dashes and width unified by NFKC, spaces between Chinese characters dropped."""
    text = _DROPPED.sub("", unicodedata.normalize("NFKC", raw)).lower().translate(_SIMPLE)
    text = _SPACES.sub(" ", text)
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text).strip()
