"""How a shop shows its business licence: printed, on a page of its own, or by a link to the official register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crawler.site import Site, View
from crawler.vocabulary import FoundBy, Role
from probes.answers.operator.licence_answers import NUMBER_LIMITS, licence_hosts, place_worth, sort_licences
from probes.finding import Evidence, Text, Value, evidence_on_page
from probes.pages.absence.unread import AnswerPlace, is_blind
from probes.pages.absence.walked import describe_way
from probes.pages.layout.prominence import Prominence, name_level
from probes.pages.operator import licences
from probes.pages.operator.licence_links import LinkNote
from probes.pages.operator.licence_places import LicencePlace, WordSource
from probes.pages.operator.licences import BUSINESS, BUSINESS_LINKS, LicenceEntry, LicenceWord, PlacedNumber
from probes.pages.operator.whose import company_names
from probes.probe import Params
from probes.text.numbers.licence_numbers import check_licence_number, known_owner
from probes.text.numbers.number_grammar import Hint, NumberKind

# What a probe's table must hold for ``find_licence_claims``.
CLAIM_LIMITS = (*NUMBER_LIMITS, "nameless", "retired", "pointer", "picture_px")
BY_THE_SHOP = frozenset({FoundBy.LINK, FoundBy.MENU, FoundBy.CLICK})


@dataclass(frozen=True, slots=True)
class LicenceClaim:
    """One way in which the licence is shown: the share it earns (0-1), or the best guess where it is ``doubtful``."""

    share: float
    doubtful: bool
    said: Text
    evidence: tuple[Evidence, ...]
    values: Mapping[str, Value] = field(default_factory=dict)


def find_licence_claims(site: Site, params: Params) -> tuple[LicenceClaim, ...]:
    """Every way in which the home page, the licence pages and the one about the company show the licence."""
    return (
        *(claim for view in site.all(Role.HOME) for claim in _printed(site, view, params, None)),
        *(claim for view in site.all(Role.HOME) for claim in _official(site, view, params)),
        *(claim for view in site.all(Role.LICENCE) for claim in _paged(site, view, params)),
        *(claim for view in site.all(Role.ABOUT) for claim in _printed(site, view, params, _near(view))),
    )


def _printed(site: Site, view: View, params: Params, stands: Prominence | None) -> Iterator[LicenceClaim]:
    """Credit codes (or old registration numbers) on a view; ``stands`` is how close the view is to the home page, None for home itself."""
    found = sort_licences(site, (view,), BUSINESS)
    name = next(iter(company_names(view)), "")
    for number in found.own:
        if number.place.source is WordSource.LINK:
            continue
        yield _number(number, name, params, stands, doubtful=False)
    for number, _, words in found.doubtful:
        if number.place.source is not WordSource.LINK:
            claim = _number(number, name, params, stands, doubtful=True)
            said = Text(f"{claim.said.zh}；待确认：{words.zh}", f"{claim.said.en}; needs a look: {words.en}")
            share = claim.share * params.limit("doubtful")
            yield LicenceClaim(share, True, said, claim.evidence, claim.values)


def _number(
    number: PlacedNumber, name: str, params: Params, stands: Prominence | None, *, doubtful: bool
) -> LicenceClaim:
    share = place_worth(number.place, params)
    if stands is not None:
        here = params.limit(number.place.level.name.lower())
        share = share / here * params.limit(stands.name.lower()) if here else 0.0
    share *= params.limit("outdated") if number.number.hint is Hint.PARTIAL else 1.0
    share *= 1.0 if name else params.limit("nameless")
    level = stands if stands is not None else number.place.level
    values: dict[str, Value] = {
        "number": number.number.normalised,
        "source": number.place.source.value,
        "level": level.name,
        "company": name,
    }
    who_zh, who_en = (f"，「{name}」", f" of “{name}”") if name else ("，未见企业名称", ", no company is named")
    said = Text(
        f"公示营业执照号码「{number.place.quote}」{who_zh}（{name_level(level).zh}）",
        f"the licence number “{number.place.quote}” is shown{who_en} ({name_level(level).en})",
    )
    return LicenceClaim(share, doubtful, said, (number.place.evidence,), values)


def _official(site: Site, view: View, params: Params) -> Iterator[LicenceClaim]:
    """Links to official registers of licences."""
    for placed in licences.read_licences(view).links:
        if placed.link.kind not in BUSINESS_LINKS:
            continue
        href = placed.place.element.href[:120] if placed.place.element else ""
        share, doubtful = params.limit(placed.place.level.name.lower()), not placed.link.ok
        zh, en = f"首页链接到电子营业执照：{href}", f"the home page links to the electronic licence: {href}"
        if placed.link.note is LinkNote.RETIRED_HOST:
            share, doubtful = share * params.limit("retired"), False
            zh, en = f"链接指向已停用的旧平台：{href}", f"it links to a retired register: {href}"
        elif placed.link.note is LinkNote.LEGACY_SITE or not placed.link.ok:
            share, doubtful = share * params.limit("doubtful"), True
            zh, en = f"链接有效性待确认：{href}", f"whether this link still shows the licence needs a look: {href}"
        owner = (
            known_owner(check_licence_number(NumberKind.USCC, placed.link.uscc, year=view.at.year))
            if placed.link.uscc
            else None
        )
        if owner is not None and not any(owner.owns(host) for host in licence_hosts(site, view)):
            share, doubtful = share * params.limit("doubtful"), True
            zh, en = (
                f"链接指向「{owner.name}」的执照：{href}",
                f"the link leads to the licence of “{owner.name}”: {href}",
            )
        values: dict[str, Value] = {"link": placed.link.kind.value, "level": placed.place.level.name}
        yield LicenceClaim(share, doubtful, Text(zh, en), (placed.place.evidence,), values)


def _paged(site: Site, view: View, params: Params) -> Iterator[LicenceClaim]:
    """A page of licences as a claim: what it shows, and how close it is to the home page."""
    links = [pointer for pointer in _pointers(site) if pointer.href in (view.asked, view.url)]
    stands = max((link.place.level for link in links), default=_near(view))
    entry = links[0].place if links else None
    made = list(_printed(site, view, params, stands))
    for claim in made:
        evidence = (*claim.evidence, entry.evidence) if entry is not None else claim.evidence
        yield LicenceClaim(claim.share, claim.doubtful, claim.said, evidence, claim.values)
    if made:
        return
    path = describe_way(view)
    words = [entry.place for entry in licences.read_licences(view).entries if entry.word is LicenceWord.LICENCE]
    picture = any(
        element.image and element.seen and element.box.area >= params.limit("picture_px") for element in view.elements
    )
    if picture or is_blind(view, AnswerPlace.LICENCES):
        share = params.limit(stands.name.lower()) * params.limit("image_only")
        said = Text(
            f"证照页（{path.zh}）有图片，但未读出号码",
            f"the licence page ({path.en}) has a picture, no number was read",
        )
        yield LicenceClaim(share, True, said, (evidence_on_page(view),), {"level": stands.name})
    elif words:
        said = Text(f"证照页（{path.zh}）只有文字而无号码", f"the licence page ({path.en}) has words but no number")
        yield LicenceClaim(params.limit("pointer"), False, said, (words[0].evidence,), {"level": stands.name})


def _near(view: View) -> Prominence:
    """How close a page is to the home page, by the clicks that led to it."""
    if view.found_by not in BY_THE_SHOP or view.clicks is None:
        return Prominence.P0
    if view.clicks <= 1:
        return Prominence.P1 if view.found_by is FoundBy.MENU else Prominence.P2
    return Prominence.P1 if view.clicks == 2 else Prominence.P0


def _pointers(site: Site) -> tuple[LicenceEntry, ...]:
    """Entries on the home page that name a licence, those naming the business licence first."""
    found = [
        entry
        for view in site.all(Role.HOME)
        for entry in licences.read_licences(view).entries
        if entry.word in (LicenceWord.LICENCE, LicenceWord.PAGE)
    ]
    return tuple(
        sorted(
            found, key=lambda entry: (entry.word is not LicenceWord.LICENCE, not entry.pressable, -entry.place.level)
        )
    )


def find_unfollowed(site: Site, params: Params) -> LicenceClaim | None:
    """An entry on the home page that names a licence although no page of licences was read: only a person can follow it."""
    best = next(iter(_pointers(site)), None)
    if best is None:
        return None
    place: LicencePlace = best.place
    share = params.limit(place.level.name.lower()) * params.limit("doubtful")
    zh, en = f"首页有「{place.quote[:40]}」", f"the home page says “{place.quote[:40]}”"
    more = Text("，但不能点击", ", which cannot be pressed")
    if best.href in {url for view in site.all(Role.LICENCE) for url in (view.asked, view.url)}:
        more = Text("，其目标页未见号码", ", but no number was seen on the page it leads to")
    elif best.pressable:
        more = Text("，其目标未能读到", ", but what it leads to was not read")
    return LicenceClaim(share, True, Text(zh + more.zh, en + more.en), (place.evidence,), {"level": place.level.name})


def unread_badge(site: Site) -> LicenceClaim | None:
    """A wordless picture in the home page's footer: nothing says whether it is the licence."""
    for view in site.all(Role.HOME):
        for badge in licences.mute_badges(view)[:1]:
            zh, en = (
                "未见营业执照文字，但页脚有无文字的图标",
                "no business licence in words, but a wordless mark stands in the footer",
            )
            return LicenceClaim(0.0, True, Text(zh, en), (evidence_on_page(view, badge, badge.image[-80:]),))
    return None
