"""Why a page could not be loaded: a fact about our view of the shop, never about the shop."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.limits import PAGE
from crawler.vocabulary import GapReason

ENDLESS = "a script that never ends"
STREAM = "an answer without end: "
# How the detail of an error page begins where the shop itself says that there is no page: nothing can be hidden there.
NONE_THERE = ("HTTP 404", "HTTP 410", "soft 404: ", "redirected to <")

# How the detail of what could not be reached begins where the name of its host is given to nobody, as the names' own servers say.
NO_SUCH_HOST = ("dns: Name or service not known", "dns: No address associated with hostname", "dns: no address")


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """The reason with its detail. ``exchanges`` is the record of the network exchanges up to then, ``screenshot`` the picture of what stood
    there instead, if they are kept."""

    reason: GapReason
    detail: str
    exchanges: str = field(default="", compare=False)
    screenshot: str = field(default="", compare=False)

    @property
    def spoils(self) -> bool:
        """Whether the tab this happened on should not be used again."""
        return self.reason in (GapReason.TRAP, GapReason.CRASHED, GapReason.TIMEOUT)

    @property
    def says_none(self) -> bool:
        """Whether the shop answered that there is no page at that address: it was opened, and it is dead."""
        return self.reason is GapReason.ERROR_PAGE and self.detail.startswith(NONE_THERE)


def crash_stop(fault: Exception) -> LoadFailure:
    """The browser's error as a LoadFailure."""
    return LoadFailure(GapReason.CRASHED, first_line(fault))


def first_line(fault: Exception) -> str:
    """The first line of an exception's message, or its type's name if it has none."""
    return next(iter(str(fault).splitlines()), "")[:200] or type(fault).__name__


def browser_word(said: str) -> str:
    """The short name of a navigation error: ``ERR_CERT_DATE_INVALID``, or the message's first word."""
    start = said.find("net::")
    words = (said[start:] if start >= 0 else said).split()
    return words[0].removeprefix("net::")[:80] if words else ""


# Looking at one page used up its time, though none of its scripts hung.
SLOW = LoadFailure(GapReason.TIMEOUT, f"the page took more than {PAGE.whole_seconds:g} s")
# A control that can be clicked and leads nowhere: it has no page on which anything could be.
DEAD = LoadFailure(GapReason.CONTROL, "pressing the control brought up nothing that we could see")
DEAD_LINK = LoadFailure(
    GapReason.CONTROL, "the entry is a link to nowhere (# or javascript:void) and pressing it brought up nothing"
)
# A control that leads to what was seen by another way: nothing is left behind it.
SEEN_BEFORE = LoadFailure(GapReason.CONTROL, "pressing the control led to goods or to a page seen already")
# A control that opens a window at an address where other labels had all brought up the same words.
KNOWN_WINDOW = LoadFailure(GapReason.CONTROL, "the control opens a window on a page that others opened already")
# The shop's app draws as little there as at an address that it cannot know: it has no such page (crawler/visit/unknown_routes.py).
NO_ROUTE = LoadFailure(
    GapReason.ERROR_PAGE, "soft 404: the app draws nothing there, as at an address that it cannot know"
)
# A control of a page loaded anew that was not found again there: what is behind it was not seen.
GONE = LoadFailure(GapReason.CONTROL, "the control was not there any more")
ELSEWHERE = LoadFailure(GapReason.CONTROL, "the page the control stands on leads elsewhere now")
UNPRESSED = LoadFailure(GapReason.CONTROL, "the control could not be pressed")
