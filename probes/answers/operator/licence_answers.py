"""Turns licence numbers into an answer, with quotes: the operator's own and well formed, doubtful, or none at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import INSTEAD, Answer, Text, Value, in_part, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.layout.prominence import LEVEL_LIMITS, measure_legibility, name_level
from probes.pages.operator import licences
from probes.pages.operator.licence_places import LicencePlace, WordSource
from probes.pages.operator.licences import PlacedNumber
from probes.probe import Params
from probes.text.numbers.licence_numbers import known_owner
from probes.text.numbers.number_grammar import Hint, NumberKind


class NumberDoubt(StrEnum):
    """Why a number cannot be taken as the operator's own until a person has looked at it."""

    FOREIGN = "foreign"
    COVERED = "covered"
    UNSHOWN = "unshown"
    MALFORMED = "malformed"
    MASKED = "masked"


_DOUBTS = {
    NumberDoubt.COVERED: Text("被其他内容遮挡", "it is covered by something else"),
    NumberDoubt.UNSHOWN: Text(
        "只在小图标的替代文字中，页面上看不到", "it stands only in the hidden text of an icon, where nobody sees it"
    ),
    NumberDoubt.MALFORMED: Text("格式或校验位不正确", "its form or check digit is wrong"),
    NumberDoubt.MASKED: Text("号码被遮盖", "it is masked"),
}
# What a probe's table must hold for ``place_worth``, ``ask_doubtful`` and ``judge_licences``.
WORTH_LIMITS = (*LEVEL_LIMITS, "image_only", "faint")
ASKED_LIMITS = ("doubtful",)
NUMBER_LIMITS = (*WORTH_LIMITS, "outdated", *ASKED_LIMITS)
SOURCES = {
    WordSource.TEXT: Text("文字", "text"),
    WordSource.NAME: Text("图片替代文字或提示", "the name of a picture or link"),
    WordSource.OCR: Text("图片（文字识别）", "a picture (read by OCR)"),
    WordSource.LINK: Text("链接地址", "the address of a link"),
}


def licence_hosts(site: Site, view: View) -> tuple[str, ...]:
    """The hosts by which the shop is known."""
    found = []
    for url in (site.platform.url, view.url):
        try:
            found.append(urlsplit(url).hostname or "")
        except ValueError:
            continue
    return tuple(found)


def doubt_licence(site: Site, placed: PlacedNumber) -> tuple[NumberDoubt, Text] | None:
    """Why this number needs a person, with the reason in words; None where it does not. Placeholders do not count as numbers."""
    owner = known_owner(placed.number)
    if owner is not None and not any(owner.owns(host) for host in licence_hosts(site, placed.place.view)):
        said = Text(
            f"该号码为「{owner.name}」所公示，而本站域名不属于它",
            f"it is published by “{owner.name}”, whose site this is not",
        )
        return NumberDoubt.FOREIGN, said
    if placed.number.hint is Hint.INCONCLUSIVE:
        return NumberDoubt.MASKED, _DOUBTS[NumberDoubt.MASKED]
    if not placed.number.valid:
        return NumberDoubt.MALFORMED, _DOUBTS[NumberDoubt.MALFORMED]
    if placed.unshown:
        return NumberDoubt.UNSHOWN, _DOUBTS[NumberDoubt.UNSHOWN]
    return (NumberDoubt.COVERED, _DOUBTS[NumberDoubt.COVERED]) if placed.place.covered else None


def place_worth(place: LicencePlace, params: Params) -> float:
    """The share earned by that place: its level's, less where only a picture or a name says it or it is hard to read."""
    share = params.limit(place.level.name.lower())
    if place.source in (WordSource.OCR, WordSource.NAME):
        share *= params.limit("image_only")
    elif place.element is not None and place.source is WordSource.TEXT:
        seen = measure_legibility(place.element)
        if not seen.font_ok and seen.contrast_ok is False:
            share *= params.limit("faint")
    return share


@dataclass(frozen=True, slots=True)
class SortedNumbers:
    """Numbers of some kinds on some pages: the operator's own (best place first), doubtful ones, placeholders and hidden ones."""

    own: tuple[PlacedNumber, ...]
    doubtful: tuple[tuple[PlacedNumber, NumberDoubt, Text], ...]
    blanks: tuple[PlacedNumber, ...]
    hidden: tuple[str, ...]

    @property
    def absence(self) -> Text:
        """What to add to "no number was found": quotes of placeholders and of numbers that nobody can see."""
        zh, en = "", ""
        if self.blanks:
            raw = self.blanks[0].place.quote
            zh, en = zh + f"，仅有占位符「{raw}」", en + f", only the placeholder “{raw}”"
        if self.hidden:
            zh, en = zh + f"，「{self.hidden[0]}」仅在不可见元素中", en + f", “{self.hidden[0]}” only in hidden nodes"
        return Text(zh, en)

    @property
    def instead(self) -> dict[str, Value]:
        """The value to record (``INSTEAD``): the placeholder, or the number that nobody can see; empty without either."""
        quotes = (*(blank.place.quote for blank in self.blanks), *self.hidden)
        return {INSTEAD: quotes[0]} if quotes else {}


