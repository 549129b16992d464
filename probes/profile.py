"""What kind of platform this is, inferred from its own pages (criteria 0.9): this decides which items do not apply to it.

A flag is only inferred from something seen. «Does not sell goods» and «has no third-party sellers» would take items
away, so they need a sentence that says so, or a product sample made up of services alone, and no hidden page that
might say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from crawler.site import Element, Site, View
from crawler.vocabulary import LANDED, Role
from probes.answers.operator.licence_answers import doubt_licence
from probes.finding import Evidence, Text, evidence_on_page
from probes.pages.operator import licences
from probes.pages.rules.policy import find_statement, pattern, split_sentences
from probes.schema.flags import FLAGS, TABLE
from probes.schema.shared_words import expand_words
from probes.text.normalise import plain_text
from probes.text.numbers.number_grammar import NumberKind
from probes.text.ranking import clip_quote
from probes.text.remember import per_line, per_site, per_view

__all__ = ["FLAGS", "ProfileTrait", "effective_profile", "infer_traits"]

_DATA = TABLE
_LIMITS = _DATA.limits
_CONTROLS: dict[str, tuple[str, ...]] = {flag: expand_words(words) for flag, words in _DATA.controls.items()}
_DENIALS: dict[str, tuple[str, ...]] = {flag: tuple(words) for flag, words in _DATA.denials.items()}
_PRODUCTS: dict[str, tuple[str, ...]] = {kind: tuple(words) for kind, words in _DATA.products.items()}
_TOLD_BY = tuple(  # all words by which a label says anything, so that most labels are looked at once
    word for words in (*_CONTROLS.values(), *(sector.hints for sector in licences.SECTORS.values())) for word in words
)
_BOOKS = "publications"
# Flags told by a control's label, and flags told by an entry to a kind of goods.
_Told = tuple[tuple[str, ...], tuple[str, ...]]
_TELLING = (Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT)
_SAYING = (Role.ABOUT, Role.HELP, Role.AGREEMENT, Role.RULES, Role.HOME)
_CONTRARY = {
    "marketplace": (Role.HOME, Role.SELLER, Role.PRODUCT),
    "goods": (Role.HOME, Role.LIST, Role.PRODUCT, Role.DELIVERY, Role.CART),
}  # pages that could show the opposite of a denial


@dataclass(frozen=True, slots=True)
class ProfileTrait:
    """One flag of the profile as the pages state it, and where they do."""

    flag: str
    value: bool
    because: Text
    evidence: tuple[Evidence, ...]


@per_site
def infer_traits(site: Site) -> tuple[ProfileTrait, ...]:
    """Every flag that the pages of any device and look settle, in the order of the table; flags they leave open are left out."""
    found: dict[str, ProfileTrait] = {}
    for trait in (*_offered(site), *_sectors(site), *_goods(site), *_registered(site)):
        found.setdefault(trait.flag, trait)
    for flag, read in _READ_DENIALS.items():
        if flag not in found and not _hidden(site, _CONTRARY[flag]) and (denied := read(site)) is not None:
            found[flag] = denied
    return tuple(found[flag] for flag in FLAGS if flag in found)


def effective_profile(site: Site, decided: Mapping[str, bool] | None = None) -> dict[str, bool]:
    """The flags by which items and probes apply: a person's word comes before the operator's, the operator's before the pages'."""
    inferred = {trait.flag: trait.value for trait in infer_traits(site)}
    return {**inferred, **site.platform.profile, **(decided or {})}


def _views(site: Site, *roles: Role) -> tuple[View, ...]:
    return tuple(view for role in roles for view in site.all(role))


def _hidden(site: Site, roles: tuple[Role, ...]) -> bool:
    """Whether a page of those roles was not looked at, or could not be, on any device."""
    blind = any(gap.role in roles and gap.state == LANDED and not gap.reason.about_them for gap in site.gaps)
    known = {view.role for view in site.views} | {gap.role for gap in site.gaps}
    return blind or any(role not in known for role in roles)


def _offered(site: Site) -> Iterator[ProfileTrait]:
    for flag in _CONTROLS:
        for view in _views(site, *_TELLING):
            element = next((label for label, (flags, _) in _labels(view) if flag in flags), None)
            if element is not None:
                label = " ".join((element.text or element.own or element.name).split())[: _LIMITS.label]
                yield _trait(flag, f"页面有「{label}」", f"the page offers “{label}”", evidence_on_page(view, element))
                break


@per_view
def _labels(view: View) -> tuple[tuple[Element, _Told], ...]:
    """The visible elements whose label settles a flag, each with what it says."""
    return tuple(
        (element, told)
        for element in view.elements
        if element.seen and (told := _told(element.text or element.own or element.name)) is not None
    )


@per_line
def _told(words: str) -> _Told | None:
    """What a label says about a flag, wherever it stands; None if nothing."""
    label = plain_text(words)
    if not 0 < len(label) <= _LIMITS.label or not pattern(_TOLD_BY).search(label):
        return None
    controls = tuple(
        flag
        for flag, wanted in _CONTROLS.items()
        if pattern(wanted).search(label) and not pattern(tuple(_DATA.not_controls.get(flag, ()))).search(label)
    )
    sectors = tuple(
        flag
        for flag, sector in licences.SECTORS.items()
        if pattern(sector.hints).search(label)
        and not (flag != _BOOKS and pattern(tuple(_DATA.sectors["never"])).search(label))
    )
    return (controls, sectors) if controls or sectors else None


def _sectors(site: Site) -> Iterator[ProfileTrait]:
    """Kinds of goods that need a licence of their own: only entries of the shop's navigation count, not single products."""
    for flag in licences.SECTORS:
        for view in _views(site, Role.HOME, Role.LIST):
            element = next((label for label, (_, flags) in _labels(view) if label.href and flag in flags), None)
            if element is not None:
                label = " ".join((element.text or element.own or element.name).split())
                yield _trait(
                    flag, f"页面有「{label}」栏目", f"the page has an entry “{label}”", evidence_on_page(view, element)
                )
                break


