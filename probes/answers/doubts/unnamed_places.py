"""Places under names that nobody foresaw: a shop's complaints may be behind "Not happy? Come and talk", so no absence is said over them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from crawler.links import role_links
from crawler.links.order_rows import find_order_rows
from crawler.settings_file import SettingsFile
from crawler.site import Element, Site, View
from crawler.spelling import plain_words
from crawler.table_builder import EveryKey
from crawler.urls import is_openable, same_site
from crawler.vocabulary import LANDED, Region, Role
from probes.answers.doubts.headed import find_headed_section
from probes.answers.doubts.lost_pages import has_lost_page
from probes.answers.doubts.unnamed_kinds import find_everyday_page, find_spoken_page, find_unnamed_page, roles_in_doubt
from probes.finding import NOT_KNOWN, Answer, Evidence, Outcome, Text, evidence_on_page
from probes.pages.absence.exhausted import list_ways_on
from probes.pages.absence.only_names import only_names
from probes.pages.absence.opening import names_account
from probes.pages.absence.several import find_shelf
from probes.pages.layout.named_pictures import lists_titles
from probes.pages.operator.notices import is_notice
from probes.probe import Check
from probes.text.ranking import clip_quote
from probes.text.remember import per_site, per_site_and, per_text, per_view
from probes.text.shown import list_seen


@dataclass(frozen=True, slots=True)
class UnnamedPlacesTable:
    """The file unnamed_places.toml."""

    times: int
    label: int
    own: int
    entry: int
    in_account: tuple[str, ...]
    words: Annotated[
        Mapping[str, str],
        EveryKey(
            (
                "speaks_zh",
                "speaks_en",
                "like_zh",
                "like_en",
                "everyday_zh",
                "everyday_en",
                "headed_zh",
                "headed_en",
                "left_zh",
                "left_en",
                "unseen_zh",
                "unseen_en",
            )
        ),
    ]


FILE = SettingsFile("probes.answers.doubts", "unnamed_places.toml", UnnamedPlacesTable)
_DATA = FILE.load()
_TIMES = _DATA.times
_LABEL = _DATA.label
_OWN = _DATA.own
_ENTRY = _DATA.entry
_IN_ACCOUNT = frozenset(_DATA.in_account)
_WORDS = _DATA.words
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.SIDE})
_FOOT = frozenset({Region.FOOTER})
# Roles whose pages speak of many things, are known by what they do, or whose words (客服, 公司) any page says: they tell nothing.
_NO_SUBJECT = frozenset({
    Role.HOME, Role.HELP, Role.PRODUCT, Role.LIST, Role.SEARCH, Role.LOGIN, Role.REGISTER, Role.CART, Role.SERVICE, Role.ABOUT,
})  # fmt: skip

_OF_ALL = frozenset(
    {Role.HOME, Role.PRODUCT}
)  # they tell of every matter, each in a line: which pages are meant stands behind


def doubt_place(check: Check, answer: Answer, explored: Site) -> Answer:
    """UNSURE instead of a NO about a place that may be there under another name; every other answer is returned unchanged.

    ``explored`` is the device in all looks of the audit.
    """
    if answer.outcome is not Outcome.NO:
        return answer
    roles = frozenset(need.role for need in check.probe.reads) - _NO_SUBJECT
    found = _speaking(explored, roles, with_labels=check.id in _IN_ACCOUNT)
    if found is not None:
        return _asked(check, answer, "speaks", found)
    like = _reading_like(explored, roles)
    if like is not None:
        return _asked(check, answer, "like", like)
    left = _left_in_frame(explored, _FRAME)
    if left is not None:
        return _asked(check, answer, "left", left)
    # A page that was lost to us may be the one that speaks of it: seeing less makes no fail.
    return _asked(check, answer, "unseen", ("", ())) if has_lost_page(explored) else answer


def doubt_words(check: Check, answer: Answer, explored: Site) -> Answer:
    """UNSURE instead of a NO about words that may stand on a page of no known name, or below a heading that asks for just
    them; every other answer is returned unchanged.

    Such a page would have been read as one of a collection of documents, so only checks that read one are in doubt; and
    of the frame only its foot, where shops link what they have to say: what is sold is linked above.
    """
    if answer.outcome is not Outcome.NO:
        return answer
    headed = find_headed_section(check, explored)
    if headed is not None:
        proof = (evidence_on_page(headed.view, quote=clip_quote(headed.lines[0], _LABEL)),)
        return _asked(check, answer, "headed", (headed.heading, proof))
    first = next((need.role for need in check.probe.reads if need.role not in _OF_ALL), Role.HOME)
    like = _reading_like(explored, roles_in_doubt(first, explored, check.id), check.id)
    if like is not None:
        return _asked(check, answer, "like", like)
    reads = tuple(need.role for need in check.probe.reads if need.role not in _OF_ALL)
    everyday = find_everyday_page(explored, first) or find_spoken_page(explored, check, reads)
    if everyday is not None:
        proof = (evidence_on_page(everyday.view, quote=everyday.quote),)
        return _asked(check, answer, "everyday", (everyday.title, proof))
    left = find_unread_entry(check, explored)
    return answer if left is None else _asked(check, answer, "left", left)


def find_unread_entry(check: Check, explored: Site) -> tuple[str, tuple[Evidence, ...]] | None:
    """The label of an entry at the foot whose page nobody opened and that a check which reads documents would have read; None without one."""
    return None if find_shelf(check.probe.reads) is None else _left_in_frame(explored, _FOOT)


def _asked(check: Check, answer: Answer, why: str, found: tuple[str, tuple[Evidence, ...]]) -> Answer:
    label, proof = found
    because = Text(
        *(
            _WORDS[f"{why}_{lang}"].format(because=said, label=clip_quote(label, _LABEL))
            for lang, said in (("zh", answer.because.zh), ("en", answer.because.en))
        )
    )
    return dataclasses.replace(
        answer,
        outcome=Outcome.UNSURE,
        because=because,
        evidence=(*proof, *answer.evidence),
        fraction=None,
        reason=NOT_KNOWN,
        question=answer.question or check.question,
    )


def _speaking(explored: Site, roles: frozenset[Role], *, with_labels: bool) -> tuple[str, tuple[Evidence, ...]] | None:
    """A page that no role's name fits and that speaks of the subject of one of the roles, with its label.

    ``with_labels``: also the labels of a visitor's own page, each by itself, for what he does there: 退换货 is a way to send back.
    """
    for page in _unnamed(explored):
        account = _is_account_page(page.view)
        said = page.sentences if account and not with_labels else page.words
        if _count_spoken(said, roles) >= (1 if account and with_labels else _TIMES):
            return page.view.path[-1] if page.view.path else page.view.title, (evidence_on_page(page.view),)
    return None


@per_text
def _count_spoken(said: str, roles: frozenset[Role]) -> int:
    """How often one of the roles' words is said, each letter counted once: 退换货 is one mention, though 退换 and 换货 are words too."""
    return len(_subject(roles).findall(said))


