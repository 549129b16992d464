"""One way to change a site, and what an answer has to do then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from crawler.site import Site
from tests.metamorph.subjects import Subject


class Must(StrEnum):
    """What the answer has to do."""

    FALL = "fall"  # the yes, or the part of it that rested on these words, is gone
    HOLD = "hold"  # the same, for the page says the same


@dataclass(frozen=True, slots=True)
class Transformation:
    """One way to change a site; ``apply`` gives None where it cannot be done to this one.

    ``of`` names the checks that it is asked of; None = of all whose answer quotes a page's words.
    """

    name: str
    must: Must
    apply: Callable[[Subject], Site | None]
    of: frozenset[str] | None = None
