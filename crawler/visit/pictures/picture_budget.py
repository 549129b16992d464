"""What the looks of one audit may still spend on reading pictures, and what they know about those they met."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from crawler.dom.ocr import OcrText
from crawler.dom.picture_places import PicturePlace
from crawler.dom.snapshot_script import reading_settings


@dataclass(slots=True)
class PictureBudget:
    """Tiles and CPU seconds spent; picture addresses by the page they were first seen on.

    One for all looks of an audit: what the first look left unread is open already, and a second look that read on there
    decided nothing by it and took half a minute.
    """

    tiles: int = 0
    seconds: float = 0.0
    known: set[str] = field(default_factory=set)  # addresses of pictures that were read or failed
    thin: set[str] = field(default_factory=set)  # addresses of pictures too thin to carry words
    repeated: set[str] = field(default_factory=set)  # addresses that stand on several pages
    shown: dict[str, OcrText] = field(
        default_factory=dict
    )  # what was read from the page's own screenshot, by what is drawn there
    _first: dict[str, str] = field(default_factory=dict)
    _own: Counter[PicturePlace] = field(default_factory=Counter)  # tiles spent on pictures of each place

    def left(self, place: PicturePlace) -> int:
        """How many tiles of a picture in such a place may be read; 0 if the rest is reserved for other places, or its own share is spent."""
        table = reading_settings().ocr.budget
        share, own = float(getattr(table.share, place)), float(getattr(table.own, place))
        if not self.has_time(place):
            return 0
        return max(0, min(int(share * table.tiles) - self.tiles, int(own * table.tiles) - self._own[place]))

    def has_time(self, place: PicturePlace) -> bool:
        """Whether the worker may still spend seconds on a picture in such a place."""
        table = reading_settings().ocr.budget
        return self.seconds < float(getattr(table.share, place)) * table.seconds

    def spend(self, place: PicturePlace, tiles: int, seconds: float) -> None:
        """Record tiles of a picture in such a place that are read, fewer than none to give some back, and the worker's CPU seconds."""
        self.tiles += tiles
        self.seconds += seconds
        self._own[place] += tiles

    def met(self, address: str, page: str) -> None:
        """Record that a picture is on that page."""
        if not address.startswith("http"):
            return
        first = self._first.get(address)
        if first is not None and first != page:
            self.repeated.add(address)
        elif first is None and len(self._first) < reading_settings().ocr.place.repeats:
            self._first[address] = page
