"""Does a layer cover the page on arrival, and can it be closed with one press?"""

from __future__ import annotations

from crawler.site import Element, Site
from crawler.vocabulary import ARRIVED, Role
from probes.finding import Answer, evidence_on_page, no, not_seen, unsure, yes
from probes.pages.absence.unread import is_blind
from probes.pages.layout.overlay_layers import agrees_only, covering_layers, find_closers
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME, ARRIVED)
    assert view is not None
    found = covering_layers(view, params.limit("covers"))
    if not found:
        if not view.thoroughness.scripts_ran:
            return not_seen(
                "scripts", "页面脚本未完整运行，弹层未知", "scripts did not run to the end, so layers are unknown"
            )
        return yes("打开首页时没有遮挡弹层", "no layer covers the home page on arrival", evidence_on_page(view))
    least = params.limit("close_px")
    forced: tuple[Element, Element] | None = None
    for layer in found:
        closing = [closer for closer in find_closers(view, layer) if min(closer.box.w, closer.box.h) >= least - 0.5]
        if not closing:
            zh, en = (
                f"弹层未见可一键关闭的按钮：「{layer.element.text[:40]}」",
                f"a layer without a button that closes it: “{layer.element.text[:40]}”",
            )
            if is_blind(view) or layer.element.image:
                return unsure(zh, en, evidence_on_page(view, layer.element), guess=0.0)
            return no(zh, en, evidence_on_page(view, layer.element), fraction=0.0, values={"layers": len(found)})
        button = agrees_only(find_closers(view, layer))
        forced = forced or ((layer.element, button) if button is not None else None)
    if forced is not None:
        layer_element, button = forced
        said = " ".join((button.text or button.own or button.name).split())[:20]
        zh = f"打开首页有 {len(found)} 个弹层，其中一个须按「{said}」才能关闭，不能拒绝"
        en = f"{count_in_words(len(found), 'layer')} on arrival; one closes by “{said}” alone and cannot be refused"
        return yes(
            zh,
            en,
            evidence_on_page(view, layer_element),
            fraction=params.limit("half"),
            values={"layers": len(found), "forced": True},
        )
    zh, en = (
        f"打开首页有 {len(found)} 个弹层，可一键关闭",
        f"{count_in_words(len(found), 'layer')} on arrival, each closed with one press",
    )
    return yes(
        zh,
        en,
        *(evidence_on_page(view, layer.element) for layer in found),
        fraction=params.limit("half"),
        values={"layers": len(found)},
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.HOME, ARRIVED)), judge=judge, limits=("half", "covers", "close_px"))
