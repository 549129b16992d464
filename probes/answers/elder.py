"""Elder modes: which control leads there, whether the page really changes, and which page to measure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from crawler.discovery.search_controls import asks_own_words
from crawler.settings_file import SettingsFile
from crawler.site import Element, Site, View
from crawler.spelling import measure_label
from crawler.urls import is_openable, page_identity
from crawler.vocabulary import ELDER, Role
from probes.finding import Answer, Text, not_seen
from probes.pages.absence import absence
from probes.pages.layout.measure import CONTROL_TAGS, is_pressable, median_font
from probes.pages.layout.prominence import prominence_level
from probes.schema.reader_tables import ElderTable
from probes.text import normalise
from probes.text.remember import per_line, per_view

FILE = SettingsFile("probes.answers", "elder.toml", ElderTable)
_DATA = FILE.load()
_WORDS = _DATA.words
_LIMITS = _DATA.limits
GROWTH: float = _LIMITS["growth"]


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


_NAMED = re.compile(
    f"(?:{_any_of(_WORDS['mode'])}"
    f"|{_any_of(_WORDS['who'])}{_any_of(_WORDS['fill'])}{{0,{_LIMITS['fills']:g}}}{_any_of(_WORDS['form'])})"
    f"(?!{_any_of(_WORDS['no_form'])})"
)


class ElderKind(StrEnum):
    """What a control with such words is."""

    MODE = "mode"  # switches the shop's own elder mode on, or leads to its elder site
    AID = "aid"  # an accessibility toolbar
    APP = "app"  # says that the mode exists inside the app


@dataclass(frozen=True, slots=True)
class ElderEntry:
    """A control that speaks of an elder mode; ``official`` where it bears the name used by the national norm."""

    element: Element
    kind: ElderKind
    label: str
    official: bool


@dataclass(frozen=True, slots=True)
class FontChange:
    """What switching did: median font in px by characters before and after, and their ratio."""

    before: float
    after: float

    @property
    def ratio(self) -> float:
        """How many times larger the letters are after switching."""
        return self.after / self.before

    @property
    def real(self) -> bool:
        """Whether the letters grew enough for a real mode."""
        return self.ratio >= GROWTH - 1e-9

    @property
    def none(self) -> bool:
        """Whether the letters did not grow at all."""
        return self.ratio < _LIMITS["still"]


@per_line
def plain_label(text: str) -> str:
    """The text without blanks, in the spelling used by the word lists."""
    return "".join(normalise.plain_text(text).split())


@per_line
def has_words(text: str, words: str) -> str:
    """The first word of that list of elder.toml that ``text`` holds, or an empty string."""
    flat = plain_label(text)
    return next((word for word in _WORDS[words] if word in flat), "")


@per_line
def name_mode(text: str) -> str:
    """The name of an elder mode that ``text`` bears, or an empty string: one of the known names, or any built like them."""
    found = _NAMED.search(plain_label(text))
    return found[0] if found else ""


def names_aid(entry: ElderEntry) -> bool:
    """Whether it is, or also is, an accessibility toolbar: 无障碍/长辈版; a text about it (无障碍声明) is none."""
    return _speaks_of_aid(entry) and not has_words(entry.label, "told")


def tells_of_aid(entry: ElderEntry) -> bool:
    """Whether it is a text about aids by its name (无障碍声明), behind which some may stand."""
    return _speaks_of_aid(entry) and bool(has_words(entry.label, "told"))


def _speaks_of_aid(entry: ElderEntry) -> bool:
    label = plain_label(entry.label)
    return entry.kind is not ElderKind.APP and bool(has_words(label.replace(name_mode(label), ""), "aid"))


@per_line
def _of_goods(text: str) -> bool:
    flat = plain_label(text)
    for word in _WORDS["no_goods"]:
        flat = flat.replace(word, "")
    return bool(has_words(flat, "goods"))


@per_view
def elder_entries(view: View) -> tuple[ElderEntry, ...]:
    """Every visible control that leads to an elder mode or aid, the best first: modes before aids, prominent before hidden."""
    found = [entry for element in view.elements if element.seen and (entry := _entry(element, view)) is not None]
    order = tuple(ElderKind)
    inner = {entry.element.parent for entry in found}
    found = [entry for entry in found if entry.element.id not in inner or entry.element.tag in CONTROL_TAGS]
    found.sort(key=lambda entry: (order.index(entry.kind), not entry.official, -prominence_level(entry.element, view)))
    return tuple(found)


def elder_switches(view: View) -> tuple[ElderEntry, ...]:
    """The entries to the shop's own mode in the order to try them: switches on the page itself before links to another."""
    found = [entry for entry in elder_entries(view) if entry.kind is ElderKind.MODE]
    return tuple(sorted(found, key=lambda entry: _leaves(entry.element, view)))


