"""Other visits made of known ones: pages gone, unread or never met, lines left out, said twice, or with another number."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from random import Random

from crawler.site import Site, View
from tests.xuncha.hiding import blurred, hidden

MOST = 3  # alterations of one visit
_DIGIT = re.compile(r"[0-9]")
_WORDY = ("text", "name", "own")


def alter_visit(site: Site, chance: Random) -> Site:
    """The visit with one to three alterations drawn by chance; the same one only where none can be made."""
    for _ in range(chance.randint(1, MOST)):
        ways = chance.sample(WAYS, len(WAYS)) if site.views else []
        site = next((other for way in ways if (other := way(site, chance)) != site), site)
    return site


def time_out(site: Site, chance: Random) -> Site:
    return hidden(site, (chance.choice(site.views),))


def never_meet(site: Site, chance: Random) -> Site:
    gone = chance.choice(site.views)
    return dataclasses.replace(site, views=tuple(view for view in site.views if view is not gone))


def leave_unread(site: Site, chance: Random) -> Site:
    return blurred(site, chance.choice(site.views)) or site


def leave_out(site: Site, chance: Random) -> Site:
    return _rewrite_line(site, chance, lambda line: "")


def say_twice(site: Site, chance: Random) -> Site:
    return _rewrite_line(site, chance, lambda line: f"{line}。{line}")


def count_on(site: Site, chance: Random) -> Site:
    return _rewrite_line(site, chance, lambda line: _DIGIT.sub(lambda digit: str((int(digit[0]) + 1) % 10), line))


def cut_short(site: Site, chance: Random) -> Site:
    return _rewrite_line(site, chance, lambda line: line[: len(line) // 2])


def _rewrite_line(site: Site, chance: Random, rewrite: Callable[[str], str]) -> Site:
    """One line of one page is another, in the page's text and in the elements that say it."""
    seen = chance.choice(site.views)
    lines = [line for line in seen.text.splitlines() if line.strip()]
    if not lines:
        return site
    line = chance.choice(lines)
    other = _reworded(seen, line, rewrite(line))
    return dataclasses.replace(site, views=tuple(other if view is seen else view for view in site.views))


def _reworded(view: View, line: str, now: str) -> View:
    elements = tuple(
        dataclasses.replace(element, **{name: getattr(element, name).replace(line, now) for name in _WORDY})
        for element in view.elements
    )
    return dataclasses.replace(view, text=view.text.replace(line, now), elements=elements)


WAYS = (time_out, never_meet, leave_unread, leave_out, say_twice, count_on, cut_short)
