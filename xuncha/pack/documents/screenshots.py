"""screenshots/: every full page as it was kept, and each piece of evidence boxed and numbered as in the report."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from PIL import Image

from crawler.dom.screenshot import PictureFailed, load_picture, open_picture
from xuncha.pack.documents.pack_words import load_pack_words
from xuncha.pack.parts import DocumentFacts, PackPart
from xuncha.reports.page import load_page_settings, number_page_figures
from xuncha.reports.pictures.cutting import cut_piece
from xuncha.reports.pictures.figures import FigureTake

FOLDER = "screenshots"
FINDINGS = f"{FOLDER}/findings"


def make_screenshots(facts: DocumentFacts) -> Iterator[PackPart]:
    """The pictures, one open at a time. Those no longer kept or not readable are left out."""
    takes = _by_view(facts.record)
    looks = {**load_page_settings()["pictures"], **load_pack_words()["crops"]}
    for view in facts.record["views"]:
        id, picture = view["id"], view["screenshot"]
        data = facts.blob(picture) if picture else None
        if data is not None:
            yield PackPart(f"{FOLDER}/{id}.jpg", data, picture)
            yield from _pieces(data, view["screenshot_scale"], takes.get(id, ()), looks)
    yield from _of_gaps(facts)


def name_figure_file(take: FigureTake) -> str:
    """The file of a figure: "图 12" is in 12-1.png."""
    return f"{FINDINGS}/{take.name}.png"


def name_evidence_files(record: Mapping[str, Any]) -> dict[tuple[str, int], str]:
    """The file that shows a piece of evidence, by finding id and index of the evidence in it, from 0."""
    figures = number_page_figures(record)
    shown = {
        (found["id"], number): figures.first(piece["view"], piece["box"])
        for found in record["findings"]
        for number, piece in enumerate(found["evidence"])
    }
    return {place: name_figure_file(take) for place, take in shown.items() if take is not None}


def _by_view(record: Mapping[str, Any]) -> dict[str, list[FigureTake]]:
    found: dict[str, list[FigureTake]] = {}
    for take in number_page_figures(record).takes:
        found.setdefault(take.view, []).append(take)
    return found


def _of_gaps(facts: DocumentFacts) -> Iterator[PackPart]:
    """What was found where a page was not seen: each picture once, under the number of its first gap, from 1."""
    known: set[str] = set()
    for number, gap in enumerate(facts.record["gaps"], 1):
        picture = gap["screenshot"]
        if not picture or picture in known:
            continue
        known.add(picture)
        data = facts.blob(picture)
        if data is not None:
            yield PackPart(f"{FOLDER}/gap-{number}.jpg", data, picture)


def _pieces(
    data: bytes, scale: float, takes: list[FigureTake] | tuple[()], looks: Mapping[str, Any]
) -> Iterator[PackPart]:
    if not takes:
        return
    try:
        with open_picture(data) as image:
            picture = load_picture(image)
    except PictureFailed:  # hostile or damaged: the file itself is in the pack for anyone who wants to look
        return
    for take in takes:
        piece = cut_piece(looks, picture, scale, take.box, str(take.number))
        if piece is not None:
            yield PackPart(name_figure_file(take), _png(piece, int(looks["png_level"])))


def _png(piece: Image.Image, level: int) -> bytes:
    out = io.BytesIO()
    piece.save(out, "PNG", compress_level=level)
    return out.getvalue()
