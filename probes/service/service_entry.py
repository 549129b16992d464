"""How prominently does the entry to customer service stand on the home page?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import MENUS, Role
from probes.finding import Answer, Outcome, Text, in_part, shown, unsure, yes
from probes.pages.main_text import main_text
from probes.probe import Need, Params, Probe
from probes.reading import channels, phones
from probes.reading.opened import leads_to_opened, opened
from probes.reading.prominence import Level, named
from probes.reading.service_entries import OWN, WAITED, Kind, Placed, placed, vendor
from probes.reading.several import hidden, not_found


def judge(site: Site, params: Params) -> Answer:
    views = [view for state in ("landed", WAITED, MENUS) for view in site.all(Role.HOME, state)]
    own = placed(views, OWN)
    weak = _contacts(site, placed(views, (Kind.CONTACT,)))
    seen = opened(site)
    ranked = sorted((*own, *weak), key=lambda each: (-each.level, not leads_to_opened(each.entry.element, seen)))
    best = next(iter(ranked), None)
    behind = (Role.SERVICE, Role.ABOUT) if placed(views, (Kind.CONTACT,)) else ()
    if best is not None and params.limit(best.level.name.lower()) > 0:
        stands = named(best.level)
        answer = yes(
            f"客服入口「{best.entry.words}」，醒目程度 {stands.zh}",
            f"the entry “{best.entry.words}”, prominence {stands.en}",
            shown(best.view, best.entry.element, best.entry.words),
            fraction=params.limit(best.level.name.lower()),
            values={"level": best.level.name, "word": best.entry.words},
        )
        return answer if best.level >= Level.P3 else _unseen(site) or hidden(site, behind) or in_part(answer)
    return _without(site, best)


def _contacts(site: Site, found: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """联系我们 is an entry to the service where the page behind it offers buyers a channel."""
    offered = any(channels.find(view) for role in (Role.SERVICE, Role.ABOUT) for view in site.all(role))
    return found if offered else ()


def _unseen(site: Site) -> Answer | None:
    return hidden(site, (Role.HOME,), MENUS) or hidden(site, (Role.HOME,), WAITED)


def _without(site: Site, deep: Placed | None) -> Answer:
    """No entry on the face of the home page; a chat service that was loaded and drew nothing may still show one."""
    for view in site.all(Role.HOME):
        host = vendor(view)
        if host:
            return unsure(
                f"首页加载了客服组件（{host}），但未见入口显示",
                f"a chat service was loaded ({host}), but no entry was drawn",
                shown(view),
                guess=0.0,
                question=Text(
                    "该客服组件是否在首页显示入口？", "Does this chat service show an entry on the home page?"
                ),
            )
    note_zh, note_en = (
        (f"，仅在菜单内有「{deep.entry.words}」", f", only “{deep.entry.words}” in a menu") if deep else ("", "")
    )
    blind = _unseen(site)
    if blind is not None:
        return blind
    # An entry called 联系我们 counts by what stands behind it, so that those pages must have been seen too.
    answer = not_found(
        site,
        (Role.HOME, Role.SERVICE, Role.ABOUT),
        f"首页未见客服入口{note_zh}",
        f"no entry to customer service on the home page{note_en}",
        fraction=0.0,
    )
    weak = next(iter(placed(site.all(Role.HOME), (Kind.CONTACT,))), None)
    # Numbers behind it that are for partners are seen to be no channel; a page that says nothing proves nothing.
    behind = [main_text(view) for role in (Role.SERVICE, Role.ABOUT) for view in site.all(role)]
    told = any(phones.find(text) or next(channels.addresses(text), None) for text in behind)
    if answer.outcome is not Outcome.NO or weak is None or deep is not None or told:
        return answer
    said = weak.entry.words
    return unsure(
        f"首页只有「{said}」，所指页面上未见客服渠道",
        f"the home page has only “{said}”, and no channel was found on the page behind it",
        shown(weak.view, weak.entry.element, said),
        guess=0.0,
        question=Text(f"顾客能否经「{said}」找到客服？", f"Can a buyer reach the service by “{said}”?"),
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, MENUS, required=False),
        Need(Role.HOME, WAITED, required=False),
        Need(Role.SERVICE, required=False),
        Need(Role.ABOUT, required=False),
    ),
    judge=judge,
)
