"""screenshots/: every page in full as it was kept, and each piece of evidence boxed and numbered as in the report."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from PIL import Image

from crawler.picture import PictureFailed, loaded, opened
from xuncha.pack.parts import Facts, Part
from xuncha.pack.said import table
from xuncha.reports.cutting import cut
from xuncha.reports.figures import Take
from xuncha.reports.page import figures_of, settings

FOLDER = "screenshots"
FINDINGS = f"{FOLDER}/findings"


def parts(facts: Facts) -> Iterator[Part]:
    """Pictures that are not kept any more are left out, and so are pieces of those that cannot be opened. One picture is open at a time."""
    takes = _by_view(facts.record)
    looks = {**settings()["pictures"], **table()["crops"]}
    for view in facts.site.views:
        data = facts.blob(view.screenshot) if view.screenshot else None
        if data is not None:
            yield Part(f"{FOLDER}/{view.id}.jpg", data, view.screenshot)
            yield from _pieces(data, view.screenshot_scale, takes.get(view.id, ()), looks)
    yield from _of_gaps(facts)


def name_of(take: Take) -> str:
    """The file of a figure: "图 12" lies in 12-1.png."""
    return f"{FINDINGS}/{take.name}.png"


def names(record: Mapping[str, Any]) -> dict[tuple[str, int], str]:
    """The file that shows a piece of evidence, by the finding's id and the evidence's place in it, from 0."""
    figures = figures_of(record)
    shown = {
        (found["id"], number): figures.first(each["view"], each["box"])
        for found in record["findings"]
        for number, each in enumerate(found["evidence"])
    }
    return {place: name_of(take) for place, take in shown.items() if take is not None}


def _by_view(record: Mapping[str, Any]) -> dict[str, list[Take]]:
    found: dict[str, list[Take]] = {}
    for take in figures_of(record).takes:
        found.setdefault(take.view, []).append(take)
    return found


def _of_gaps(facts: Facts) -> Iterator[Part]:
    """What stood where a page was not seen: each different picture once, under the number of its first gap, from 1."""
    known: set[str] = set()
    for number, gap in enumerate(facts.site.gaps, 1):
        if not gap.screenshot or gap.screenshot in known:
            continue
        known.add(gap.screenshot)
        data = facts.blob(gap.screenshot)
        if data is not None:
            yield Part(f"{FOLDER}/gap-{number}.jpg", data, gap.screenshot)


def _pieces(data: bytes, scale: float, takes: list[Take] | tuple[()], looks: Mapping[str, Any]) -> Iterator[Part]:
    if not takes:
        return
    try:
        with opened(data) as image:
            picture = loaded(image)
    except PictureFailed:  # hostile or damaged: the file itself is in the pack for whoever wants to look
        return
    for take in takes:
        piece = cut(looks, picture, scale, take.box, str(take.number))
        if piece is not None:
            yield Part(name_of(take), _png(piece, int(looks["png_level"])))


def _png(piece: Image.Image, level: int) -> bytes:
    out = io.BytesIO()
    piece.save(out, "PNG", compress_level=level)
    return out.getvalue()
