"""Why a page could not be had: a fact about our eyes, never about the shop."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.limits import PAGE
from crawler.vocabulary import GapReason

ENDLESS = "a script that never ends"


@dataclass(frozen=True, slots=True)
class Stop:
    """The reason with its detail. ``exchanges`` names the record of what went over the wire until then, where one is kept."""

    reason: GapReason
    detail: str
    exchanges: str = field(default="", compare=False)

    @property
    def spoils(self) -> bool:
        """Whether the page this happened on had better not be used again."""
        return self.reason in (GapReason.TRAP, GapReason.CRASHED, GapReason.TIMEOUT)


def crashed(fault: Exception) -> Stop:
    """The browser's own complaint as a stop."""
    return Stop(GapReason.CRASHED, first_line(fault))


def first_line(fault: Exception) -> str:
    """One line of an exception's message, its type's name where it says nothing."""
    return next(iter(str(fault).splitlines()), "")[:200] or type(fault).__name__


def browser_word(said: str) -> str:
    """The short name of a navigation error: ``ERR_CERT_DATE_INVALID``, or the message's first word."""
    start = said.find("net::")
    words = (said[start:] if start >= 0 else said).split()
    return words[0].removeprefix("net::")[:80] if words else ""


# Looking at one page took all its time, though no script of it hung.
SLOW = Stop(GapReason.TIMEOUT, f"the page took more than {PAGE.whole_seconds:g} s")
# A control that can be pressed and leads nowhere: nothing can stand on a page that there is not.
DEAD = Stop(GapReason.CONTROL, "pressing the control brought up nothing that we could see")
DEAD_LINK = Stop(
    GapReason.CONTROL, "the entry is a link to nowhere (# or javascript:void) and pressing it brought up nothing"
)
UNPRESSED = Stop(GapReason.CONTROL, "the control could not be pressed")