def _goods(site: Site) -> Iterator[ProfileTrait]:
    physical = pattern(_PRODUCTS["goods"])
    for view in _views(site, Role.PRODUCT):
        match = physical.search(plain_text(view.text))
        if match is not None:
            said = match.group()
            yield _trait(
                "goods", f"商品页有「{said}」", f"a product page speaks of “{said}”", evidence_on_page(view, None, said)
            )
            return


def _registered(site: Site) -> Iterator[ProfileTrait]:
    for view in _views(site, Role.HOME, Role.LICENCE, Role.ABOUT):
        for number in licences.read_licences(view).numbers:
            if number.number.kind is NumberKind.USCC and number.number.valid and doubt_licence(site, number) is None:
                code = number.number.normalised
                here = code[2:4] == _LIMITS.beijing
                zh = f"统一社会信用代码 {code} 的登记地{'是' if here else '不是'}北京"
                en = f"credit code {code} was {'' if here else 'not '}given in Beijing"
                yield ProfileTrait("beijing", here, Text(zh, en), (number.place.evidence,))
                return


def _denied(flag: str) -> Callable[[Site], ProfileTrait | None]:
    def read(site: Site) -> ProfileTrait | None:
        for view in _views(site, *_SAYING):
            said = find_statement(split_sentences(view.text), _DENIALS[flag], never=_DENIALS[f"{flag}_never"])
            if said is not None:
                quote = clip_quote(said.raw, 120)
                return _trait(
                    flag,
                    f"页面写明：「{quote}」",
                    f"the page says: “{quote}”",
                    evidence_on_page(view, None, quote),
                    value=False,
                )
        return None

    return read


def _only_services(site: Site) -> ProfileTrait | None:
    """The flag «sells no goods»: stated in words, or shown by enough product pages that are all services and no delivery page."""
    said = _denied("goods")(site)
    if said is not None:
        return said
    views = _views(site, Role.PRODUCT)
    addresses = {view.url for view in views}
    service = pattern(_PRODUCTS["services"])
    if len(addresses) < _LIMITS.products or _views(site, Role.DELIVERY):
        return None
    if not all(service.search(plain_text(view.text)) for view in views):
        return None
    zh, en = (
        f"所见 {len(addresses)} 个商品页均为服务",
        f"only services on the product pages seen ({len(addresses)})",
    )
    return _trait("goods", zh, en, *(evidence_on_page(view) for view in views[:3]), value=False)


_READ_DENIALS: dict[str, Callable[[Site], ProfileTrait | None]] = {
    "marketplace": _denied("marketplace"),
    "goods": _only_services,
}


def _trait(flag: str, zh: str, en: str, *evidence: Evidence, value: bool = True) -> ProfileTrait:
    return ProfileTrait(flag, value, Text(zh, en), evidence)
