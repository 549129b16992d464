"""Can rules be searched, or found by a table of contents?"""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.site import Element, Site, View
from crawler.vocabulary import Region, Role
from probes.finding import Answer, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.policy import fold, pattern
from probes.reading.several import not_found, searched

ROLES = (Role.RULES, Role.AGREEMENT)
FIELDS = ("search", "text")
FRAME = (Region.HEADER, Region.NAV, Region.FOOTER)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    for view in views:
        field = _field(view, params)
        if field is not None:
            words = " ".join(field.name.split())[:40]
            return yes(f"规则可以搜索：「{words}」", f"rules can be searched: “{words}”", shown(view, field))
    for view in views:
        entries = _contents(view, params)
        if len(entries) >= params.limit("entries"):
            said = "、".join(" ".join(each.text.split()) for each in entries[:5])
            return yes(f"有规则目录：{said}", f"there is a table of contents: {said}", shown(view, entries[0], said))
    return not_found(
        site, ROLES, "未见规则搜索或目录", "neither a search of rules nor a table of contents", fraction=0.0
    )


def _field(view: View, params: Params) -> Element | None:
    """A search of rules, not the shop's search of goods at the head of every page."""
    wanted = pattern(params.words["search"])
    for each in view.elements:
        if each.seen and each.input_type in FIELDS and each.region not in FRAME and wanted.search(fold(each.name)):
            return each
    return None


def _contents(view: View, params: Params) -> list[Element]:
    """Links in the body of the page that lead into the page itself or to texts named as rules."""
    rules = pattern(params.words["entries"])
    here = urlsplit(view.url)
    found: dict[str, Element] = {}
    for each in view.elements:
        if not each.seen or not each.href or each.region in FRAME or not each.text.strip():
            continue
        there = urlsplit(each.href)
        inside = bool(there.fragment) and (there.netloc, there.path) == (here.netloc, here.path)
        if inside or (len(each.text) <= params.limit("label") and rules.search(fold(each.text))):
            found.setdefault(each.href, each)
    return list(found.values())


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
