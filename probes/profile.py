"""What kind of platform this is (criteria 0.9), as its own pages tell: decides which items do not apply to it.

A flag is only inferred from something seen. «Does not sell goods» and «has no third-party sellers» would take items away, so they
need a sentence that says so, or a sample of products that are all services, and no page that may say otherwise hidden from us.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from crawler.site import Element, Site, View
from crawler.vocabulary import LANDED, Role
from probes.finding import Evidence, Text, shown
from probes.flags import FLAGS, TABLE
from probes.reading import licences
from probes.reading.licence_answers import doubt
from probes.reading.licence_numbers import Kind
from probes.reading.normalise import plain
from probes.reading.policy import pattern, sentences, stated
from probes.reading.remember import per_line, per_site, per_view
from probes.shared_words import expand_words
from probes.text.ranking import clip

__all__ = ["FLAGS", "Trait", "effective", "infer"]

_DATA = TABLE
_LIMITS = _DATA["limits"]
_CONTROLS: dict[str, tuple[str, ...]] = {flag: expand_words(words) for flag, words in _DATA["controls"].items()}
_DENIALS: dict[str, tuple[str, ...]] = {flag: tuple(words) for flag, words in _DATA["denials"].items()}
_PRODUCTS: dict[str, tuple[str, ...]] = {kind: tuple(words) for kind, words in _DATA["products"].items()}
_BOOKS = "publications"
# Flags that a control's label tells, and those that an entry's to a kind of goods does.
_Told = tuple[tuple[str, ...], tuple[str, ...]]
_TELLING = (Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT)
_SAYING = (Role.ABOUT, Role.HELP, Role.AGREEMENT, Role.RULES, Role.HOME)
_CONTRARY = {
    "marketplace": (Role.HOME, Role.SELLER, Role.PRODUCT),
    "goods": (Role.HOME, Role.LIST, Role.PRODUCT, Role.DELIVERY, Role.CART),
}  # pages that could show the opposite of a denial


@dataclass(frozen=True, slots=True)
class Trait:
    """One flag of the profile as the pages tell it, and where."""

    flag: str
    value: bool
    because: Text
    evidence: tuple[Evidence, ...]


@per_site
def infer(site: Site) -> tuple[Trait, ...]:
    """Every flag that the pages of any device and look tell, in the order of the table; what they leave open is not there."""
    found: dict[str, Trait] = {}
    for trait in (*_offered(site), *_sectors(site), *_goods(site), *_registered(site)):
        found.setdefault(trait.flag, trait)
    for flag, read in _READ_DENIALS.items():
        if flag not in found and not _hidden(site, _CONTRARY[flag]) and (denied := read(site)) is not None:
            found[flag] = denied
    return tuple(found[flag] for flag in FLAGS if flag in found)


def effective(site: Site, decided: Mapping[str, bool] | None = None) -> dict[str, bool]:
    """What items and probes are applied by: a person's word before the operator's, the operator's before the pages'."""
    inferred = {trait.flag: trait.value for trait in infer(site)}
    return {**inferred, **site.platform.profile, **(decided or {})}


def _views(site: Site, *roles: Role) -> tuple[View, ...]:
    return tuple(view for role in roles for view in site.all(role))


def _hidden(site: Site, roles: tuple[Role, ...]) -> bool:
    """Whether a page of those roles was not looked at, or could not be, on any device."""
    blind = any(gap.role in roles and gap.state == LANDED and not gap.reason.about_them for gap in site.gaps)
    known = {view.role for view in site.views} | {gap.role for gap in site.gaps}
    return blind or any(role not in known for role in roles)


def _offered(site: Site) -> Iterator[Trait]:
    for flag in _CONTROLS:
        for view in _views(site, *_TELLING):
            element = next((each for each, (flags, _) in _labels(view) if flag in flags), None)
            if element is not None:
                label = " ".join((element.text or element.own or element.name).split())[: _LIMITS["label"]]
                yield _trait(flag, f"页面有「{label}」", f"the page offers “{label}”", shown(view, element))
                break


@per_view
def _labels(view: View) -> tuple[tuple[Element, _Told], ...]:
    """The seen elements with a label that tells of a flag."""
    return tuple(
        (each, told)
        for each in view.elements
        if each.seen and (told := _told(each.text or each.own or each.name)) is not None
    )


@per_line
def _told(words: str) -> _Told | None:
    """What a label tells, wherever it stands; None for nothing."""
    label = plain(words)
    if not 0 < len(label) <= _LIMITS["label"]:
        return None
    controls = tuple(
        flag
        for flag, wanted in _CONTROLS.items()
        if pattern(wanted).search(label) and not pattern(tuple(_DATA["not_controls"].get(flag, ()))).search(label)
    )
    sectors = tuple(
        flag
        for flag, sector in licences.SECTORS.items()
        if pattern(sector.hints).search(label)
        and not (flag != _BOOKS and pattern(tuple(_DATA["sectors"]["never"])).search(label))
    )
    return (controls, sectors) if controls or sectors else None


def _sectors(site: Site) -> Iterator[Trait]:
    """Kinds of goods that need a licence of their own: only entries of the shop's navigation tell, not single products."""
    for flag in licences.SECTORS:
        for view in _views(site, Role.HOME, Role.LIST):
            element = next((each for each, (_, flags) in _labels(view) if each.href and flag in flags), None)
            if element is not None:
                label = " ".join((element.text or element.own or element.name).split())
                yield _trait(flag, f"页面有「{label}」栏目", f"the page has an entry “{label}”", shown(view, element))
                break


