"""Can the help be searched?"""

from __future__ import annotations

from crawler.site import Element, Site
from crawler.vocabulary import Region, Role
from probes.finding import Answer, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading import absence

OWN = frozenset({Region.MAIN, Region.SIDE})


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.HELP)
    header = None
    for view in views:
        for each in view.elements:
            if not each.seen or each.tag != "input" or each.input_type not in ("text", "search", ""):
                continue
            if _is_pager(each):
                continue
            said = f"{each.name} {each.classes} {each.action}".lower()
            if any(word in said for word in params.words["help"]) or (each.region in OWN and _asks(each, params)):
                zh, en = f"帮助可搜索：「{each.name}」", f"help can be searched: “{each.name}”"
                return yes(zh, en, shown(view, each))
            header = header or (view, each)
    if header is not None:
        return unsure(
            "帮助页仅见页头的商品搜索框",
            "the help page shows only the search box of the header",
            shown(*header),
            guess=0.0,
        )
    return absence.absent(views, "帮助页没有搜索框", "the help page has no search box", worded=False)


def _is_pager(field: Element) -> bool:
    """A field that holds a bare number counts pages or what stands on one."""
    return bool(field.name) and all(not one.isalpha() for one in field.name)


def _asks(field: Element, params: Params) -> bool:
    """A field for words to look for, by its type or by what it says; one that says nothing stands for itself."""
    said = f"{field.name} {field.classes}".lower()
    return field.input_type == "search" or not field.name or any(word in said for word in params.words["asks"])


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.HELP)), judge=judge)
