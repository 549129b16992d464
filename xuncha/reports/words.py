"""The page's own words in Chinese and English, and hostile text made harmless."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

# Marks stacked on one letter paint over their neighbours; no script needs more than this many.
MARKS = 4
URL_CHARS = 110
LINK_CHARS = 4000
# Characters that turn or hide the text round them. They are shown by their code point, for they are evidence.
_TURNING = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u206a-\u206f\u2028\u2029\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """Text that neither turns its surroundings nor breaks a document. Escaping is left to the template."""
    text = _CONTROL.sub("\ufffd", text)
    text = _TURNING.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)
    if text.isascii():
        return text
    out: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MARKS:
            out.append(letter)
    return "".join(out)


def cleaned(value: Any) -> Any:
    """The same data with every string, keys too, made harmless."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {cleaned(key): cleaned(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(each) for each in value]
    return value


@cache
def table() -> Mapping[str, Any]:
    """words.toml and the words of versus.toml, with those that probes use for gaps and shortcomings of a look."""
    own = tomllib.loads(files("xuncha.reports").joinpath("words.toml").read_text("utf-8"))
    shared = tomllib.loads(files("probes.reading").joinpath("absence.toml").read_text("utf-8"))
    versus = tomllib.loads(files("xuncha.reports").joinpath("versus.toml").read_text("utf-8"))
    parts = {"versus": versus["words"], "versus_label": versus["labels"], "versus_about": versus["about"]}
    return {**own, **parts, "gaps": shared["gaps"], "lacks": shared["lacks"], "roles": own["roles"]}


def find(key: str) -> Mapping[str, str]:
    """The words of a dotted key of words.toml. Raises KeyError: a missing word is our own bug."""
    found: Any = table()
    for part in key.split("."):
        found = found[part]
    if set(found) != {"zh", "en"}:
        raise KeyError(key)
    words: Mapping[str, str] = found
    return words


def both(words: Mapping[str, str] | None) -> Markup:
    """A text in both languages, of which the page shows one."""
    if words is None:
        return Markup("")
    if words["zh"] == words["en"]:
        return Markup('<span class="raw">{}</span>').format(words["zh"])
    return Markup('<span lang="zh">{}</span><span lang="en">{}</span>').format(words["zh"], words["en"])


def say(key: str, **values: object) -> Markup:
    """Words of words.toml in both languages, with values put in; values are escaped."""
    words = find(key)
    return both({lang: words[lang].format(**values) for lang in ("zh", "en")} if values else words)


def named(group: str, key: str) -> Markup:
    """The words for a member of a group, or the member itself where a newer record knows more than this page."""
    words = table().get(group, {}).get(key)
    return both(words) if words else Markup('<span class="raw">{}</span>').format(key)


def anchor(url: str, text: str | Markup | None = None) -> Markup:
    """A link for http and https addresses, plain text for all others; the page it leads to learns nothing of the report."""
    shown = text if text is not None else short(url)
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and len(url) <= LINK_CHARS
    except ValueError:
        good = False
    if not good:
        return Markup('<span class="url">{}</span>').format(shown)
    return Markup('<a class="url" href="{}" target="_blank" rel="noreferrer noopener nofollow">{}</a>').format(
        url, shown
    )


def short(url: str) -> str:
    return url if len(url) <= URL_CHARS else f"{url[: URL_CHARS - 1]}…"


def number(value: float | None, digits: int = 1) -> str:
    """A rounded number without idle zeros; a dash for none."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    return f"{number(100 * share)}%"


def plain(value: object) -> str:
    """A value of a finding as one line."""
    if isinstance(value, float):
        return number(value, 3)
    if isinstance(value, list | tuple):
        return ", ".join(plain(each) for each in value)
    return "–" if value is None else str(value)
