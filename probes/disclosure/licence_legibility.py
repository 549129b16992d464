"""Is what the home page shows of licences readable, by font size and contrast?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.operator.licence_answers import sort_licences
from probes.finding import Answer, Value, yes
from probes.pages.absence.several import not_found
from probes.pages.absence.unread import AnswerPlace
from probes.pages.layout.prominence import measure_legibility
from probes.pages.operator import licences
from probes.pages.operator.licence_links import is_keyless
from probes.pages.operator.licence_places import LicencePlace, WordSource
from probes.pages.operator.licences import BUSINESS_LINKS, LicenceWord
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.numbers.number_grammar import Hint, NumberKind


def judge(site: Site, params: Params) -> Answer:
    places = [place for view in site.all(Role.HOME) for place in _places(licences.read_licences(view))]
    by_element = {place.element.selector: place for place in places if place.element is not None}
    if not by_element:
        more = sort_licences(site, site.all(Role.HOME), NumberKind)
        return not_found(
            site,
            (Role.HOME,),
            f"首页没有可测量的资质信息{more.absence.zh}",
            f"no licence on the home page to be measured{more.absence.en}",
            fraction=0.0,
            where=AnswerPlace.LICENCES,
            values=more.instead,
        )
    seen = [(place, measure_legibility(place.element)) for place in by_element.values() if place.element is not None]
    share = sum(legibility.score for _, legibility in seen) / len(seen)
    worst_place, worst = min(seen, key=lambda pair: (pair[1].score, pair[1].font_px))
    ratio = "?" if worst.contrast is None else f"{worst.contrast:.1f}"
    values: dict[str, Value] = {
        "places": len(seen),
        "font_px": round(worst.font_px, 1),
        "contrast": None if worst.contrast is None else round(worst.contrast, 2),
        "small_targets": sum(
            1 for place, legibility in seen if place.element and place.element.href and not legibility.size_ok
        ),
    }
    return yes(
        f"{len(seen)} 处资质信息，最差处「{worst_place.quote[:40]}」字号 {worst.font_px:.0f}px、对比度 {ratio}",
        f"{count_in_words(len(seen), 'place')}; the worst, “{worst_place.quote[:40]}”, has {worst.font_px:.0f} px and contrast {ratio}",
        worst_place.evidence,
        fraction=share,
        values=values,
    )


def _places(stock: licences.LicenceInventory) -> list[LicencePlace]:
    """Drawn places of filled-in numbers and of what leads to a licence; a picture is judged by its box alone.

    A placeholder, a label without its number, or a link to a register's front page shows no licence, however large.
    """
    found = [number.place for number in stock.numbers if number.place.source is not WordSource.LINK and _filled(number)]
    found += [link.place for link in stock.links if link.link.kind in BUSINESS_LINKS and link.link.uscc]
    found += [entry.place for entry in stock.entries if entry.word is LicenceWord.LICENCE and _leads(entry)]
    return [place for place in found if not place.covered]


def _filled(number: licences.PlacedNumber) -> bool:
    return number.number.hint is not Hint.NUMBER_ABSENT


def _leads(entry: licences.LicenceEntry) -> bool:
    """Whether it is a picture, or words that lead to more than the front page of a register."""
    drawn = entry.place.element is not None and bool(entry.place.element.image)
    return (drawn or entry.pressable) and not is_keyless(entry.href)


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)
