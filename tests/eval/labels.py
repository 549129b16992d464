"""A label is a question to a reading, never to a verdict: what is read from one frozen page, in the label's own words."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.links import role_links
from crawler.site import Element, Gap, Platform, Site, View
from crawler.spelling import plain_words
from crawler.vocabulary import LANDED, MENUS, GapReason, Region, Role
from probes.answers import elder
from probes.finding import Outcome
from probes.pages.operator import licences
from probes.pages.operator.licence_places import WordSource
from probes.pages.rules import policy
from probes.pages.service import complaint_links
from probes.text.numbers import phones
from tests.eval import values
from tests.eval.read import LabelledPage, Seen
from tests.eval.table import TABLE, answer

_ROLES = {"home": Role.HOME, "negative": Role.HOME, "privacy": Role.PRIVACY, "complaint": Role.COMPLAINT}
_FRAME = (Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING, Region.SIDE)
_BETWEEN = re.compile(r"[|｜丨·/\s]+")
_BUYERS = (
    phones.PhonePurpose.COMPLAINT,
    phones.PhonePurpose.CONSUMER,
    phones.PhonePurpose.SERVICE,
    phones.PhonePurpose.CONTACT,
)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: True, False, or None where the reading leaves it open; ``said`` is the quote or the reason."""

    value: bool | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One label of one page, or one value of it, with what it should be (None = its reader could not tell) and what was read."""

    page: str
    brand: str
    kind: str
    label: str
    wanted: bool | None
    read: Read

    @property
    def told(self) -> bool:
        """Whether the label says anything that a reading can be held against."""
        return self.wanted is not None

    @property
    def differs(self) -> bool:
        return self.told and self.read.value is not self.wanted


def asked(page: LabelledPage, seen: Seen) -> tuple[Asked, ...]:
    """Every label of a page that has a reading; lists and figures value by value. A page without a view leaves all open."""
    found: list[Asked] = []
    for label, reading in TABLE["readings"].get(page.kind, {}).items():
        raw = _with_pictures(page, label)
        rows: Iterable[tuple[bool | None, Read]]
        if reading.startswith(values.PREFIX):
            rows = values_as(seen, role_of(page), page.labels, label, raw, reading)
        else:
            rows = ((None if raw is None else bool(raw), ask(page, seen, reading)),)
        found += (Asked(page.id, brand(page.id), page.kind, label, wanted, read) for wanted, read in rows)
    return tuple(found)


def _with_pictures(page: LabelledPage, label: str) -> Any:
    """The label; of a list also the values that the page's pictures were seen to say."""
    raw = page.labels.get(label)
    more = TABLE["pictured"].get(page.id, {}).get(label)
    return raw if more is None else [*(raw or ()), *more]


def ask(page: LabelledPage, seen: Seen, reading: str) -> Read:
    """What one reading, written as in labels.toml, says of a page; open where the page gave no view. No reading of values."""
    return ask_as(seen, role_of(page), reading)


def values_as(
    seen: Seen, role: Role, labels: Mapping[str, Any], label: str, raw: Any, reading: str
) -> list[tuple[bool | None, Read]]:
    """Each labelled value with whether it was read of the page as one of that role, then each value read that no label has."""
    if not seen.views:
        read: Sequence[values.Value] | None = None
    else:
        view = dataclasses.replace(seen.views[-1], role=role)
        read = values.read(alone(view, seen.views[-1]), view, reading)
    return [(wanted, Read(value, said)) for wanted, value, said in values.compared(label, raw, labels, read)]


def brand(id: str) -> str:
    """The brand a page copies; its own id where it copies none that another page copies too."""
    return next((name for name, ids in TABLE["brands"].items() if id in ids), id)


def unknown_labels(page: LabelledPage) -> tuple[str, ...]:
    """Labels of the manifest that labels.toml neither reads nor names as unread."""
    known = set(TABLE["readings"].get(page.kind, {})) | set(TABLE["unread"].get(page.kind, {}))
    return tuple(label for label in page.labels if label not in known)


def role_of(page: LabelledPage) -> Role:
    """As what the page would be opened: after-sales pages and agreements are not complaint pages, whatever their kind here."""
    named = TABLE["roles"].get(str(page.labels.get("page_type", "")))
    return Role(named) if named else _ROLES[page.kind]


def ask_as(seen: Seen, role: Role, reading: str) -> Read:
    """What one reading says of the page as one of that role; open where it gave no view. No reading of values."""
    if not seen.views:
        return Read(None, "; ".join(f"{gap.reason} {gap.detail}".strip() for gap in seen.gaps))
    view = dataclasses.replace(seen.views[-1], role=role)
    way, _, rest = reading.partition(".")
    return _WAYS[way](alone(view, seen.views[-1]), view, rest)


def alone(view: View, home: View) -> Site:
    """The page alone as a shop: it is its own home page, and all else is not offered."""
    views = (view,) if view.role is Role.HOME else (home, view)
    seen = {other.role for other in views}
    gaps = [
        Gap(role, LANDED, view.device, view.look, GapReason.NOT_OFFERED, url=view.url)
        for role in Role
        if role not in seen
    ]
    gaps.append(Gap(Role.HOME, MENUS, view.device, view.look, GapReason.NOT_OFFERED, url=view.url))
    return Site(Platform(view.url), view.at, views, tuple(gaps))


