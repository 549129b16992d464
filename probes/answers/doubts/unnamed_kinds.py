"""Pages that nowhere bear the name of their kind and read like one all the same: who names a page as he likes writes it so too."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.settings_file import SettingsFile
from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.pages.main.main_text import main_text
from probes.pages.main.own_title import own_title
from probes.pages.operator.spoken_style import is_spoken
from probes.pages.rules import policy
from probes.pages.rules.policy import count_prose
from probes.probe import Check
from probes.text.normalise import fold_text
from probes.text.ranking import clip_quote
from probes.text.remember import per_site_and, per_view


@dataclass(frozen=True, slots=True)
class UnnamedKind:
    """A kind of page that may stand under a name nobody foresaw: its main text meets every one of the ``signs``."""

    role: Role
    alone: bool  # a page of that role tells what is asked: where one that bears the name was read, no other is in doubt
    name: (
        str  # a pattern of the usual name, in the text of all whose words are known; empty: of every page of that role
    )
    first: tuple[Role, ...]  # which checks ask for such pages: those that look on a page of one of these roles first
    signs: tuple[str, ...]
    timed: tuple[
        str, ...
    ] = ()  # checks that ask for a time: a page with no word of ``time`` tells none, however it is worded
    time: str = "(?!)"
    asked: tuple[str, ...] = ()  # checks that look elsewhere first and may be answered by such a page all the same
    titled: str = "(?!)"  # a pattern of titles under which a page filed for another role may be one all the same
    headed: str = "(?!)"  # a pattern of headings under which a part of another page may do what such a page does
    within: tuple[str, ...] = ()  # what such a part meets, each in one line of it or another
    apart: tuple[Role, ...] = ()  # pages with such parts of their own that do no such thing


@dataclass(frozen=True, slots=True)
class EverydayPage:
    """Pages of ``roles`` that neither by title nor by entry bear a name of papers (``formal``) are written in everyday words.

    One that says nothing of ``deals`` between a shop and others rules nothing, in whatever words.
    """

    roles: tuple[Role, ...]
    formal: str
    least: int
    line: int
    deals: str


@dataclass(frozen=True, slots=True)
class SpokenPage:
    """Texts that are written as people talk, under whatever name: those of ``roles``, with ``least`` characters of sentences.

    ``sure``: checks whose things are named by their one name in whatever style, so that their absence may be said all the same.
    """

    roles: tuple[Role, ...]
    least: int
    sure: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnnamedKindsTable:
    """The file unnamed_kinds.toml."""

    quoted: int
    passing: int
    heading: int
    kinds: tuple[UnnamedKind, ...]
    everyday: EverydayPage
    spoken: SpokenPage


@dataclass(frozen=True, slots=True)
class UnnamedPage:
    """Such a page, what it calls itself, and its line with the first sign."""

    view: View
    title: str
    quote: str


FILE = SettingsFile("probes.answers.doubts", "unnamed_kinds.toml", UnnamedKindsTable)
_DATA = FILE.load()
_SIGNS = {kind.role: tuple(re.compile(sign, re.IGNORECASE) for sign in kind.signs) for kind in _DATA.kinds}
_EVERYDAY, _FORMAL = _DATA.everyday, re.compile(_DATA.everyday.formal, re.IGNORECASE)
_DEALS = re.compile(_DATA.everyday.deals, re.IGNORECASE)
_TIMES = {check: re.compile(kind.time, re.IGNORECASE) for kind in _DATA.kinds for check in kind.timed}
_TITLED = {kind.role: re.compile(kind.titled, re.IGNORECASE) for kind in _DATA.kinds}
_HEADED = {kind.role: re.compile(kind.headed, re.IGNORECASE) for kind in _DATA.kinds}
_WITHIN = {kind.role: tuple(re.compile(sign, re.IGNORECASE) for sign in kind.within) for kind in _DATA.kinds}
_APART = {kind.role: frozenset((Role.HOME, *kind.apart)) for kind in _DATA.kinds}
_NAMES = {kind.role: re.compile(kind.name, re.IGNORECASE) for kind in _DATA.kinds}


def roles_in_doubt(first: Role, surface: Site, check: str = "") -> tuple[Role, ...]:
    """The roles of which a page may have been overlooked by a check that looks on a page of the ``first`` role first."""
    asked = (kind for kind in _DATA.kinds if first in kind.first or check in kind.asked)
    return tuple(kind.role for kind in asked if not kind.alone or not any(map(_bears_name, surface.all(kind.role))))


def find_unnamed_page(surface: Site, role: Role, check: str = "") -> UnnamedPage | None:
    """The first page without the role's usual name that reads like one; None without one, and for a role with no signs.

    It may have been found for that role by an entry's words (有意见找谁), and then write of complaints without that word.
    For a ``check`` that asks for a time, one that holds a word of time.
    """
    return _first_page(surface, role, check if check in _TIMES else "")


@per_site_and
def _first_page(surface: Site, role: Role, timed: str) -> UnnamedPage | None:
    time = _TIMES.get(timed)
    signs = _SIGNS.get(role, ())
    own = (view for view in surface.all(role) if not _bears_name(view))
    filed = (
        view for view in surface.views if view.role is not role and _TITLED[role].search(fold_text(own_title(view)))
    )
    for view in (*own, *surface.all(Role.OTHER), *filed) if signs else ():
        text = main_text(view)
        if all(sign.search(text) for sign in signs) and (time is None or time.search(text)):
            line = next(line for line in text.split("\n") if signs[0].search(line))
            return UnnamedPage(view, own_title(view), clip_quote(line.strip(), _DATA.quoted))
    others = (view for view in surface.views if view.role not in _APART.get(role, ()) and view.role is not role)
    parts = (part for view in others if (part := _find_part(view, role, time)) is not None)
    return next(parts, None) if signs else None


def _find_part(view: View, role: Role, time: re.Pattern[str] | None) -> UnnamedPage | None:
    """The first part of a page of another kind that does, below its heading, what a page of that role does (退换: 不满意怎么办)."""
    parts: dict[str, list[str]] = {}
    own = ""
    for line, heading, kind in policy.list_headed_lines(main_text(view)):
        said = line.strip()
        if _is_heading(said) and _HEADED[role].search(fold_text(said)):
            own = said
        elif kind is policy.LineKind.HEADING:
            own = ""
        elif own or _HEADED[role].search(heading):
            parts.setdefault(own or heading, []).append(said)
    for heading, lines in parts.items():
        said = "\n".join(lines)
        if all(sign.search(said) for sign in _WITHIN[role]) and (time is None or time.search(said)):
            return UnnamedPage(view, f"{own_title(view)} › {heading}", clip_quote(lines[0], _DATA.quoted))
    return None


def _is_heading(line: str) -> bool:
    """Whether a line is as short as a heading and ends like none of a text's sentences: 有意见跟我们提."""
    return len(line) <= _DATA.heading and line[-1:] not in "。！!；;，,、：:.…"


