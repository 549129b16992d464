"""Entries of a visitor's own orders: 退款/售后 in a row with 待付款 and 待收货 lists what he sent back, and states no rule on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from crawler.links.role_settings import FILE
from crawler.site import Element, View
from crawler.spelling import plain_words, spelled_out

_ACCOUNT = FILE.load().account
_STATES = frozenset(spelled_out(_ACCOUNT.states))
_BESIDE = re.compile(_ACCOUNT.beside)
_NUMBER = re.compile(r":nth-child\(\d+\)")
_COUNT = " 0123456789+()"  # of orders, beside their state


def find_own_matters(view: View) -> frozenset[int]:
    """Ids of the controls that stand in a row with at least two states of a visitor's orders and are called as what they list.

    That is another state, what was sent back, or what was written on goods; 帮助中心 beside them may be a page of the shop.
    """
    rows = find_order_rows(view)
    if not rows:  # the usual case
        return rows
    named = (one for one in view.elements if one.id in rows)
    return frozenset(one.id for one in named if (said := _said(one)) in _STATES or _BESIDE.fullmatch(said))


def find_order_rows(view: View) -> frozenset[int]:
    """Ids of the controls that stand in a row with at least two states of a visitor's orders (待付款, 待收货)."""
    controls = [one for one in view.elements if one.seen and (one.clickable or one.href) and one.words.strip()]
    states = {one.id for one in controls if _said(one) in _STATES}
    if len(states) < _ACCOUNT.fewest:
        return frozenset()
    rows = Counter(row for one in controls if one.id in states for row in _rows(one))
    return frozenset(
        one.id for one in controls if any(rows[row] - (one.id in states) >= _ACCOUNT.fewest for row in _rows(one))
    )


def _said(element: Element) -> str:
    said = " ".join((element.text or element.own or element.name or element.ocr).split())
    return plain_words(said).strip(_COUNT)


def _rows(element: Element) -> Iterator[tuple[int, int, str]]:
    """The place with one of its numbers left out, each in turn: things of a row differ in one."""
    for at, number in enumerate(_NUMBER.finditer(element.selector)):
        yield element.frame, at, element.selector[: number.start()] + element.selector[number.end() :]
