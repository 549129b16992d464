"""Elder modes: which control leads there, whether the page really changes, and which page to measure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from crawler.addressing import identity, openable
from crawler.site import Element, Site, View
from crawler.vocabulary import ELDER, Role
from probes.finding import Answer, Text, not_seen
from probes.reading import absence, normalise
from probes.reading.measure import CONTROL_ROLES, CONTROL_TAGS, median_font
from probes.reading.prominence import level
from probes.reading.remember import per_line, per_view

_DATA: dict[str, Any] = tomllib.loads(files("probes.reading").joinpath("elder.toml").read_text("utf-8"))
_WORDS: dict[str, list[str]] = _DATA["words"]
_LIMITS: dict[str, float] = _DATA["limits"]
GROWTH: float = _LIMITS["growth"]


class Kind(StrEnum):
    """What a control with such words is."""

    MODE = "mode"  # switches the shop's own elder mode on, or leads to its elder site
    AID = "aid"  # an accessibility toolbar
    APP = "app"  # says that the mode exists inside the app


@dataclass(frozen=True, slots=True)
class Entry:
    """A control that speaks of an elder mode; ``official`` where it bears the name of the national norm."""

    element: Element
    kind: Kind
    label: str
    official: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What switching did: median font in px by characters before and after, and their ratio."""

    before: float
    after: float

    @property
    def ratio(self) -> float:
        return self.after / self.before

    @property
    def real(self) -> bool:
        return self.ratio >= GROWTH - 1e-9

    @property
    def none(self) -> bool:
        return self.ratio < _LIMITS["still"]


@per_line
def plain(text: str) -> str:
    """Text without blanks, in the one spelling in which the words are written."""
    return "".join(normalise.plain(text).split())


@per_line
def has(text: str, words: str) -> str:
    """The first word of that list of elder.toml which ``text`` holds, or an empty string."""
    flat = plain(text)
    return next((word for word in _WORDS[words] if word in flat), "")


@per_view
def entries(view: View) -> tuple[Entry, ...]:
    """Every seen control that leads to an elder mode or aid, the best first: mode before aid, prominent before hidden."""
    found = [entry for each in view.elements if each.seen and (entry := _entry(each, view)) is not None]
    order = tuple(Kind)
    inner = {entry.element.parent for entry in found}
    found = [entry for entry in found if entry.element.id not in inner or entry.element.tag in CONTROL_TAGS]
    found.sort(key=lambda entry: (order.index(entry.kind), not entry.official, -level(entry.element, view)))
    return tuple(found)


def switches(view: View) -> tuple[Entry, ...]:
    """The entries to the shop's own mode as one would try them: what switches on the page itself before what leads to another."""
    found = [entry for entry in entries(view) if entry.kind is Kind.MODE]
    return tuple(sorted(found, key=lambda entry: _leaves(entry.element, view)))


def _leaves(element: Element, view: View) -> bool:
    """Whether pressing it opens another address."""
    return openable(element.href) and identity(element.href) != identity(view.url)


def explains(before: View, after: View) -> bool:
    """Whether an entry led to no more than another page of the same letters, whose address says nothing of a mode: an article about it."""
    grown = change(before, after)
    said = any(word in after.url.lower() for word in _WORDS["mode_address"])
    return not said and identity(before.url) != identity(after.url) and grown is not None and not grown.real


def _entry(element: Element, view: View) -> Entry | None:
    if not (element.clickable or element.tag in CONTROL_TAGS or element.role in CONTROL_ROLES):
        return None
    label = element.text or element.own or element.pseudo or element.name or element.ocr
    if not label or len(plain(label)) > _LIMITS["label"]:
        return None
    said = f"{label} {element.name}" if element.name else label
    address = element.href.lower()
    host, path = _parts(address)
    strong, weak, aid = has(said, "mode"), has(said, "weak"), has(said, "aid")
    if not (strong or weak or aid) or has(said, "goods") or has(said, "articles"):
        return None
    says_mode = any(word in address for word in _WORDS["mode_address"])
    if any(
        word in path.replace("=", "/") for word in _WORDS["article_address"]
    ):  # a route may be a value: ?s=article/7
        return None
    if any(word in path for word in _WORDS["goods_address"]) and not says_mode:
        return None
    if strong and (has(said, "app") or any(store in address for store in _WORDS["app_stores"])):
        return Entry(element, Kind.APP, label, bool(has(said, "official")))
    if host and not _kin(host, urlsplit(view.url).hostname or ""):
        return None
    if strong or (weak and (says_mode or element.checked is not None)):
        return Entry(element, Kind.MODE, label, bool(has(said, "official")))
    return Entry(element, Kind.AID, label, False) if aid else None


