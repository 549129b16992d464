"""Can the help be searched?"""

from __future__ import annotations

from crawler.site import Element, Site
from crawler.vocabulary import Region, Role
from probes.finding import Answer, evidence_on_page, unsure, yes
from probes.pages.absence import absence
from probes.probe import Need, Params, Probe

OWN = frozenset({Region.MAIN, Region.SIDE})


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.HELP)
    header = None
    for view in views:
        for element in view.elements:
            if not element.seen or element.tag != "input" or element.input_type not in ("text", "search", ""):
                continue
            if _is_pager(element):
                continue
            said = f"{element.name} {element.classes} {element.action}".lower()
            if any(word in said for word in params.words["help"]) or (element.region in OWN and _asks(element, params)):
                zh, en = f"帮助可搜索：「{element.name}」", f"help can be searched: “{element.name}”"
                return yes(zh, en, evidence_on_page(view, element))
            header = header or (view, element)
    if header is not None:
        return unsure(
            "帮助页仅见页头的商品搜索框",
            "the help page shows only the search box of the header",
            evidence_on_page(*header),
            guess=0.0,
        )
    return absence.answer_absent(views, "帮助页没有搜索框", "the help page has no search box", worded=False)


def _is_pager(field: Element) -> bool:
    """Whether the field holds a bare number, and so selects a page or page size."""
    return bool(field.name) and all(not one.isalpha() for one in field.name)


def _asks(field: Element, params: Params) -> bool:
    """Whether the field takes search words, by its type or its label; a field that says nothing counts."""
    said = f"{field.name} {field.classes}".lower()
    return field.input_type == "search" or not field.name or any(word in said for word in params.words["asks"])


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.HELP)), judge=judge, words=("help", "asks"))