def find_everyday_page(surface: Site, first: Role) -> UnnamedPage | None:
    """A page of rules under a name of the shop's own, where a check looks on such pages first; None without one.

    Who calls his agreement by no name of a paper writes it in no words of one: what readers find was measured on papers.
    """
    for view in (view for role in _EVERYDAY.roles if first in _EVERYDAY.roles for view in surface.all(role)):
        names = fold_text(f"{own_title(view)}\n{view.path[-1] if view.path else ''}")
        if not _FORMAL.search(names) and count_prose(view) >= _EVERYDAY.least and _tells_deals(view):
            said = next(iter(policy.split_sentences(main_text(view))), None)
            quote = "" if said is None else clip_quote(said.raw, _DATA.quoted)
            return UnnamedPage(view, own_title(view), quote)
    return None


def find_spoken_page(surface: Site, check: Check, reads: tuple[Role, ...]) -> UnnamedPage | None:
    """A text written as people talk, of the pages ``reads`` on which a check reads statements; None without one.

    What readers find was measured mostly on papers: of passages nobody taught them they deny 6 in 100 of those that are written so,
    and 13 of those written as people talk.
    """
    spoken = _DATA.spoken
    if not check.stated or check.id in spoken.sure or not reads or reads[0] not in spoken.roles:
        return None
    rules = () if reads[0] in _EVERYDAY.roles else _EVERYDAY.roles  # hold what is looked for elsewhere by chance alone
    for view in (view for role in reads if role in spoken.roles and role not in rules for view in surface.all(role)):
        if count_prose(view) >= spoken.least and _is_spoken(view):
            said = next(iter(policy.split_sentences(main_text(view))), None)
            return UnnamedPage(view, own_title(view), "" if said is None else clip_quote(said.raw, _DATA.quoted))
    return None


@per_view
def _is_spoken(view: View) -> bool:
    return is_spoken("\n".join(sentence.raw for sentence in policy.split_sentences(main_text(view))))


def _tells_deals(view: View) -> bool:
    """Whether a sentence of the page, be it read as its own part or not, is of what passes between a shop and others."""
    said = (line for line in view.text.split("\n") if len(line) >= _EVERYDAY.line)
    return any(_DEALS.search(fold_text(line)) for line in (*said, main_text(view)))


def _bears_name(view: View) -> bool:
    """Whether the page is called so, or says the name more often than in passing (举报 in the last line of 给我们挑刺)."""
    name = _NAMES.get(view.role)
    if name is None or not name.pattern or name.search(fold_text(own_title(view))):
        return True
    return len(name.findall(main_text(view))) >= _DATA.passing
