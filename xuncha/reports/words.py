"""The page's own words in Chinese and English, and hostile text made harmless."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from crawler.settings_file import WordTable

# Stacked combining marks paint over neighbouring text; no script needs more than this many.
MARKS = 4
URL_CHARS = 110
LINK_CHARS = 4000
# Characters that reverse or hide the text around them. They are shown by code point, since they are evidence.
_TURNING = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u206a-\u206f\u2028\u2029\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Letters, digits, Chinese and its punctuation: what may stay as it is, seen at one glance. None of them combines, turns or controls.
_PLAIN = re.compile(
    "[\t\n\r -~\u00a0-\u02ff\u2010-\u2027\u2030-\u205e\u2100-\u2bff\u3000-\u3029\u3030-\u3098\u309b-\u4dbf\u4e00-\u9fff\uff01-\uff9f]*"
)
# What a JSON text may not show as it is: in front of letters that stand for controls.
_ESCAPED = ("\\u", "\\b", "\\f")
_write = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Text that neither reverses its surroundings nor breaks a document. Escaping is left to the template."""
    if _PLAIN.fullmatch(text):  # nearly all of a record
        return text
    text = _CONTROL.sub("\ufffd", text)
    text = _TURNING.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)
    if text.isascii() or not any(map(unicodedata.combining, text)):
        return text
    out: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MARKS:
            out.append(letter)
    return "".join(out)


def clean_data(value: Any) -> Any:
    """The same data with every string, including keys, made harmless."""
    if isinstance(value, str):
        return clean_text(value)
    if value is None or isinstance(value, float | int):
        return value
    if isinstance(value, Mapping):
        return {_clean_key(key): clean_data(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean_data(inner) for inner in value]
    return value


def clean_record(record: dict[str, Any]) -> dict[str, Any]:
    """``clean_data`` of plain JSON data that is the caller's own: where nothing is to be cleaned, seen at one glance, the record itself."""
    text = _write(record)
    if _PLAIN.fullmatch(text) and not any(escape in text for escape in _ESCAPED):
        return record
    cleaned: dict[str, Any] = clean_data(record)
    return cleaned


@lru_cache(4096, typed=True)  # half of the strings of a record are its few keys
def _clean_key(key: Any) -> Any:
    return clean_data(key)


@cache
def load_report_words() -> Mapping[str, Any]:
    """words.toml and the words of versus.toml, with the probes' words for gaps and for what a capture lacks."""
    own = WordTable("xuncha.reports", "words.toml").load()
    shared = WordTable("probes.pages.absence", "absence.toml").load()
    versus = WordTable("xuncha.compare", "versus.toml").load()
    parts = {"versus": versus["words"], "versus_label": versus["labels"], "versus_about": versus["about"]}
    return {**own, **parts, "gaps": shared["gaps"], "lacks": shared["lacks"], "roles": own["roles"]}


def find_words(key: str) -> Mapping[str, str]:
    """The words of a dotted key of words.toml. Raises KeyError: a missing word is our own bug."""
    found: Any = load_report_words()
    for part in key.split("."):
        found = found[part]
    if set(found) != {"zh", "en"}:
        raise KeyError(key)
    words: Mapping[str, str] = found
    return words


def render_both(words: Mapping[str, str] | None) -> Markup:
    """A text in both languages; the page shows one at a time."""
    if words is None:
        return Markup("")
    if words["zh"] == words["en"]:
        return Markup('<span class="raw">{}</span>').format(words["zh"])
    return Markup('<span lang="zh">{}</span><span lang="en">{}</span>').format(words["zh"], words["en"])


def render_words(key: str, **values: object) -> Markup:
    """Words of words.toml in both languages with values put in; values are escaped.

    Each value is a word, or a text of both languages.
    """
    words = find_words(key)
    return render_both({lang: words[lang].format(**_in(values, lang)) for lang in ("zh", "en")} if values else words)


def _in(values: Mapping[str, object], lang: str) -> Mapping[str, object]:
    return {name: value[lang] if isinstance(value, Mapping) else value for name, value in values.items()}


def render_member(group: str, key: str) -> Markup:
    """The words for a member of a group, or the member itself where a newer record has more than this page knows."""
    words = load_report_words().get(group, {}).get(key)
    return render_both(words) if words else Markup('<span class="raw">{}</span>').format(key)


def render_link(url: str, text: str | Markup | None = None) -> Markup:
    """A link for http and https addresses, plain text for others; the linked page learns nothing of the report."""
    shown = text if text is not None else shorten_url(url)
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


def shorten_url(url: str) -> str:
    """An address cut to URL_CHARS characters."""
    return url if len(url) <= URL_CHARS else f"{url[: URL_CHARS - 1]}…"


def format_number(value: float | None, digits: int = 1) -> str:
    """A rounded number without trailing zeros; a dash for none."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_percent(share: float) -> str:
    """A share of 0-1 as a percentage."""
    return f"{format_number(100 * share)}%"


def format_value(value: object) -> str:
    """A value of a finding as one line."""
    if isinstance(value, float):
        return format_number(value, 3)
    if isinstance(value, list | tuple):
        return ", ".join(format_value(inner) for inner in value)
    return "–" if value is None else str(value)
