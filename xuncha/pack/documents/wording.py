"""Words of a pack's documents: tables beside the modules that use them, and names of roles, states and reasons.

Those names are the ones that reports use.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crawler.settings_file import WordTable
from probes.finding import Text
from xuncha.pack.parts import DocumentFacts
from xuncha.reports import words
from xuncha.settings.zone import BEIJING


def load_words_table(name: str) -> Mapping[str, Any]:
    """``<name>.toml`` of this package. Raises FileNotFoundError or ConfigurationError: our own bug."""
    return WordTable("xuncha.pack.documents", f"{name}.toml").load()


def format_text(entry: Mapping[str, str], **values: object) -> Text:
    """A table's text with values put in."""
    if not values:
        return Text(entry["zh"], entry["en"])
    return Text(entry["zh"].format(**values), entry["en"].format(**values))


def name_member(group: str, key: str) -> Text:
    """The reports' word for a member of a group, or the member itself where they have none."""
    found = words.load_report_words().get(group, {}).get(key)
    return Text(found["zh"], found["en"]) if found else Text(key, key)


def combine_texts(texts: tuple[Text, ...], zh: str = " · ", en: str = "") -> Text:
    """Several texts joined into one, English with ``en`` between where it is given; empty ones are left out."""
    return Text(zh.join(text.zh for text in texts if text.zh), (en or zh).join(text.en for text in texts if text.en))


def describe_unmasked(facts: DocumentFacts) -> Text:
    """Which parts of a masked pack could not be masked, for whoever hands it on; empty where there are none."""
    pictures = len({gap["screenshot"] for gap in facts.record["gaps"]} - {"", None})
    if facts.sealed or not facts.unread + pictures:
        return Text("", "")
    return format_text(load_words_table("pack")["readme"]["unmasked"], files=facts.unread, pictures=pictures)


def flatten_line(text: str) -> str:
    """Hostile text as one line fit for any document: no controls, lone surrogates or bidi marks."""
    return " ".join(words.clean_text(text).split())


def format_seconds(at: datetime | str) -> str:
    """A time to the second by the clock in Beijing, the only one that papers for an authority use."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
