"""Can what the home page shows of licences be read: font and contrast?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Value, yes
from probes.pages.unread import Where
from probes.probe import Need, Params, Probe
from probes.reading import licences
from probes.reading.licence_answers import sort
from probes.reading.licence_links import keyless
from probes.reading.licence_numbers import Hint, Kind
from probes.reading.licence_places import Place, Source
from probes.reading.licences import BUSINESS_LINKS, Word
from probes.reading.prominence import legibility
from probes.reading.several import not_found


def judge(site: Site, params: Params) -> Answer:
    places = [place for view in site.all(Role.HOME) for place in _places(licences.read(view))]
    by_element = {place.element.selector: place for place in places if place.element is not None}
    if not by_element:
        more = sort(site, site.all(Role.HOME), Kind)
        return not_found(
            site,
            (Role.HOME,),
            f"首页没有可测量的资质信息{more.absence.zh}",
            f"no licence on the home page to be measured{more.absence.en}",
            fraction=0.0,
            where=Where.LICENCES,
            values=more.instead,
        )
    seen = [(place, legibility(place.element)) for place in by_element.values() if place.element is not None]
    share = sum(each.score for _, each in seen) / len(seen)
    worst_place, worst = min(seen, key=lambda pair: (pair[1].score, pair[1].font_px))
    ratio = "?" if worst.contrast is None else f"{worst.contrast:.1f}"
    values: dict[str, Value] = {
        "places": len(seen),
        "font_px": round(worst.font_px, 1),
        "contrast": None if worst.contrast is None else round(worst.contrast, 2),
        "small_targets": sum(1 for place, each in seen if place.element and place.element.href and not each.size_ok),
    }
    return yes(
        f"{len(seen)} 处资质信息，最差处「{worst_place.quote[:40]}」字号 {worst.font_px:.0f}px、对比度 {ratio}",
        f"{len(seen)} places; the worst, “{worst_place.quote[:40]}”, has {worst.font_px:.0f} px and contrast {ratio}",
        worst_place.evidence,
        fraction=share,
        values=values,
    )


def _places(stock: licences.Inventory) -> list[Place]:
    """Drawn places of numbers that are filled in and of what leads to a licence; a picture is judged by its box alone.

    A placeholder, a label without its number and a register's door without a key show no licence, however large.
    """
    found = [each.place for each in stock.numbers if each.place.source is not Source.LINK and _filled(each)]
    found += [each.place for each in stock.links if each.link.kind in BUSINESS_LINKS and each.link.uscc]
    found += [each.place for each in stock.entries if each.word is Word.LICENCE and _leads(each)]
    return [place for place in found if not place.covered]


def _filled(each: licences.Number) -> bool:
    return each.number.hint is not Hint.NUMBER_ABSENT


def _leads(each: licences.Entry) -> bool:
    """Whether the words are a picture or lead to more than the front page of a register."""
    drawn = each.place.element is not None and bool(each.place.element.image)
    return (drawn or each.pressable) and not keyless(each.href)


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)
