"""Pages of the shop that no role's words named: read before it is said that something is stated nowhere."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crawler.links import role_links
from crawler.settings_file import SettingsFile
from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, unsure
from probes.pages.absence.several import find_shelf
from probes.pages.main.main_text import main_text
from probes.pages.main.own_title import own_title
from probes.probe import Check
from probes.recall import RULES
from probes.schema.reading_table import Spoken
from probes.text.ranking import clip_quote
from probes.text.remember import per_site


@dataclass(frozen=True, slots=True)
class UnnamedKind:
    """A kind of page that may stand under a name nobody foresaw: its main text meets every one of the ``signs``."""

    role: Role
    signs: tuple[str, ...]
    named: Spoken


@dataclass(frozen=True, slots=True)
class OtherPagesTable:
    """The file other_pages.toml."""

    quoted: int
    kinds: tuple[UnnamedKind, ...]


FILE = SettingsFile("probes", "other_pages.toml", OtherPagesTable)
_DATA = FILE.load()
_KINDS = {kind.role: (kind, tuple(re.compile(sign, re.IGNORECASE) for sign in kind.signs)) for kind in _DATA.kinds}


def read_other_pages(check: Check, answer: Answer, surface: Site, ask: Callable[[Site], Answer]) -> Answer:
    """The answer; where it misses something, that of the check asked again with those pages among the documents it reads, if better.

    What is mentioned in words we do not know, or met in part, is missed too: the shop may say it plainly on such a page.
    They can only help: what is wrong on such a page, which may be an article or an advertisement, is held against
    nobody; and what such a page may say in words we do not know is no absence, but a question. A check that reads no
    collection of documents (help, rules ...) is not asked again, nor is one that reads pages of customer service alone:
    a footer with a number makes no page one of these; nor is one that tells a thing by its form, for a box to search
    in on just any page searches goods. A fault of ``ask`` is raised.
    """
    if check.id in RULES.formed or check.good is not Outcome.YES or not _misses(answer) or not surface.all(Role.OTHER):
        return answer
    shelf = find_shelf(check.probe.reads)
    if shelf is None or shelf is Role.SERVICE:
        return answer
    again = ask(_filed(surface)[shelf])
    doubted = answer.outcome is Outcome.NO and again.outcome is Outcome.UNSURE
    if doubted or (again.outcome is Outcome.YES and _share(again) > _share(answer)):
        return again
    return _doubt_unnamed(check, answer, surface) or answer


def _doubt_unnamed(check: Check, answer: Answer, surface: Site) -> Answer | None:
    """UNSURE where nothing was found and no page of the kind asked first came up, yet one of no known name reads like it; else None.

    Whoever calls a page of complaints by a name of his own writes it in words of his own too.
    """
    role = check.probe.reads[0].role
    if answer.outcome is not Outcome.NO or not answer.by_absence or role not in _KINDS or surface.all(role):
        return None
    kind, signs = _KINDS[role]
    like = next((view for view in surface.all(Role.OTHER) if all(map(_find_sign(view), signs))), None)
    if like is None:
        return None
    line = next(line for line in main_text(like).split("\n") if signs[0].search(line))
    quote, title = clip_quote(line.strip(), _DATA.quoted), own_title(like)
    zh = f"{answer.because.zh}；但「{title}」一页像是{kind.named['zh']}，其用词不在已知说法之内：「{quote}」"
    en = f"{answer.because.en}; but the page “{title}” reads like {kind.named['en']}, in words not known: “{quote}”"
    ask = Text(f"「{title}」一页：{check.question.zh}", f"The page “{title}”: {check.question.en}")
    return unsure(zh, en, evidence_on_page(like, quote=quote), question=ask)


def _find_sign(view: View) -> Callable[[re.Pattern[str]], bool]:
    text = main_text(view)
    return lambda sign: sign.search(text) is not None


@per_site
def _filed(surface: Site) -> Mapping[Role, Site]:
    """The surface with those pages filed under each of the roles that collect documents, after the pages of the role itself."""
    own = tuple(view for view in surface.views if view.role is not Role.OTHER)
    others = tuple(view for view in surface.views if view.role is Role.OTHER)
    return {
        role: dataclasses.replace(surface, views=(*own, *(dataclasses.replace(view, role=role) for view in others)))
        for role in map(Role, role_links.SHELVES)
    }


def _misses(answer: Answer) -> bool:
    """Whether there may be more to find: nothing was found, something that could not be told, or a part."""
    return answer.by_absence or answer.outcome is Outcome.UNSURE or _share(answer) < 1.0


def _share(answer: Answer) -> float:
    if answer.outcome is Outcome.YES:
        return 1.0 if answer.fraction is None else answer.fraction
    return 0.0