def _leaves(element: Element, view: View) -> bool:
    """Whether pressing it opens another address."""
    return is_openable(element.href) and page_identity(element.href) != page_identity(view.url)


def explains_change(before: View, after: View) -> bool:
    """Whether the entry led only to another page with letters of the same size and no mode in its address: an article about it."""
    grown = measure_change(before, after)
    said = any(word in after.url.lower() for word in _WORDS["mode_address"])
    return not said and page_identity(before.url) != page_identity(after.url) and grown is not None and not grown.real


def _entry(element: Element, view: View) -> ElderEntry | None:
    if not is_pressable(element) or _typed_in(element):
        return None
    label = element.text or element.own or element.pseudo or element.name or element.ocr
    if not label or measure_label(plain_label(label)) > _LIMITS["label"]:
        return None
    said = f"{label} {element.name}" if element.name else label
    address = element.href.lower()
    host, path = _parts(address)
    strong, weak, aid = name_mode(said), has_words(said, "weak"), has_words(said, "aid")
    if not (strong or weak or aid) or _of_goods(said) or has_words(said, "articles"):
        return None
    says_mode = any(word in address for word in _WORDS["mode_address"])
    if any(
        word in path.replace("=", "/") for word in _WORDS["article_address"]
    ):  # a route may be a value: ?s=article/7
        return None
    if any(word in path for word in _WORDS["goods_address"]) and not says_mode:
        return None
    if address and asks_own_words(view, element.href, label):
        return None
    if strong and (has_words(said, "app") or any(store in address for store in _WORDS["app_stores"])):
        return ElderEntry(element, ElderKind.APP, label, bool(has_words(said, "official")))
    if host and not _kin(host, urlsplit(view.url).hostname or ""):
        return None
    if strong or (weak and (says_mode or element.checked is not None)):
        return ElderEntry(element, ElderKind.MODE, label, bool(has_words(said, "official")))
    return ElderEntry(element, ElderKind.AID, label, False) if aid else None


def _typed_in(element: Element) -> bool:
    """Whether a visitor types into it: its content is what was typed, not a label."""
    return element.tag == "textarea" or (element.tag == "input" and element.input_type in _WORDS["typed_in"])


@per_line
def _parts(address: str) -> tuple[str, str]:
    """An address's host, and its path with the query."""
    parts = urlsplit(address)
    return parts.hostname or "", f"{parts.path}?{parts.query}"


def _kin(one: str, other: str) -> bool:
    """Whether two hosts belong to one shop: equal, or sharing all but the first label of the longer (elder.shop.cn, www.shop.cn)."""
    if one == other or one.endswith(f".{other}") or other.endswith(f".{one}"):
        return True
    tail_one, tail_other = one.split(".", 1)[-1], other.split(".", 1)[-1]
    return "." in tail_one and (tail_one == tail_other or one.endswith(f".{tail_other}"))


