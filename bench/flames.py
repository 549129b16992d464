"""Draws a tree of stacks as a flame graph: an SVG of boxes, callers on top, as wide as what was found in them; no script in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from bench.stacks import LIBRARIES, STANDARD, Box, count_rooms

WIDTH, ROW, MARGIN = 1200, 16, 8
HEAD = 64  # the title and whose colour is which
LETTER = 6.2  # the width of a letter in the picture's type
SMALLEST = 4.0  # a box narrower than this many points says nothing and is left out, with all that it called
COLOURS = {
    "crawler": "#9fc5e8",
    "probes": "#f6b26b",
    "scoring": "#b6d7a8",
    "storage": "#d5a6bd",
    "xuncha": "#ffe599",
    "tests": "#cccccc",
    "bench": "#cccccc",
    LIBRARIES: "#d9d2e9",
    STANDARD: "#e6e0d4",
    "": "#eeeeee",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box where it stands in the picture, in points; ``row`` counts from the top."""

    box: Box
    left: float
    width: float
    row: int


def place_boxes(root: Box, width: float = WIDTH - 2 * MARGIN) -> Iterator[Drawn]:
    """Every box that is wide enough to be seen: below its caller, the widest first, equal ones by name."""
    waiting = [Drawn(root, 0.0, width, 0)]
    while waiting:
        drawn = waiting.pop()
        yield drawn
        left = drawn.left
        for box in sorted(drawn.box.calls.values(), key=lambda box: (-box.samples, box.name)):
            wide = width * box.samples / root.samples
            if wide >= SMALLEST:
                waiting.append(Drawn(box, left, wide, drawn.row + 1))
            left += wide


def draw_flames(root: Box, title: str, unit: str = "samples") -> str:
    """The picture. Raises ValueError where nothing was sampled."""
    if not root.samples:
        raise ValueError("nothing was sampled")
    placed = sorted(place_boxes(root), key=lambda drawn: (drawn.row, drawn.left))
    height = HEAD + ROW * (1 + max(drawn.row for drawn in placed)) + MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            f'font-family="DejaVu Sans, Verdana, sans-serif" font-size="10.5">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            f'<text x="{MARGIN}" y="22" font-size="15">{escape(title)}</text>',
            *_legend(count_rooms(root), root.samples),
            *(_box(drawn, root.samples, unit) for drawn in placed),
            "</svg>",
            "",
        ]
    )


def _legend(rooms: Mapping[str, float], whole: float) -> Iterator[str]:
    """Whose colour is which, with the share of what ran there itself."""
    left = float(MARGIN)
    for room, samples in rooms.items():
        said = f"{room or 'whole processes'} {samples / whole:.0%}"
        yield f'<rect x="{left:.1f}" y="36" width="12" height="12" fill="{COLOURS[room]}" stroke="#999999"/>'
        yield f'<text x="{left + 16:.1f}" y="46">{escape(said)}</text>'
        left += 16 + LETTER * len(said) + 14


def _box(drawn: Drawn, whole: float, unit: str) -> str:
    box = drawn.box
    left, top = MARGIN + drawn.left, HEAD + ROW * drawn.row
    said = f"{box.name}: {box.samples:,.0f} {unit}, {box.samples / whole:.1%}"
    parts = [
        f"<g><title>{escape(said)}</title>",
        f'<rect x="{left:.1f}" y="{top}" width="{drawn.width:.1f}" height="{ROW - 1}" fill="{COLOURS[box.room]}"/>',
    ]
    letters = int((drawn.width - 4) / LETTER)
    if letters >= 3:
        shown = box.name if len(box.name) <= letters else f"{box.name[: letters - 1]}…"
        parts.append(f'<text x="{left + 2:.1f}" y="{top + 11}">{escape(shown)}</text>')
    return "".join([*parts, "</g>"])
