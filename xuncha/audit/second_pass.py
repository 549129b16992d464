"""The plan of an audit's second pass: the states that would fail, looked at again in a fresh context."""

from __future__ import annotations

import dataclasses
from collections.abc import Container

from crawler.discovery.tried_leads import HOLDS_NONE
from crawler.dom.empty import find_usual_data
from crawler.limits import AUDIT
from crawler.plan import Plan, Want
from crawler.site import Site, View
from crawler.urls import page_identity
from crawler.vocabulary import LANDED, Device, FoundBy, Role

_NOT_OPENED = frozenset({FoundBy.CLICK, FoundBy.HAND})  # how pages are found whose addresses nobody opened


def plan_second_pass(plan: Plan, wants: frozenset[Want], site: Site, seconds: float) -> Plan:
    """The plan of the second pass: the failing states, in a fresh context.

    It includes the acts that lead to those states and the pages they start from. Products are those of the first pass, and so are
    papers that no name leads to, or nothing but a press, what was pressed, and what every page asks for. It gets what is left of the audit's time
    (``seconds``) and pages.
    """
    states = {(want.role, want.state) for want in wants}
    acts = tuple(act for act in plan.acts if states & set(act.captures))
    starts = {Want(act.starts, "landed", device) for act in acts for device in plan.devices}
    products = tuple(view.asked for view in site.only(1, Device.DESKTOP).all(Role.PRODUCT))
    roles = {want.role for want in wants} - HOLDS_NONE
    served = {
        (view.role, page_identity(view.url))
        for view in site.views
        if view.look == 1 and view.found_by not in _NOT_OPENED
    }
    papers = {
        device: tuple(
            (view.role, url) for view in site.only(1, device).views if (url := _find_paper(view, roles, served))
        )
        for device in plan.devices
    }
    pressed = {
        device: frozenset(
            view.path[-1]
            for view in site.only(1, device).views
            if view.found_by is FoundBy.CLICK and view.state == LANDED and view.path and view.role not in HOLDS_NONE
        )
        for device in plan.devices
    }
    pages = (plan.pages or AUDIT.pages) - int(site.environment.get("loads", 0))
    return dataclasses.replace(
        plan, wants=wants | starts, acts=acts, look=2, timed=frozenset(), fetches=frozenset(), pages=max(pages, 1),
        seconds=seconds, products=products, papers=papers, pressed=pressed,
        usual_data=_usual_data(site, plan.devices),
    )  # fmt: skip


def _find_paper(view: View, roles: Container[Role], served: Container[tuple[Role, str]]) -> str:
    """The address of a page of one of these roles, or "". What a press led to has one if another device opened the page by it."""
    if view.role not in roles or view.state != LANDED:
        return ""
    if view.found_by not in _NOT_OPENED:
        return view.asked
    return view.url if view.found_by is FoundBy.CLICK and (view.role, page_identity(view.url)) in served else ""


def _usual_data(site: Site, devices: tuple[Device, ...]) -> dict[Device, frozenset[str]]:
    """What every page of a device asked for in the first pass; only where pages of two addresses can tell."""
    views = {device: site.only(1, device).views for device in devices}
    told = {device: seen for device, seen in views.items() if len({page_identity(view.url) for view in seen}) > 1}
    return {device: find_usual_data(seen) for device, seen in told.items()}