@cache  # there are fewer such sets than checks
def _subject(roles: frozenset[Role]) -> re.Pattern[str]:
    words = {word for role in roles if role in role_links.RULES for word in role_links.RULES[role].words}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def _reading_like(explored: Site, roles: Iterable[Role], check: str = "") -> tuple[str, tuple[Evidence, ...]] | None:
    """A page of no known name that reads like those of one of the roles, with its title."""
    found = next((page for role in sorted(roles) if (page := find_unnamed_page(explored, role, check))), None)
    return None if found is None else (found.title, (evidence_on_page(found.view, quote=found.quote),))


@dataclass(frozen=True, slots=True)
class _Unnamed:
    """A page without a role, with the plain words of its own part, and those of them that are more than a label of an entry."""

    view: View
    words: str
    sentences: str

    @classmethod
    def of(cls, view: View) -> _Unnamed:
        own = [plain_words(one.own) for one in list_seen(view.elements) if one.region is Region.MAIN]
        return cls(view, "\n".join(filter(None, own)), "\n".join(line for line in own if len(line) > _ENTRY))


@per_site
def _unnamed(explored: Site) -> tuple[_Unnamed, ...]:
    """Pages without a role.

    Those that say nothing but their name, list others, tell news, or are pages of goods without the query that names one, speak of nothing.
    """
    bare = only_names(explored)
    goods = {page for view in explored.all(Role.PRODUCT) for page, mark, _ in (view.url.partition("?"),) if mark}
    return tuple(
        _Unnamed.of(view)
        for view in explored.views
        if view.role is Role.OTHER
        and view.state == LANDED
        and view.id not in bare
        and view.url not in goods
        and not lists_titles(view)
        and not is_notice(view)
        and not _names_role(view.path[-1] if view.path else "")
    )


@per_view
def _is_account_page(view: View) -> bool:
    """Whether a page lists a visitor's own matters: his orders by their states, or several labels that name nothing but such."""
    labels = {said for one in list_seen(view.elements) if one.region is Region.MAIN and (said := one.own.strip())}
    return bool(find_order_rows(view)) or sum(map(names_account, labels)) >= _OWN


def _names_role(label: str) -> bool:
    """Whether a label is that of a known role: then it is no other name for anything, and leads where it says."""
    said = plain_words(label)
    return any(role_links.names_role(role, said) for role in role_links.RULES)


@per_site_and
def _left_in_frame(explored: Site, where: frozenset[Region]) -> tuple[str, tuple[Evidence, ...]] | None:
    """The first link of no known name to a page of the shop, there in the frame of the home page, that was never opened."""
    return next(_links_left(explored, where), None)


def _links_left(explored: Site, where: frozenset[Region]) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    for view, element in list_ways_on(explored):
        if view.role is Role.HOME and element.region in where and _is_own(view, element):
            label = " ".join((element.text or element.own or element.name or element.ocr).split())
            personal = plain_words(label) in role_links.PERSONAL or names_account(label)
            if label and not personal and not _names_role(label):  # a known name is asked about where it matters
                yield label, (evidence_on_page(view, element),)


def _is_own(view: View, element: Element) -> bool:
    return is_openable(element.href) and same_site(view.url, element.href)