@per_line
def _parts(address: str) -> tuple[str, str]:
    """An address's host, and its path with the query."""
    parts = urlsplit(address)
    return parts.hostname or "", f"{parts.path}?{parts.query}"


def _kin(one: str, other: str) -> bool:
    """Two hosts of one shop: the same, or sharing all but the first label of the longer (elder.shop.cn, www.shop.cn)."""
    if one == other or one.endswith(f".{other}") or other.endswith(f".{one}"):
        return True
    tail_one, tail_other = one.split(".", 1)[-1], other.split(".", 1)[-1]
    return "." in tail_one and (tail_one == tail_other or one.endswith(f".{tail_other}"))


def pointer(view: View) -> str:
    """The line that says the mode exists inside the app only, or an empty string."""
    for line in view.text.splitlines():
        if has(line, "mode") and has(line, "app") and len(plain(line)) <= 60 and not has(line, "articles"):
            return " ".join(line.split())
    return ""


def in_app(view: View) -> str:
    """The words that say the mode exists in the app, where the page itself offers none; else an empty string."""
    found = entries(view)
    if any(entry.kind is Kind.MODE for entry in found):
        return ""
    return next((entry.label for entry in found if entry.kind is Kind.APP), "") or pointer(view)


def app_only(said: str) -> Answer:
    """The answer where the mode exists inside the app only."""
    return not_seen(
        "app_only", f"长辈模式仅在 App 内提供：「{said}」", f"the elder mode is offered in the app only: “{said}”"
    )


def leaving(view: View) -> Element | None:
    """The control of an elder page that leads back to the standard page: one that says so, else the toggle itself."""
    for each in view.elements:
        if not each.seen or not (each.clickable or each.tag in CONTROL_TAGS):
            continue
        label = each.text or each.own or each.name
        if not label or len(plain(label)) > _LIMITS["label"]:
            continue
        if has(label, "standard") or (has(label, "off") and has(label, "mode")):
            return each
    return next((entry.element for entry in entries(view) if entry.kind is Kind.MODE), None)


def change(before: View, after: View) -> Change | None:
    """How far the letters grew, or None where one of the pages has no text."""
    small, big = median_font(before), median_font(after)
    return Change(small, big) if small and big else None


def switched(site: Site) -> bool | None:
    """Whether the elder mode of the home page is real; None where it was not seen or cannot be told."""
    standard, elder = site.view(Role.HOME), site.view(Role.HOME, ELDER)
    if standard is None or elder is None:
        return None
    grown = change(standard, elder)
    return None if grown is None else grown.real


def same(before: View, after: View) -> bool:
    """Pressing did nothing: the same address, letters of the same size and nearly the same lines."""
    grown = change(before, after)
    old, new = set(before.text.splitlines()), set(after.text.splitlines())
    alike = len(old & new) >= _LIMITS["alike"] * max(len(old | new), 1)
    return before.url == after.url and grown is not None and grown.none and alike


def kept(site: Site, role: Role) -> bool | None:
    """Whether that page is still enlarged inside the mode; None where one of its two forms was not seen."""
    standard, elder = site.view(role), site.view(role, ELDER)
    grown = change(standard, elder) if standard is not None and elder is not None else None
    return None if grown is None else grown.real


def where(view: View) -> Text | None:
    """What a sentence begins with that tells of another page than of the elder mode; None where the mode itself was measured."""
    return None if view.state == ELDER else Text(**_DATA["texts"]["ordinary"])


def measured(site: Site, role: Role = Role.HOME) -> View | Answer:
    """The page to measure: the elder one where the mode is real, else the standard one; an answer where our eyes were blocked."""
    elder, standard = site.view(Role.HOME, ELDER), site.view(Role.HOME)
    if elder is not None:
        real = switched(site)
        if real is None:
            return not_seen("undecidable", "无法判断长辈模式是否生效", "whether the elder mode works could not be told")
        view = site.view(role, ELDER) if real else site.view(role)
        if view is not None:
            return view
    gap = site.gap(Role.HOME, ELDER)
    if elder is None and gap is not None and gap.reason.about_them and standard is not None:
        said = in_app(standard)
        return standard if not said else app_only(said)
    if gap is not None and not gap.reason.about_them:
        zh, en = absence.gap_words(gap)
        return not_seen(gap.reason, f"长辈模式：{zh}", f"elder mode: {en}")
    return not_seen("not_looked", "本次未能打开长辈模式", "the elder mode was not tried in this look")
