"""Ways to reach customer service that a page offers buyers: chat, telephone, mail, WeChat, messages, video, self-service."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Literal

from crawler.site import Element, View
from crawler.table_builder import EveryKey
from crawler.vocabulary import Region, Role
from probes.finding import Evidence, Text, evidence_on_page
from probes.pages.layout.forms import find_fields
from probes.pages.layout.measure import is_pressable
from probes.pages.rules.policy import pattern, split_sentences
from probes.pages.service.entry_candidates import FRAME
from probes.pages.service.leading import is_in_nowhere, shows_code, stands_by_picture
from probes.pages.service.service_entries import find_messengers, service_vendor
from probes.schema.reading_table import Spoken, Whole, Words
from probes.schema.shared_table import SharedTable
from probes.text.normalise import plain_text
from probes.text.numbers import authorities, hours, phones
from probes.text.remember import per_drawn, per_line, per_view


@dataclass(frozen=True, slots=True)
class ChannelsMail:
    """[mail] of channels.toml."""

    before: int
    address: str
    mailbox: tuple[str, ...]
    buyers: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelsTable:
    """The file channels.toml."""

    mail: ChannelsMail
    words: Annotated[Mapping[str, tuple[str, ...]], EveryKey(("chat", "wechat", "message", "video", "self_service"))]
    widget: Annotated[Mapping[str, tuple[str, ...]], EveryKey(("chat",))]
    alone: Words[Literal["not_enough", "things"]]
    never: Annotated[Mapping[str, tuple[str, ...]], EveryKey(("chat", "wechat", "message", "video", "self_service"))]
    limits: Whole[Literal["label", "line", "below", "message_fields"]]
    names: Annotated[
        Mapping[str, Spoken], EveryKey(("chat", "phone", "mail", "wechat", "message", "video", "self_service"))
    ]


FILE = SharedTable("probes.pages.service", "channels.toml", ChannelsTable)
_DATA = FILE.load()
_MAIL = _DATA.mail
_BEFORE: int = _DATA.mail.before
_LIMITS = _DATA.limits
ADDRESS = re.compile(_DATA.mail.address)


class Channel(StrEnum):
    CHAT = "chat"
    PHONE = "phone"
    MAIL = "mail"
    WECHAT = "wechat"
    MESSAGE = "message"
    VIDEO = "video"
    SELF_SERVICE = "self_service"


_WORDED = tuple(Channel(name) for name in _DATA.words)
_WIDGETS = {channel: pattern(tuple(_DATA.widget.get(channel, ()))) for channel in _WORDED}
_NOT_ALONE = frozenset(Channel(name) for name in _DATA.alone["not_enough"])
_THINGS = frozenset(Channel(name) for name in _DATA.alone["things"])
_ACCOUNT = re.compile(r"[0-9]{5,12}")
_WORDS = {channel: pattern(tuple(_DATA.words[channel])) for channel in _WORDED}
_NEVER = {channel: pattern(tuple(_DATA.never[channel])) for channel in _WORDED}


@dataclass(frozen=True, slots=True)
class ChannelOffer:
    """A channel as a page offers it: its words, and the element if it is one.

    ``announced``: it is only mentioned in a sentence, or by a link that leads nowhere, for something one would have to
    open, so whether it exists is not known.
    """

    quote: str
    element: Element | None = None
    announced: bool = False

    def evidence(self, view: View) -> Evidence:
        return evidence_on_page(view, self.element, self.quote)


def name_channel(channel: Channel) -> Text:
    """What a channel is called, for people."""
    words = _DATA.names[channel]
    return Text(words["zh"], words["en"])


@per_view
def find_channels(view: View) -> Mapping[Channel, ChannelOffer]:
    """Every channel the page offers buyers, each with the first thing that shows it."""
    found: dict[Channel, ChannelOffer] = {}
    for phone in sorted(phones.find_page_phones(view), key=lambda phone: not phone.drawn):
        if phone.for_buyers:
            found.setdefault(Channel.PHONE, ChannelOffer(phone.quote, phone.element, announced=not phone.drawn))
    mail = next(find_mails(view), None)
    if mail:
        found[Channel.MAIL] = ChannelOffer(mail)
    for channel in _WORDED:
        offer = next(find_offers(view, channel), None)
        if offer is not None:
            found[channel] = _weighed(view, offer) if channel is Channel.CHAT else offer
    form = _form(view)
    if form is not None:
        found.setdefault(Channel.MESSAGE, ChannelOffer(" ".join(form.words.split())[:40] or form.selector, form))
    return MappingProxyType(found)


def _weighed(view: View, offer: ChannelOffer) -> ChannelOffer:
    """The offer, taken as only announced where a link to nowhere names it: the page alone does not show what a click brings up."""
    if offer.element is None or offer.announced or not is_in_nowhere(view, offer.element) or service_vendor(view):
        return offer
    return replace(offer, announced=_says_no_more(offer.quote))


def offers_any(view: View) -> bool:
    """Whether the page really offers a channel and does not just mention one."""
    return first_offer(view) is not None


def first_offer(view: View) -> ChannelOffer | None:
    """The first channel that the page really offers; None without one."""
    return next((offer for offer in find_channels(view).values() if not offer.announced), None)


def find_mails(view: View) -> Iterator[str]:
    """Addresses for writing to the service, known by their own name or the words before them."""
    for match in own_addresses(view.text):
        line = view.text.rfind("\n", 0, match.start()) + 1
        before = plain_text(view.text[max(line, match.start() - _BEFORE) : match.start()])
        if not before.strip():
            before = plain_text(view.text[max(0, line - _BEFORE) : match.start()])
        address = match.group().lower()
        if any(word in before for word in _MAIL.others):
            continue
        if any(word in before for word in _MAIL.buyers) or any(word in address for word in _MAIL.mailbox):
            yield match.group()


def find_mail_addresses(text: str) -> Iterator[re.Match[str]]:
    """All matches of ``ADDRESS`` in a text. An address stands on one line and holds one of two characters that most lines lack."""
    start = 0
    for line in text.split("\n"):
        if "@" in line or "#" in line:
            yield from ADDRESS.finditer(text, start, start + len(line))
        start += len(line) + 1


def own_addresses(text: str) -> Iterator[re.Match[str]]:
    """The addresses that may be the shop's: not an authority's, by host or by the words before."""
    for match in find_mail_addresses(text):
        host = re.split("[@#]", match.group())[-1]
        if not authorities.is_host(host) and not authorities.leads_to(text, match.start()):
            yield match


def find_offers(view: View, channel: Channel) -> Iterator[ChannelOffer]:
    """The entries and headings for a channel, then the first sentence that offers it. Nothing for phone and mail."""
    if channel not in _WORDS:
        return
    wanted, never = _WORDS[channel], _NEVER[channel]
    for element, label, named in _labels(view):
        for one in named:
            if one.channel is not channel:
                continue
            worded = one.worded and (channel not in _NOT_ALONE or _stands(view, element, label))
            if worded or (element.clickable and not element.href and one.widget):
                yield ChannelOffer(label, element, _is_announced(view, channel, element, label))
    if channel is Channel.CHAT:
        yield from (ChannelOffer(sign.words, sign.element) for sign in find_messengers(view))
    for line, spoken in _lines(view):
        if channel not in spoken:
            continue
        quoted = [
            sentence.raw
            for sentence in split_sentences(line)
            if wanted.search(sentence.text) and not never.search(sentence.text)
        ]
        if not quoted and channel is Channel.WECHAT and _ACCOUNT.search(line) and not never.search(plain_text(line)):
            quoted = [" ".join(line.split())]  # a line with the number of an account is no sentence, and all one needs
        if quoted:
            yield ChannelOffer(quoted[0][:80], announced=channel in _THINGS)
            return


@dataclass(frozen=True, slots=True)
class _NamedChannel:
    """A channel that a label names, in words for it or for a widget."""

    channel: Channel
    worded: bool
    widget: bool


@per_drawn
def _labels(view: View) -> tuple[tuple[Element, str, tuple[_NamedChannel, ...]], ...]:
    """Short labels of visible elements that name channels, in page order."""
    found = []
    for element in view.elements:
        if element.seen:
            said = _labelled(element.text or element.own, element.name, element.pseudo, element.ocr)
            found += [(element, label, offers) for label, offers in said]
    return tuple(found)


@per_line
def _labelled(*parts: str) -> tuple[tuple[str, tuple[_NamedChannel, ...]], ...]:
    """Those of an element's words that are labels and name channels."""
    return tuple((" ".join(part.split()), offers) for part in parts if part and (offers := _names(part)))


