"""Rows of tabs: the controls beside one another, of which one shows its part of the page."""

from __future__ import annotations

from crawler.site import Element, View


def is_one_of_tabs(view: View, label: Element) -> bool:
    """Does it stand in a row of tabs? Below them is what the open one shows, which may be the description."""
    row = label.selector.rpartition(">")[0]
    tabs = [tab for tab in view.elements if tab.seen and tab.clickable and tab.tag == label.tag and tab.id != label.id]
    beside = [tab for tab in tabs if tab.selector.rpartition(">")[0] == row]
    return bool(row) and (label.clickable or label.role == "tab") and bool(beside)


def list_tab_row(view: View, tab: Element) -> list[Element]:
    """The controls that stand in one row with the tab, itself among them, in their order; each may be wrapped in a box."""
    middle = tab.box.y + tab.box.h / 2
    return [
        one
        for one in view.elements
        if one.seen and one.clickable and one.tag == tab.tag and one.own and one.box.y <= middle <= one.box.y + one.box.h
        and one.selector.count(">") == tab.selector.count(">") and _place(one) == _place(tab)
    ]  # fmt: skip


def _place(tab: Element) -> str:
    """The place two boxes up."""
    return tab.selector.rsplit(">", 2)[0]
