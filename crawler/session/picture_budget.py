"""What one look may still spend on reading pictures, and what it knows of those it met."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.dom.picture_places import Place
from crawler.ocr import OcrText
from crawler.reading_script import settings


@dataclass(slots=True)
class PictureBudget:
    """Tiles and CPU seconds spent in this look; addresses of pictures by the page that they first stood on."""

    tiles: int = 0
    seconds: float = 0.0
    known: set[str] = field(default_factory=set)  # addresses of pictures that were read or failed
    thin: set[str] = field(default_factory=set)  # addresses of pictures too thin to carry words
    repeated: set[str] = field(default_factory=set)  # addresses that stand on several pages
    shown: dict[str, OcrText] = field(
        default_factory=dict
    )  # what was read of the page's own picture, by what is drawn there
    _first: dict[str, str] = field(default_factory=dict)

    def left(self, place: Place) -> int:
        """How many tiles may be read of a picture that stands in such a place; 0 where the rest is reserved for others."""
        table = settings()["ocr"]["budget"]
        share = float(table["share"][place])
        if self.seconds >= share * table["seconds"]:
            return 0
        return max(0, int(share * table["tiles"]) - self.tiles)

    def spend(self, tiles: int, seconds: float) -> None:
        """Tiles that were read, in the worker's CPU seconds."""
        self.tiles += tiles
        self.seconds += seconds

    def met(self, address: str, page: str) -> None:
        """A picture stands on that page."""
        if not address.startswith("http"):
            return
        first = self._first.get(address)
        if first is not None and first != page:
            self.repeated.add(address)
        elif first is None and len(self._first) < settings()["ocr"]["place"]["repeats"]:
            self._first[address] = page