def _names(words: str) -> tuple[_NamedChannel, ...]:
    """The channels that the words name, if they are a label."""
    label = " ".join(words.split())
    if len(label) > _LIMITS["label"]:
        return ()
    said = plain_text(label)
    named = (
        _NamedChannel(channel, bool(_WORDS[channel].search(said)), bool(_WIDGETS[channel].search(said)))
        for channel in _WORDED
    )
    return tuple(
        channel for channel in named if (channel.worded or channel.widget) and not _NEVER[channel.channel].search(said)
    )


@per_view
def _lines(view: View) -> tuple[tuple[str, tuple[Channel, ...]], ...]:
    """The lines of a page that mention channels, each with these channels."""
    return tuple((line, spoken) for line in view.text.splitlines() if (spoken := _speaks(line)))


@per_line
def _speaks(line: str) -> tuple[Channel, ...]:
    """The channels a line mentions, if it is short enough for an offer."""
    said = plain_text(line)
    return tuple(channel for channel in _WORDED if _WORDS[channel].search(said)) if len(said) <= _LIMITS["line"] else ()


def _stands(view: View, element: Element, label: str) -> bool:
    """Whether a label is more than a heading or breadcrumb: clickable, part of the page's frame, or followed by contact details."""
    if is_pressable(element):
        return True
    if element.heading == 0 and (element.region in FRAME or element.region is Region.FOOTER):
        return True
    at = f"\n{view.text}\n".find(f"\n{label}\n")
    below = view.text[at + len(label) : at + len(label) + _LIMITS["below"]] if at >= 0 else ""
    return bool(hours.find_hours(below) or phones.find_phones(below) or ADDRESS.search(below))


