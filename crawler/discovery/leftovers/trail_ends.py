"""The last step of a trail (首页 / 帮助中心 / 退换货) that names the page itself: pressing it leads nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.discovery.leftovers.leftover_settings import FILE
from crawler.site import Element, View

_TRAIL = FILE.load().trail
_STEP = re.compile(_TRAIL.step)


def find_trail_ends(view: View) -> frozenset[int]:
    """Ids of the elements whose words end a short row of steps that other steps of at least one word come before.

    Frameworks draw every step of a trail as a control, the last one too, which has no address of its own.
    """
    return frozenset(element.id for element in view.elements if element.seen and _ends_trail(view, element))


def _ends_trail(view: View, element: Element) -> bool:
    label = _flat(element.text or element.own)
    if not label or element.href:
        return False
    for around in _around(view, element):
        said = _flat(around.text)
        if len(said) > _TRAIL.longest:
            return False
        if said != label and said.endswith(label) and _STEP.search(said[: -len(label)]):
            return True
    return False


def _around(view: View, element: Element) -> Iterator[Element]:
    at = element.parent
    for _ in range(_TRAIL.around):
        if at is None or not 0 <= at < len(view.elements):
            return
        yield view.elements[at]
        at = view.elements[at].parent


def _flat(said: str) -> str:
    return "".join(said.split())
