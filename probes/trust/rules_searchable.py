"""Can rules be searched, or found through a table of contents?"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.site import Element, Site, View
from crawler.vocabulary import Region, Role
from probes.finding import INSTEAD, Answer, evidence_on_page, yes
from probes.pages.absence.several import not_found, searched_views
from probes.pages.rules.nothing_more import is_all_there
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text

ROLES = (Role.RULES, Role.AGREEMENT)
FIELDS = ("search", "text")
FRAME = (Region.HEADER, Region.NAV, Region.FOOTER)


def judge(site: Site, params: Params) -> Answer:
    """Pages with nothing of their own to press or to write in have neither: that is read from their form, not from words."""
    views, _ = searched_views(site, ROLES)
    homes = site.all(Role.HOME)
    on_home = {_label(home, field) for home in homes for field in _fields(home)} if homes else None
    for view in views:
        field = _field(view, params, on_home)
        if field is not None:
            words = " ".join(_label(view, field).split())[:40]
            return yes(f"规则可以搜索：「{words}」", f"rules can be searched: “{words}”", evidence_on_page(view, field))
    for view in views:
        entries = _contents(view, params)
        if len(entries) >= params.limit("entries"):
            said = "、".join(" ".join(entry.text.split()) for entry in entries[:5])
            return yes(
                f"有规则目录：「{said}」",
                f"there is a table of contents: “{said}”",
                evidence_on_page(view, entries[0], said),
            )
    bare = views and all(is_all_there(view, site) for view in views)
    return not_found(
        site,
        ROLES,
        "未见规则搜索或目录",
        "neither a search of rules nor a table of contents",
        fraction=0.0,
        values={INSTEAD: views[0].url} if bare else None,
    )


def _field(view: View, params: Params, on_home: set[str] | None) -> Element | None:
    """A search for rules, not the shop's product search at the head of every page; None without one.

    A box that asks for a keyword and does not name rules is the product search if the home page has it as well.
    """
    wanted, rules = pattern(params.words["search"]), pattern(params.words["entries"])
    for field in _fields(view):
        label = _label(view, field)
        said = fold_text(label)
        if field.region in FRAME or not wanted.search(said):
            continue
        if rules.search(said) or (on_home is not None and label not in on_home):
            return field
    return None


def _fields(view: View) -> Iterator[Element]:
    return (field for field in view.elements if field.seen and field.input_type in FIELDS)


def _label(view: View, field: Element) -> str:
    """What the field is called: its own name, or what stands beside it in its block."""
    block = view.element(field.parent) if field.parent is not None else None
    return field.name or (block.own if block is not None else "")


def _contents(view: View, params: Params) -> list[Element]:
    """Links in the body of the page to places in the page itself, or to texts named as rules."""
    rules = pattern(params.words["entries"])
    here = urlsplit(view.url)
    found: dict[str, Element] = {}
    for element in view.elements:
        if not element.seen or not element.href or element.region in FRAME or not element.text.strip():
            continue
        there = urlsplit(element.href)
        route = there.fragment.startswith(("/", "!/"))  # another page of an app, not a place in this one
        inside = bool(there.fragment) and not route and (there.netloc, there.path) == (here.netloc, here.path)
        if inside or (len(element.text) <= params.limit("label") and rules.search(fold_text(element.text))):
            found.setdefault(element.href, element)
    return list(found.values())


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("search", "entries"),
    limits=("entries", "label"),
)