def _is_announced(view: View, channel: Channel, element: Element, label: str) -> bool:
    """Whether a label only mentions its channel: something to open that cannot be clicked, or a link that leads nowhere.

    Such a link may still open a chat; what came of clicking it decides (``probes.pages.service.chat``). For other
    channels a number, an address or a QR code beside it is all one needs.
    """
    if channel in _THINGS and not _is_entry(element):
        return True
    if channel is Channel.WECHAT and element.heading and _says_no_more(label) and not stands_by_picture(view, element):
        return True  # a heading over nothing: no code, no name of an account
    if channel is Channel.CHAT or not is_in_nowhere(view, element):
        return False
    return _says_no_more(label) and not (channel is Channel.WECHAT and shows_code(view, element))


def _says_no_more(label: str) -> bool:
    """Whether the words of a link to nowhere hold no number, address or account name."""
    return not (phones.find_phones(label) or ADDRESS.search(label) or _spells(label))


def _spells(label: str) -> bool:
    """Whether a label ends with the name of an account to look for (微信公众号：栗子集市)."""
    return bool(plain_text(label).partition(":")[2].strip())


def _is_entry(element: Element) -> bool:
    """Whether it can be clicked. In the page's frame any label counts, as scripts often listen at the root of a page."""
    return is_pressable(element) or (element.heading == 0 and element.region in FRAME)


def _form(view: View) -> Element | None:
    """A form on the customer service page for writing to it; None without one."""
    inputs = find_fields(view) if view.role is Role.SERVICE else ()
    large = next((element for element in inputs if element.tag == "textarea"), None)
    return large if len(inputs) >= _LIMITS["message_fields"] else None