def _goods(site: Site) -> Iterator[Trait]:
    physical = pattern(_PRODUCTS["goods"])
    for view in _views(site, Role.PRODUCT):
        match = physical.search(plain(view.text))
        if match is not None:
            said = match.group()
            yield _trait("goods", f"商品页有「{said}」", f"a product page speaks of “{said}”", shown(view, None, said))
            return


def _registered(site: Site) -> Iterator[Trait]:
    for view in _views(site, Role.HOME, Role.LICENCE, Role.ABOUT):
        for each in licences.read(view).numbers:
            if each.number.kind is Kind.USCC and each.number.valid and doubt(site, each) is None:
                code = each.number.normalised
                here = code[2:4] == _LIMITS["beijing"]
                zh = f"统一社会信用代码 {code} 的登记地{'是' if here else '不是'}北京"
                en = f"credit code {code} was {'' if here else 'not '}given in Beijing"
                yield Trait("beijing", here, Text(zh, en), (each.place.evidence,))
                return


def _denied(flag: str) -> Callable[[Site], Trait | None]:
    def read(site: Site) -> Trait | None:
        for view in _views(site, *_SAYING):
            said = stated(sentences(view.text), _DENIALS[flag], never=_DENIALS[f"{flag}_never"])
            if said is not None:
                quote = clip(said.raw, 120)
                return _trait(
                    flag, f"页面写明：「{quote}」", f"the page says: “{quote}”", shown(view, None, quote), value=False
                )
        return None

    return read


def _only_services(site: Site) -> Trait | None:
    """No goods: said so, or enough product pages and each of them a service, with no delivery page offered."""
    said = _denied("goods")(site)
    if said is not None:
        return said
    views = _views(site, Role.PRODUCT)
    addresses = {view.url for view in views}
    service = pattern(_PRODUCTS["services"])
    if len(addresses) < _LIMITS["products"] or _views(site, Role.DELIVERY):
        return None
    if not all(service.search(plain(view.text)) for view in views):
        return None
    zh, en = f"所见 {len(addresses)} 个商品页均为服务", f"all {len(addresses)} product pages seen are of services"
    return _trait("goods", zh, en, *(shown(view) for view in views[:3]), value=False)


_READ_DENIALS: dict[str, Callable[[Site], Trait | None]] = {
    "marketplace": _denied("marketplace"),
    "goods": _only_services,
}


def _trait(flag: str, zh: str, en: str, *evidence: Evidence, value: bool = True) -> Trait:
    return Trait(flag, value, Text(zh, en), evidence)
