"""Words of the pack's documents: tables beside the modules that use them, and names of roles, states and reasons as reports say them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from probes.finding import Text
from xuncha.pack.parts import Facts
from xuncha.reports import words
from xuncha.reports.page import BEIJING


@cache
def table(name: str) -> Mapping[str, Any]:
    """``<name>.toml`` of this package. Raises FileNotFoundError or TOMLDecodeError: our own bug."""
    return tomllib.loads(files("xuncha.pack").joinpath(f"{name}.toml").read_text("utf-8"))


def text(entry: Mapping[str, str], **values: object) -> Text:
    """A text of a table with values put in."""
    if not values:
        return Text(entry["zh"], entry["en"])
    return Text(entry["zh"].format(**values), entry["en"].format(**values))


def named(group: str, key: str) -> Text:
    """What reports call a member of a group, or the member itself where they have no word for it."""
    found = words.table().get(group, {}).get(key)
    return Text(found["zh"], found["en"]) if found else Text(key, key)


def joined(texts: tuple[Text, ...], zh: str = " · ", en: str = "") -> Text:
    """Several texts as one, with ``en`` between the English ones where it is given; what is empty is left out."""
    return Text(zh.join(each.zh for each in texts if each.zh), (en or zh).join(each.en for each in texts if each.en))


def unmasked(facts: Facts) -> Text:
    """What of a masked pack nobody could mask, so that whoever hands it on knows; empty where there is none of it."""
    pictures = len({gap.screenshot for gap in facts.site.gaps} - {""})
    if facts.sealed or not facts.unread + pictures:
        return Text("", "")
    return text(table("pack")["readme"]["unmasked"], files=facts.unread, pictures=pictures)


def plain(text: str) -> str:
    """One line of hostile words, fit for any document: no controls, no half characters, nothing that turns what stands beside it."""
    return " ".join(words.clean(text).split())


def seconds(at: datetime | str) -> str:
    """A moment as the clock in Beijing shows it, to the second."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
