"""Numbers of some kinds become an answer: own and well formed, or doubtful, or none, each with its quote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import INSTEAD, Answer, Text, Value, in_part, unsure, yes
from probes.pages.unread import Where
from probes.probe import Params
from probes.reading import licences
from probes.reading.licence_numbers import Hint, Kind, known_owner
from probes.reading.licence_places import Place, Source
from probes.reading.licences import Number
from probes.reading.prominence import legibility
from probes.reading.several import hidden, not_found, searched


class Doubt(StrEnum):
    """Why a number cannot be taken as the operator's own without a person looking at it."""

    FOREIGN = "foreign"
    COVERED = "covered"
    MALFORMED = "malformed"
    MASKED = "masked"


_DOUBTS = {
    Doubt.COVERED: Text("被其他内容遮挡", "it is covered by something else"),
    Doubt.MALFORMED: Text("格式或校验位不正确", "its form or check digit is wrong"),
    Doubt.MASKED: Text("号码被遮盖", "it is masked"),
}
_SOURCES = {
    Source.TEXT: Text("文字", "text"),
    Source.NAME: Text("图片替代文字或提示", "the name of a picture or link"),
    Source.OCR: Text("图片（文字识别）", "a picture (read by OCR)"),
    Source.LINK: Text("链接地址", "the address of a link"),
}


def hosts(site: Site, view: View) -> tuple[str, ...]:
    """The hosts the shop is known by."""
    found = []
    for url in (site.platform.url, view.url):
        try:
            found.append(urlsplit(url).hostname or "")
        except ValueError:
            continue
    return tuple(found)


def doubt(site: Site, each: Number) -> tuple[Doubt, Text] | None:
    """Why this number needs a person, with the reason in words; None where it does not. Placeholders are no numbers at all."""
    owner = known_owner(each.number)
    if owner is not None and not any(owner.owns(host) for host in hosts(site, each.place.view)):
        said = Text(
            f"该号码为{owner.name}所公示，而本站域名不属于它",
            f"it is published by {owner.name}, whose site this is not",
        )
        return Doubt.FOREIGN, said
    if each.number.hint is Hint.INCONCLUSIVE:
        return Doubt.MASKED, _DOUBTS[Doubt.MASKED]
    if not each.number.valid:
        return Doubt.MALFORMED, _DOUBTS[Doubt.MALFORMED]
    return (Doubt.COVERED, _DOUBTS[Doubt.COVERED]) if each.place.covered else None


def worth(place: Place, params: Params) -> float:
    """The share earned by that place: its level, less where only a picture or a name says it or it can hardly be read."""
    share = params.limit(place.level.name.lower())
    if place.source in (Source.OCR, Source.NAME):
        share *= params.limit("image_only")
    elif place.element is not None and place.source is Source.TEXT:
        seen = legibility(place.element)
        if not seen.font_ok and seen.contrast_ok is False:
            share *= params.limit("faint")
    return share


@dataclass(frozen=True, slots=True)
class Sorted:
    """Numbers of some kinds on some pages: the operator's own, best place first; doubtful ones; placeholders; hidden ones."""

    own: tuple[Number, ...]
    doubtful: tuple[tuple[Number, Doubt, Text], ...]
    blanks: tuple[Number, ...]
    hidden: tuple[str, ...]

    @property
    def absence(self) -> Text:
        """What to add to "no number was found": placeholders and numbers that nobody can see, quoted."""
        zh, en = "", ""
        if self.blanks:
            raw = self.blanks[0].place.quote
            zh, en = zh + f"，仅有占位符「{raw}」", en + f", only the placeholder “{raw}”"
        if self.hidden:
            zh, en = zh + f"，「{self.hidden[0]}」仅在不可见元素中", en + f", “{self.hidden[0]}” only in hidden nodes"
        return Text(zh, en)

    @property
    def instead(self) -> dict[str, Value]:
        """The value that says so: the placeholder, or the number that nobody can see; empty where there is neither."""
        quotes = (*(each.place.quote for each in self.blanks), *self.hidden)
        return {INSTEAD: quotes[0]} if quotes else {}


def sort(site: Site, views: Iterable[View], kinds: Iterable[Kind]) -> Sorted:
    """Every number of those kinds on those views."""
    kinds = frozenset(kinds)
    own: list[Number] = []
    doubtful: list[tuple[Number, Doubt, Text]] = []
    blanks: list[Number] = []
    unseen: list[str] = []
    for view in views:
        stock = licences.read(view)
        unseen += [number.raw for number in stock.hidden if number.kind in kinds and number.valid]
        for each in stock.of(*kinds):
            if each.number.hint is Hint.NUMBER_ABSENT:
                blanks.append(each)
            elif (why := doubt(site, each)) is not None:
                doubtful.append((each, *why))
            else:
                own.append(each)
    own.sort(
        key=lambda each: (-each.place.level, each.place.source is not Source.TEXT, each.number.hint is Hint.PARTIAL)
    )
    return Sorted(tuple(own), tuple(doubtful), tuple(blanks), tuple(unseen))


def judge(
    site: Site,
    params: Params,
    kinds: Iterable[Kind],
    roles: tuple[Role, ...],
    name: Text,
    *,
    question: Text | None = None,
    missing_asks: bool = False,
) -> Answer:
    """YES where one of the operator's own stands there, graded by its place; UNSURE where all are doubtful; else NO by absence.

    ``missing_asks``: not finding one is a question to a person (UNSURE without a guess), never a NO.
    """
    views, _ = searched(site, roles)
    found = sort(site, views, kinds)
    if found.own:
        best = max(found.own, key=lambda each: _share(each, params))
        share = _share(best, params)
        answer = _own(best, share, name)
        return answer if share == 1.0 else hidden(site, roles) or in_part(answer)
    if found.doubtful:
        return hidden(site, roles) or asked(found.doubtful[0], name, params)
    more = found.absence
    zh, en = f"未见{name.zh}{more.zh}", f"{name.en} was not found{more.en}"
    missing = not_found(
        site, roles, zh, en, fraction=0.0, values=found.instead, question=question, where=Where.LICENCES, worded=False
    )
    if missing_asks and missing.by_absence:
        return unsure(zh, en, *missing.evidence, question=question)
    return missing


def asked(doubtful: tuple[Number, Doubt, Text], name: Text, params: Params) -> Answer:
    """UNSURE about a doubtful number, which is quoted."""
    each, why, words = doubtful
    raw = each.place.quote
    return unsure(
        f"{name.zh}「{raw}」待确认：{words.zh}",
        f"{name.en} “{raw}” needs a look: {words.en}",
        each.place.evidence,
        guess=params.limit("doubtful"),
        question=Text(f"「{raw}」是本平台经营者的号码吗？", f"Is “{raw}” a number of this platform's operator?"),
        values={"number": each.number.normalised, "doubt": why.value, "reason": each.number.reason.value},
    )


def _share(each: Number, params: Params) -> float:
    return worth(each.place, params) * (params.limit("outdated") if each.number.hint is Hint.PARTIAL else 1.0)


def _own(each: Number, share: float, name: Text) -> Answer:
    number, place = each.number, each.place
    source = _SOURCES[place.source]
    values: dict[str, Value] = {
        "number": number.normalised,
        "kind": number.kind.value,
        "source": place.source.value,
        "level": place.level.name,
        "reason": number.reason.value,
    }
    return yes(
        f"{name.zh}「{place.quote}」，以{source.zh}显示于 {place.level.name}",
        f"{name.en} “{place.quote}” is shown at {place.level.name} by {source.en}",
        place.evidence,
        fraction=share,
        values=values,
    )
