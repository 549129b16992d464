"""Ways to reach a shop's customer service that a page offers to buyers: chat, telephone, mail, WeChat, messages, video, self-service."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType

from crawler.site import Element, View
from crawler.vocabulary import Region, Role
from probes.finding import Evidence, Text, shown
from probes.reading import hours, phones
from probes.reading.forms import fields
from probes.reading.functions import FRAME
from probes.reading.measure import CONTROL_ROLES, CONTROL_TAGS
from probes.reading.normalise import plain
from probes.reading.policy import pattern, sentences
from probes.reading.remember import per_line, per_view

_DATA = tomllib.loads(files("probes.reading").joinpath("channels.toml").read_text("utf-8"))
_MAIL: dict[str, list[str]] = _DATA["mail"]
_BEFORE: int = _DATA["mail"]["before"]
_LIMITS: dict[str, int] = _DATA["limits"]
ADDRESS = re.compile(_DATA["mail"]["address"])


class Channel(StrEnum):
    CHAT = "chat"
    PHONE = "phone"
    MAIL = "mail"
    WECHAT = "wechat"
    MESSAGE = "message"
    VIDEO = "video"
    SELF_SERVICE = "self_service"


_WORDED = tuple(Channel(name) for name in _DATA["words"])
_WIDGETS = {channel: pattern(tuple(_DATA["widget"].get(channel, ()))) for channel in _WORDED}
_NOT_ALONE = frozenset(Channel(name) for name in _DATA["alone"]["not_enough"])
_WORDS = {channel: pattern(tuple(_DATA["words"][channel])) for channel in _WORDED}
_NEVER = {channel: pattern(tuple(_DATA["never"][channel])) for channel in _WORDED}


@dataclass(frozen=True, slots=True)
class Offer:
    """A channel as a page offers it: what it says, and the element if it is one."""

    quote: str
    element: Element | None = None

    def evidence(self, view: View) -> Evidence:
        return shown(view, self.element, self.quote)


def named(channel: Channel) -> Text:
    """What a channel is called, for people."""
    words: dict[str, str] = _DATA["names"][channel]
    return Text(words["zh"], words["en"])


@per_view
def find(view: View) -> Mapping[Channel, Offer]:
    """Every channel the page offers to buyers, each with the first thing that shows it."""
    found: dict[Channel, Offer] = {}
    for phone in phones.on_page(view):
        if phone.own:
            found.setdefault(Channel.PHONE, Offer(phone.quote, phone.element))
    mail = next(mails(view), None)
    if mail:
        found[Channel.MAIL] = Offer(mail)
    for channel in _WORDED:
        offer = _offered(view, channel)
        if offer is not None:
            found[channel] = offer
    form = _form(view)
    if form is not None:
        found.setdefault(Channel.MESSAGE, Offer(" ".join(form.words.split())[:40] or form.selector, form))
    return MappingProxyType(found)


def mails(view: View) -> Iterator[str]:
    """Addresses to write to the service: by their own name, or by the words in front of them."""
    for match in addresses(view.text):
        line = view.text.rfind("\n", 0, match.start()) + 1
        before = plain(view.text[max(line, match.start() - _BEFORE) : match.start()])
        if not before.strip():
            before = plain(view.text[max(0, line - _BEFORE) : match.start()])
        address = match.group().lower()
        if any(word in before for word in _MAIL["others"]):
            continue
        if any(word in before for word in _MAIL["buyers"]) or any(word in address for word in _MAIL["mailbox"]):
            yield match.group()


def addresses(text: str) -> Iterator[re.Match[str]]:
    """Where ``ADDRESS`` is found in a text. It stands on one line and holds one of two marks, which most lines do not."""
    start = 0
    for line in text.split("\n"):
        if "@" in line or "#" in line:
            yield from ADDRESS.finditer(text, start, start + len(line))
        start += len(line) + 1


def _offered(view: View, channel: Channel) -> Offer | None:
    """An entry or heading that stands for the channel, else a sentence that offers it."""
    wanted, never = _WORDS[channel], _NEVER[channel]
    for each, label, offers in _labels(view):
        for offer in offers:
            if offer.channel is not channel:
                continue
            named = offer.worded and (channel not in _NOT_ALONE or _stands(view, each, label))
            if named or (each.clickable and not each.href and offer.widget):
                return Offer(label, each)
    for line, spoken in _lines(view):
        if channel not in spoken:
            continue
        quoted = [each.raw for each in sentences(line) if wanted.search(each.text) and not never.search(each.text)]
        if quoted:
            return Offer(quoted[0][:80])
    return None


@dataclass(frozen=True, slots=True)
class _Named:
    """A channel that a label names: by words for it, or by those of a widget."""

    channel: Channel
    worded: bool
    widget: bool


@per_view
def _labels(view: View) -> tuple[tuple[Element, str, tuple[_Named, ...]], ...]:
    """Short words of seen elements that name channels, in the order of the page."""
    found = []
    for each in view.elements:
        if each.seen:
            said = _labelled(each.text or each.own, each.name, each.pseudo, each.ocr)
            found += [(each, label, offers) for label, offers in said]
    return tuple(found)


@per_line
def _labelled(*parts: str) -> tuple[tuple[str, tuple[_Named, ...]], ...]:
    """Those of an element's words that name channels, as a label."""
    return tuple((" ".join(part.split()), offers) for part in parts if part and (offers := _names(part)))


def _names(words: str) -> tuple[_Named, ...]:
    """The channels that words name, where they are a label."""
    label = " ".join(words.split())
    if len(label) > _LIMITS["label"]:
        return ()
    said = plain(label)
    named = (_Named(each, bool(_WORDS[each].search(said)), bool(_WIDGETS[each].search(said))) for each in _WORDED)
    return tuple(each for each in named if (each.worded or each.widget) and not _NEVER[each.channel].search(said))


@per_view
def _lines(view: View) -> tuple[tuple[str, tuple[Channel, ...]], ...]:
    """The lines of a page that speak of channels, each with those."""
    return tuple((line, spoken) for line in view.text.splitlines() if (spoken := _speaks(line)))


@per_line
def _speaks(line: str) -> tuple[Channel, ...]:
    """The channels that a line speaks of, where it is no longer than an offer is."""
    said = plain(line)
    return tuple(each for each in _WORDED if _WORDS[each].search(said)) if len(said) <= _LIMITS["line"] else ()


def _stands(view: View, element: Element, label: str) -> bool:
    """Whether a label is more than a heading or a crumb: pressed, part of the page's frame, or with something below it."""
    if element.clickable or element.tag in CONTROL_TAGS or element.role in CONTROL_ROLES:
        return True
    if element.heading == 0 and (element.region in FRAME or element.region is Region.FOOTER):
        return True
    at = f"\n{view.text}\n".find(f"\n{label}\n")
    below = view.text[at + len(label) : at + len(label) + _LIMITS["below"]] if at >= 0 else ""
    return bool(hours.find(below) or phones.find(below) or ADDRESS.search(below))


def _form(view: View) -> Element | None:
    """A form on the page of customer service in which one can write to it."""
    inputs = fields(view) if view.role is Role.SERVICE else ()
    large = next((each for each in inputs if each.tag == "textarea"), None)
    return large if len(inputs) >= _LIMITS["message_fields"] else None
