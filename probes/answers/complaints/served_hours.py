"""The hours in which a shop's service can be reached: those of ways that are there, before those of a chat that is only spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.site import Site, View
from probes.answers.complaints.service_pages import service_pages
from probes.pages.rules.policy import pattern
from probes.pages.service.channels import Channel
from probes.pages.service.channels_seen import find_ways
from probes.schema.reading_table import Words
from probes.schema.shared_table import SharedTable
from probes.text.normalise import fold_text
from probes.text.numbers import hours
from probes.text.numbers.hours import ServiceHours
from probes.text.remember import per_line, per_site


@dataclass(frozen=True, slots=True)
class ServedHoursTable:
    """The file served_hours.toml."""

    words: Words[Literal["chat", "others"]]


FILE = SharedTable("probes.answers.complaints", "served_hours.toml", ServedHoursTable)
_DATA = FILE.load()
_CHAT, _OTHERS = pattern(_DATA.words["chat"]), pattern(_DATA.words["others"])


@per_site
def served_hours(site: Site) -> tuple[tuple[View, tuple[ServiceHours, ...]], ...]:
    """The hours that each page of the service prints, pages without any left out.

    Where no chat was seen, a line that speaks of a chat alone (24小时在线客服 in the foot of every page) gives no hours,
    as long as another line does.
    """
    found = tuple((view, told) for view in service_pages(site) if (told := hours.find_service_hours(view.text)))
    if not any(of_chat_alone(opening.line) for _, told in found for opening in told) or has_chat(site):
        return found
    other = tuple(
        (view, tuple(value for value in told if value.bot or not of_chat_alone(value.line))) for view, told in found
    )
    return tuple((view, told) for view, told in other if told) or found


@per_line
def of_chat_alone(line: str) -> bool:
    """Whether a line on hours speaks of a chat and of no other way."""
    said = fold_text(line)
    return _CHAT.search(said) is not None and _OTHERS.search(said) is None


@per_site
def has_chat(site: Site) -> bool:
    """Whether a chat was seen that can be opened."""
    return Channel.CHAT in find_ways(site, service_pages(site)).found
