"""Compare two texts and mark what was removed and added, by Latin words and Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup

_TOKENS = re.compile(r"[A-Za-z]+|\d+(?:[.,:]\d+)*|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DiffBounds:
    """Bounds of a comparison.

    ``most``: characters read of either text. ``least``: an equal stretch shorter than this between two changes counts
    as part of them, since scattered marks are unreadable. ``alike``: below this ratio (0-1) the texts are two different
    texts, not one that was changed.
    """

    most: int
    least: int
    alike: float


def diff_texts(before: str, after: str, bounds: DiffBounds) -> tuple[Markup, Markup]:
    """Both texts, escaped, with changes marked.

    In the first ``<del>`` encloses what was removed, in the second ``<ins>`` what is new. Equal texts, and texts with
    too little in common, carry no marks.
    """
    before, after = _cut(before, bounds.most), _cut(after, bounds.most)
    if before == after or not before or not after:
        return Markup.escape(before), Markup.escape(after)
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    spans = _joined(matcher.get_opcodes(), old, bounds.least)
    kept = sum(len("".join(old[i:j])) for same, i, j, _, _ in spans if same)
    if 2 * kept < bounds.alike * (len(before) + len(after)):
        return Markup.escape(before), Markup.escape(after)
    left = [_marked("del", same, old[i:j]) for same, i, j, _, _ in spans]
    right = [_marked("ins", same, new[i:j]) for same, _, _, i, j in spans]
    return Markup("").join(left), Markup("").join(right)


def measure_likeness(before: str, after: str, bounds: DiffBounds) -> float:
    """How much two texts have in common, 0-1."""
    return SequenceMatcher(None, before[: bounds.most], after[: bounds.most], autojunk=False).ratio()


def _joined(
    opcodes: Iterable[tuple[str, int, int, int, int]], old: list[str], least: int
) -> list[tuple[bool, int, int, int, int]]:
    """Stretches as (equal, start and end in the old, start and end in the new).

    Equal stretches shorter than ``least`` between two changes are merged into them.
    """
    steps = [(tag == "equal", i, j, k, m) for tag, i, j, k, m in opcodes]
    spans: list[tuple[bool, int, int, int, int]] = []
    for number, (same, i, j, k, m) in enumerate(steps):
        inside = 0 < number < len(steps) - 1
        same = same and not (inside and len("".join(old[i:j]).strip()) < least)
        if spans and spans[-1][0] is same:
            spans[-1] = (same, spans[-1][1], j, spans[-1][3], m)
        else:
            spans.append((same, i, j, k, m))
    return spans


def _marked(tag: str, same: bool, tokens: list[str]) -> Markup:
    text = "".join(tokens)
    if same or not text:
        return Markup.escape(text)
    return Markup("<del>{}</del>" if tag == "del" else "<ins>{}</ins>").format(text)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