def _probe(site: Site, view: View, rest: str) -> Read:
    found = answer(site, rest)
    value = {Outcome.YES: True, Outcome.NO: False}.get(found.outcome)
    return Read(value, found.because.zh)


def _stated(site: Site, view: View, rest: str) -> Read:
    id, _, part = rest.rpartition(".")
    found = answer(site, id)
    parts = next((found.values[key] for key in ("stated", "channels") if key in found.values), ())
    if isinstance(parts, tuple) and part in parts:
        return Read(True, found.because.zh)
    return Read(None if found.outcome in (Outcome.UNSURE, Outcome.NOT_SEEN) else False, found.because.zh)


def _shows(site: Site, view: View, rest: str) -> Read:
    value = getattr(licences.shown_licences(view), rest)
    found = licences.read_licences(view)
    said = [f"{number.number.kind} {number.number.raw}" for number in found.numbers]
    said += [f"{entry.word} {entry.place.quote}" for entry in found.entries] + [
        str(link.link.kind) for link in found.links
    ]
    return Read(value, " | ".join(said))


def _shown(site: Site, view: View, rest: str) -> Read:
    """What the probe saw, though it may not be sure that it can be pressed."""
    found = answer(site, rest)
    value = {Outcome.YES: True, Outcome.UNSURE: True if found.evidence and not found.by_absence else None}
    return Read(value.get(found.outcome, False if found.outcome is Outcome.NO else None), found.because.zh)


def _entry(site: Site, view: View, rest: str) -> Read:
    roles = [Role(part) for part in rest.split("|")]
    offered = dataclasses.replace(
        view, elements=tuple(piece for element in view.elements for piece in _pieces(element))
    )
    found = role_links.find_leads(offered, roles)
    # A word too wide to be looked for in others (我的) is worth following, and no entry by its name.
    named = (
        lead
        for role in roles
        for lead in found[role]
        if role_links.bare_label(plain_words(lead.path[-1])) not in role_links.RULES[role].whole
    )
    best = next(named, None)
    return Read(best is not None, "" if best is None else f"{best.path[-1]} {best.url}")


def _pieces(element: Element) -> Iterator[Element]:
    """The element, and where entries stand each of its words as if it could be pressed."""
    yield element
    if element.seen and (element.region in _FRAME or element.tag == "a"):
        for word in _BETWEEN.split(element.own):
            if word:
                yield dataclasses.replace(element, clickable=True, text=word, own=word, heading=0, href="")


def _complaint(site: Site, view: View, rest: str) -> Read:
    found = [entry for entry in complaint_links.complaint_entries(view) if entry.kind in complaint_links.OWN]
    return Read(
        bool(found), " | ".join(f"{entry.kind} {' '.join(entry.element.words.split())[:60]}" for entry in found)
    )


def _elder(site: Site, view: View, rest: str) -> Read:
    found = [entry for entry in elder.elder_entries(view) if entry.kind is elder.ElderKind.MODE]
    return Read(bool(found), " | ".join(entry.label for entry in found))


def _phone(site: Site, view: View, rest: str) -> Read:
    every = [phone.phone for phone in phones.find_page_phones(view)]
    found = [
        phone
        for phone in every
        if phone.kind is not phones.PhoneKind.REGULATOR
        and (phone.purpose in _BUYERS or phone.kind is phones.PhoneKind.HOTLINE)
    ]
    own = [phone for phone in found if phone.purpose is not phones.PhonePurpose.REPORT]
    return Read(bool(own), " | ".join(f"{phone.raw} {phone.purpose}" for phone in every))


def _policy(site: Site, view: View, rest: str) -> Read:
    found = policy.policy_documents(site)
    sentence = policy.find_notice(view)
    return Read(bool(found), sentence.raw if sentence else "")


def _pictured(site: Site, view: View, rest: str) -> Read:
    """Licence numbers that only a picture shows."""
    found = licences.read_licences(view).numbers
    written = {number.number.normalised for number in found if number.place.source is not WordSource.OCR}
    drawn = [number.number.raw for number in found if number.number.normalised not in written]
    return Read(bool(drawn), " | ".join(drawn))


def _either(site: Site, view: View, rest: str) -> Read:
    """True where one of the readings says so, open where one of them is."""
    found = [_WAYS[way](site, view, more) for way, _, more in (part.partition(".") for part in rest.split("|"))]
    best = next((read for value in (True, None) for read in found if read.value is value), found[0])
    return dataclasses.replace(best, said=" ‖ ".join(value.said for value in found))


_WAYS: dict[str, Callable[[Site, View, str], Read]] = {
    "probe": _probe,
    "stated": _stated,
    "shows": _shows,
    "entry": _entry,
    "shown": _shown,
    "complaint": _complaint,
    "elder": _elder,
    "phone": _phone,
    "policy": _policy,
    "pictured": _pictured,
    "either": _either,
}