def sort_licences(site: Site, views: Iterable[View], kinds: Iterable[NumberKind]) -> SortedNumbers:
    """Every number of those kinds on those views."""
    kinds = frozenset(kinds)
    own: list[PlacedNumber] = []
    doubtful: list[tuple[PlacedNumber, NumberDoubt, Text]] = []
    blanks: list[PlacedNumber] = []
    unseen: list[str] = []
    for view in views:
        stock = licences.read_licences(view)
        unseen += [number.raw for number in stock.hidden if number.kind in kinds and number.valid]
        for shown in stock.of(*kinds):
            if shown.number.hint is Hint.NUMBER_ABSENT:
                blanks.append(shown)
            elif (why := doubt_licence(site, shown)) is not None:
                doubtful.append((shown, *why))
            else:
                own.append(shown)
    own.sort(
        key=lambda number: (
            -number.place.level,
            number.place.source is not WordSource.TEXT,
            number.number.hint is Hint.PARTIAL,
        )
    )
    return SortedNumbers(tuple(own), tuple(doubtful), tuple(blanks), tuple(unseen))


def judge_licences(
    site: Site,
    params: Params,
    kinds: Iterable[NumberKind],
    roles: tuple[Role, ...],
    name: Text,
    *,
    question: Text | None = None,
    missing_asks: bool = False,
) -> Answer:
    """YES where one of the operator's own is there, graded by its place; UNSURE where all are doubtful; else NO by absence.

    ``missing_asks``: where none is found a person is asked (UNSURE without a guess); it is never NO.
    """
    views, _ = searched_views(site, roles)
    found = sort_licences(site, views, kinds)
    if found.own:
        best = max(found.own, key=lambda number: _share(number, params))
        share = _share(best, params)
        answer = _own(best, share, name)
        return answer if share == 1.0 else answer_hidden(site, roles) or in_part(answer)
    if found.doubtful:
        return answer_hidden(site, roles) or ask_doubtful(found.doubtful[0], name, params)
    more = found.absence
    zh, en = f"未见{name.zh}{more.zh}", f"{name.en} was not found{more.en}"
    missing = not_found(
        site,
        roles,
        zh,
        en,
        fraction=0.0,
        values=found.instead,
        question=question,
        where=AnswerPlace.LICENCES,
        worded=False,
    )
    if missing_asks and missing.by_absence:
        return unsure(zh, en, *missing.evidence, question=question)
    return missing


def ask_doubtful(doubtful: tuple[PlacedNumber, NumberDoubt, Text], name: Text, params: Params) -> Answer:
    """UNSURE about a doubtful number, with a quote."""
    placed, why, words = doubtful
    raw = placed.place.quote
    return unsure(
        f"{name.zh}「{raw}」待确认：{words.zh}",
        f"{name.en} “{raw}” needs a look: {words.en}",
        placed.place.evidence,
        guess=params.limit("doubtful"),
        question=Text(f"「{raw}」是本平台经营者的号码吗？", f"Is “{raw}” a number of this platform's operator?"),
        values={"number": placed.number.normalised, "doubt": why.value, "reason": placed.number.reason.value},
    )


def _share(placed: PlacedNumber, params: Params) -> float:
    return place_worth(placed.place, params) * (params.limit("outdated") if placed.number.hint is Hint.PARTIAL else 1.0)


def _own(placed: PlacedNumber, share: float, name: Text) -> Answer:
    number, place = placed.number, placed.place
    source = SOURCES[place.source]
    values: dict[str, Value] = {
        "number": number.normalised,
        "kind": number.kind.value,
        "source": place.source.value,
        "level": place.level.name,
        "reason": number.reason.value,
    }
    return yes(
        f"{name.zh}「{place.quote}」，以{source.zh}显示（{name_level(place.level).zh}）",
        f"{name.en} “{place.quote}” is shown by {source.en} ({name_level(place.level).en})",
        place.evidence,
        fraction=share,
        values=values,
    )
