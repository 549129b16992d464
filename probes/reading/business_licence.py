"""How a shop shows its business licence: printed, on a page of its own, or by a link to the official register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crawler.site import Site, View
from crawler.vocabulary import FoundBy, Role
from probes.finding import Evidence, Text, Value, shown
from probes.pages.unread import Where, is_blind
from probes.probe import Params
from probes.reading import licences, normalise
from probes.reading.licence_answers import hosts, sort, worth
from probes.reading.licence_links import LinkNote
from probes.reading.licence_numbers import Hint, Kind, check, known_owner
from probes.reading.licence_places import Place, Source
from probes.reading.licences import BUSINESS, BUSINESS_LINKS, Entry, Number, Word
from probes.reading.prominence import Level
from probes.text.companies import companies as named_in

BY_THE_SHOP = frozenset({FoundBy.LINK, FoundBy.MENU, FoundBy.CLICK})


@dataclass(frozen=True, slots=True)
class Claim:
    """One way in which the licence is shown: the share it earns (0-1), or the best guess where it is ``doubtful``."""

    share: float
    doubtful: bool
    said: Text
    evidence: tuple[Evidence, ...]
    values: Mapping[str, Value] = field(default_factory=dict)


def claims(site: Site, params: Params) -> tuple[Claim, ...]:
    """Every way in which the home page and the licence pages show the licence."""
    return (
        *(claim for view in site.all(Role.HOME) for claim in _printed(site, view, params, None)),
        *(claim for view in site.all(Role.HOME) for claim in _official(site, view, params)),
        *(claim for view in site.all(Role.LICENCE) for claim in _paged(site, view, params)),
    )


def companies(view: View) -> tuple[str, ...]:
    """Companies named on the view, in text or in a picture, in order, with brackets and widths made alike."""
    said = "\n".join([view.text, *(each.ocr for each in view.elements if each.ocr and each.seen)])
    return named_in(normalise.text(said).text)


def _printed(site: Site, view: View, params: Params, stands: Level | None) -> Iterator[Claim]:
    """Credit codes (or old registration numbers) on a view; ``stands`` is how near the view is, None for the home page."""
    found = sort(site, (view,), BUSINESS)
    name = next(iter(companies(view)), "")
    for each in found.own:
        if each.place.source is Source.LINK:
            continue
        yield _number(each, name, params, stands, doubtful=False)
    for each, _, words in found.doubtful:
        if each.place.source is not Source.LINK:
            claim = _number(each, name, params, stands, doubtful=True)
            said = Text(f"{claim.said.zh}；待确认：{words.zh}", f"{claim.said.en}; needs a look: {words.en}")
            share = claim.share * params.limit("doubtful")
            yield Claim(share, True, said, claim.evidence, claim.values)


def _number(each: Number, name: str, params: Params, stands: Level | None, *, doubtful: bool) -> Claim:
    share = worth(each.place, params)
    if stands is not None:
        here = params.limit(each.place.level.name.lower())
        share = share / here * params.limit(stands.name.lower()) if here else 0.0
    share *= params.limit("outdated") if each.number.hint is Hint.PARTIAL else 1.0
    share *= 1.0 if name else params.limit("nameless")
    level = stands if stands is not None else each.place.level
    values: dict[str, Value] = {
        "number": each.number.normalised,
        "source": each.place.source.value,
        "level": level.name,
        "company": name,
    }
    who_zh, who_en = (f"，{name}", f" of {name}") if name else ("，未见企业名称", ", no company is named")
    said = Text(
        f"公示营业执照号码「{each.place.quote}」{who_zh}（{level.name}）",
        f"the licence number “{each.place.quote}” is shown{who_en} ({level.name})",
    )
    return Claim(share, doubtful, said, (each.place.evidence,), values)


def _official(site: Site, view: View, params: Params) -> Iterator[Claim]:
    """Links to official registers of licences."""
    for each in licences.read(view).links:
        if each.link.kind not in BUSINESS_LINKS:
            continue
        href = each.place.element.href[:120] if each.place.element else ""
        share, doubtful = params.limit(each.place.level.name.lower()), not each.link.ok
        zh, en = f"首页链接到电子营业执照：{href}", f"the home page links to the electronic licence: {href}"
        if each.link.note is LinkNote.RETIRED_HOST:
            share, doubtful = share * params.limit("retired"), False
            zh, en = f"链接指向已停用的旧平台：{href}", f"it links to a retired register: {href}"
        elif each.link.note is LinkNote.LEGACY_SITE or not each.link.ok:
            share, doubtful = share * params.limit("doubtful"), True
            zh, en = f"链接有效性待确认：{href}", f"whether this link still shows the licence needs a look: {href}"
        owner = known_owner(check(Kind.USCC, each.link.uscc, year=view.at.year)) if each.link.uscc else None
        if owner is not None and not any(owner.owns(host) for host in hosts(site, view)):
            share, doubtful = share * params.limit("doubtful"), True
            zh, en = f"链接指向{owner.name}的执照：{href}", f"the link leads to the licence of {owner.name}: {href}"
        values: dict[str, Value] = {"link": each.link.kind.value, "level": each.place.level.name}
        yield Claim(share, doubtful, Text(zh, en), (each.place.evidence,), values)


def _paged(site: Site, view: View, params: Params) -> Iterator[Claim]:
    """A page of licences: what it shows, and how near the home page it is."""
    links = [each for each in _pointers(site) if each.href in (view.asked, view.url)]
    stands = max((each.place.level for each in links), default=_near(view))
    entry = links[0].place if links else None
    made = list(_printed(site, view, params, stands))
    for claim in made:
        evidence = (*claim.evidence, entry.evidence) if entry is not None else claim.evidence
        yield Claim(claim.share, claim.doubtful, claim.said, evidence, claim.values)
    if made:
        return
    path = " → ".join(view.path) or view.url
    words = [each.place for each in licences.read(view).entries if each.word is Word.LICENCE]
    picture = any(each.image and each.seen and each.box.area >= params.limit("picture_px") for each in view.elements)
    if picture or is_blind(view, Where.LICENCES):
        share = params.limit(stands.name.lower()) * params.limit("image_only")
        said = Text(
            f"证照页（{path}）有图片，但未读出号码", f"the licence page ({path}) has a picture, no number was read"
        )
        yield Claim(share, True, said, (shown(view),), {"level": stands.name})
    elif words:
        said = Text(f"证照页（{path}）只有文字而无号码", f"the licence page ({path}) has words but no number")
        yield Claim(params.limit("pointer"), False, said, (words[0].evidence,), {"level": stands.name})


def _near(view: View) -> Level:
    """How near a page is to the home page by the clicks that led to it."""
    if view.found_by not in BY_THE_SHOP or view.clicks is None:
        return Level.P0
    if view.clicks <= 1:
        return Level.P1 if view.found_by is FoundBy.MENU else Level.P2
    return Level.P1 if view.clicks == 2 else Level.P0


def _pointers(site: Site) -> tuple[Entry, ...]:
    """Entries on the home page that name a licence, those that name the business licence first."""
    found = [
        each
        for view in site.all(Role.HOME)
        for each in licences.read(view).entries
        if each.word in (Word.LICENCE, Word.PAGE)
    ]
    return tuple(sorted(found, key=lambda each: (each.word is not Word.LICENCE, not each.pressable, -each.place.level)))


def unfollowed(site: Site, params: Params) -> Claim | None:
    """An entry on the home page that names a licence though no page of licences was read: only a person can follow it."""
    best = next(iter(_pointers(site)), None)
    if best is None:
        return None
    place: Place = best.place
    share = params.limit(place.level.name.lower()) * params.limit("doubtful")
    zh, en = f"首页有「{place.quote[:40]}」", f"the home page says “{place.quote[:40]}”"
    more = Text("，但不能点击", ", which cannot be pressed")
    if best.href in {url for view in site.all(Role.LICENCE) for url in (view.asked, view.url)}:
        more = Text("，其目标页未见号码", ", but no number was seen on the page it leads to")
    elif best.pressable:
        more = Text("，其目标未能读到", ", but what it leads to was not read")
    return Claim(share, True, Text(zh + more.zh, en + more.en), (place.evidence,), {"level": place.level.name})


def unread_badge(site: Site) -> Claim | None:
    """A wordless picture in the home page's footer: nothing says that it is the licence, and nothing that it is not."""
    for view in site.all(Role.HOME):
        for badge in licences.mute_badges(view)[:1]:
            zh, en = (
                "未见营业执照文字，但页脚有无文字的图标",
                "no business licence in words, but a wordless mark stands in the footer",
            )
            return Claim(0.0, True, Text(zh, en), (shown(view, badge, badge.image[-80:]),))
    return None
