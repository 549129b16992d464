"""Contrast of two colours by WCAG."""

from __future__ import annotations

from probes.text.remember import per_line


def relative_luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0-1 (WCAG 2.2). Raises ValueError for anything else."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"not #rrggbb: {colour!r}")
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@per_line
def contrast_ratio(colour: str, background: str | None) -> float | None:
    """The contrast ratio, 1-21, or None where the background (a picture, gradient or video) makes it undecidable."""
    if not colour or background is None:
        return None
    light, dark = sorted((relative_luminance(colour), relative_luminance(background)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