def pointer_words(view: View) -> str:
    """The line that says the mode exists only inside the app, or an empty string."""
    for line in view.text.splitlines():
        if (
            name_mode(line)
            and has_words(line, "app")
            and measure_label(plain_label(line)) <= 60
            and not has_words(line, "articles")
        ):
            return " ".join(line.split())
    return ""


def find_app_words(view: View) -> str:
    """The words that say the app has the mode, where the page itself offers none; else an empty string."""
    found = elder_entries(view)
    if any(entry.kind is ElderKind.MODE for entry in found):
        return ""
    return next((entry.label for entry in found if entry.kind is ElderKind.APP), "") or pointer_words(view)


def answer_app_only(said: str) -> Answer:
    """The answer where the mode exists only inside the app; ``said`` are the words that say so."""
    return not_seen(
        "app_only", f"长辈模式仅在 App 内提供：「{said}」", f"the elder mode is offered in the app only: “{said}”"
    )


def leaving_control(view: View) -> Element | None:
    """The control of an elder page that leads back to the standard page: one that says so, else the toggle itself; None without one."""
    for element in view.elements:
        if not element.seen or not (element.clickable or element.tag in CONTROL_TAGS):
            continue
        label = element.text or element.own or element.name
        if not label or measure_label(plain_label(label)) > _LIMITS["label"]:
            continue
        if has_words(label, "standard") or (has_words(label, "off") and name_mode(label)):
            return element
    return next((entry.element for entry in elder_entries(view) if entry.kind is ElderKind.MODE), None)


def measure_change(before: View, after: View) -> FontChange | None:
    """How much the letters grew, or None where one of the pages has no text."""
    small, big = median_font(before), median_font(after)
    return FontChange(small, big) if small and big else None


def is_switched(site: Site) -> bool | None:
    """Whether the home page's elder mode is real; None where it was not seen or cannot be told."""
    standard, elder = site.view(Role.HOME), site.view(Role.HOME, ELDER)
    if standard is None or elder is None:
        return None
    grown = measure_change(standard, elder)
    return None if grown is None else grown.real


def is_same_page(before: View, after: View) -> bool:
    """Whether pressing did nothing: the same address, letters of the same size and nearly the same lines."""
    grown = measure_change(before, after)
    old, new = set(before.text.splitlines()), set(after.text.splitlines())
    alike = len(old & new) >= _LIMITS["alike"] * max(len(old | new), 1)
    return before.url == after.url and grown is not None and grown.none and alike


def keeps_mode(site: Site, role: Role) -> bool | None:
    """Whether that page is still enlarged inside the mode; None where one of its two forms was not seen."""
    standard, elder = site.view(role), site.view(role, ELDER)
    grown = measure_change(standard, elder) if standard is not None and elder is not None else None
    return None if grown is None else grown.real


def describe_place(view: View) -> Text | None:
    """The opening of a sentence where another page than the elder mode was measured; None where it was the mode itself."""
    return None if view.state == ELDER else Text(**_DATA.texts["ordinary"])


def measured_view(site: Site, role: Role = Role.HOME) -> View | Answer:
    """The page to measure: the elder one where the mode is real, else the standard one; an answer where that was hidden from us."""
    elder, standard = site.view(Role.HOME, ELDER), site.view(Role.HOME)
    if elder is not None:
        real = is_switched(site)
        if real is None:
            return not_seen("undecidable", "无法判断长辈模式是否生效", "whether the elder mode works could not be told")
        view = site.view(role, ELDER) if real else site.view(role)
        if view is not None:
            return view
    gap = site.gap(Role.HOME, ELDER)
    if elder is None and gap is not None and gap.reason.about_them and standard is not None:
        said = find_app_words(standard)
        return standard if not said else answer_app_only(said)
    if gap is not None and not gap.reason.about_them:
        zh, en = absence.gap_words(gap)
        return not_seen(gap.reason, f"长辈模式：{zh}", f"elder mode: {en}")
    return not_seen("not_looked", "本次未能打开长辈模式", "the elder mode was not tried in this look")
