"""How completely a page was looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thoroughness:
    """How completely a view was looked at: the basis for concluding absence (rule 0.3 of the project's criteria)."""

    scripts_ran: bool = False
    scrolled_stable: bool = False
    layers_closed: bool = False
    frames_read: bool = False
    images_unread: int = 0  # text-bearing candidates in the plan's regions that OCR did not read
    chars: int = 0  # visible characters
    ink: float = 0.0  # share of screenshot pixels that differ from the page's main colour, 0-1
    notes: tuple[str, ...] = ()
    unread_images: tuple[int, ...] = ()  # element ids of the pictures counted in images_unread; empty in older records
