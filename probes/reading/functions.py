"""Entries to a shop's functions: seen controls that say by word, name or address what they lead to."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.site import Element, Site, View
from crawler.vocabulary import FoundBy, Role
from probes.finding import Answer, fetched, no, shown, yes
from probes.probe import Params
from probes.reading.measure import CONTROL_ROLES, CONTROL_TAGS
from probes.reading.several import not_found, searched

BY_THE_SHOP = frozenset({FoundBy.LINK, FoundBy.MENU, FoundBy.CLICK})  # found as a visitor would find it


def candidates(view: View, params: Params) -> Iterator[Element]:
    """Seen controls whose short label holds one of ``labels``, or whose address or classes hold one of ``addresses``."""
    longest = params.limit("label")
    for each in view.elements:
        if not each.seen or not (each.clickable or each.tag in CONTROL_TAGS or each.role in CONTROL_ROLES):
            continue
        parts = [each.text or each.own, each.name, each.pseudo, each.ocr]
        for part in parts:
            flat = "".join(part.split()).lower()
            if flat and len(flat) <= longest and any(word in flat for word in params.words["labels"]):
                yield each
                break
        else:
            silent = not any(parts)
            marks = f"{each.href} {each.classes}".lower()
            if silent and any(word in marks for word in params.words.get("addresses", ())):
                yield each


def judge(site: Site, params: Params, where: tuple[Role, ...], zh: str, en: str, target: Role | None = None) -> Answer:
    """YES where one of those pages has an entry that is not proven dead, or where its target page was reached from there."""
    dead = {each.asked: each for each in site.fetches if each.purpose == "link" and each.status in (404, 410)}
    broken: tuple[View, Element] | None = None
    for view in searched(site, where)[0]:
        for each in candidates(view, params):
            if each.href in dead:
                broken = broken or (view, each)
                continue
            said = " ".join((each.text or each.own or each.name or each.href).split())[:40]
            return yes(f"有{zh}：「{said}」", f"{en}: “{said}”", shown(view, each), values={"role": view.role})
    reached = site.view(target) if target is not None else None
    if reached is not None and reached.found_by in BY_THE_SHOP:
        path = " → ".join(reached.path) or reached.url
        return yes(f"有{zh}：{path}", f"{en}: {path}", shown(reached, None, path), values={"role": reached.role})
    if broken is not None and searched(site, where)[1] is None:
        view, element = broken
        link = dead[element.href]
        return no(
            f"{zh}链接失效（{link.status}）",
            f"{en}: the link is dead ({link.status})",
            shown(view, element),
            fetched(link),
        )
    asked = where if target is None else (*where, target)
    return not_found(site, asked, f"未见{zh}", f"not found: {en}")
