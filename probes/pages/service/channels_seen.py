"""Which ways to reach the service a site really offers: printed contacts, and things that were seen to be there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Text
from probes.pages.service import channels
from probes.pages.service.channels import Channel, ChannelOffer
from probes.pages.service.chat import ChatTarget, can_write, look_behind
from probes.pages.service.service_entries import service_vendor

Seen = dict[Channel, tuple[View, ChannelOffer]]


@dataclass(frozen=True, slots=True)
class SeenChannels:
    """By channel, the first thing that shows it.

    ``found`` channels are there, ``announced`` ones are only mentioned, and ``hidden`` ones have an entry whose page
    was hidden from us.
    """

    found: Seen = field(default_factory=dict)
    announced: Seen = field(default_factory=dict)
    hidden: Seen = field(default_factory=dict)

    def note(self) -> Text:
        """What an answer adds about channels that are only mentioned; empty without any."""
        if not self.announced:
            return Text("", "")
        zh = "、".join(channels.name_channel(channel).zh for channel in self.announced)
        en = ", ".join(channels.name_channel(channel).en for channel in self.announced)
        return Text(f"；另有文字提及{zh}，未见可用的入口", f"; {en} is only spoken of, no entry that works was seen")


def find_ways(site: Site, views: Iterable[View]) -> SeenChannels:
    """The channels that those pages offer. A chat counts if an entry to it was seen and what the entry opens does not contradict it."""
    told = SeenChannels()
    for view in views:
        for channel, offer in channels.find_channels(view).items():
            if channel is not Channel.CHAT:
                (told.announced if offer.announced else told.found).setdefault(channel, (view, offer))
        for offer in channels.find_offers(view, Channel.CHAT):
            _chat(site, view, offer, told)
    for seen in (told.announced, told.hidden):
        for channel in [channel for channel in seen if channel in told.found]:
            del seen[channel]
    return told


def _chat(site: Site, view: View, offer: ChannelOffer, told: SeenChannels) -> None:
    if offer.element is None or offer.announced:
        # the field of a form to complain by is that form, not a chat that a line of the page speaks of
        writes = offer.element is not None and view.role is not Role.COMPLAINT and can_write(view)
        there = service_vendor(view) or writes
        (told.found if there else told.announced).setdefault(Channel.CHAT, (view, offer))
        return
    what = {ChatTarget.CHAT: told.found, ChatTarget.HIDDEN: told.hidden, ChatTarget.NONE: told.announced}[
        look_behind(site, view, offer.element)
    ]
    what.setdefault(Channel.CHAT, (view, offer))
