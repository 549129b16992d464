"""What the product reads of our own pages: the readings of labels.toml, and some of their own (questions.toml)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from crawler.failure import DEAD, DEAD_LINK
from crawler.site import Gap, Site, View
from crawler.vocabulary import LANDED, GapReason, Role
from probes import run
from probes.finding import Outcome
from probes.pages.absence import unfinished
from probes.pages.absence.opening import is_inferred
from probes.pages.operator import licences
from probes.pages.operator.licence_places import WordSource
from probes.pages.products import reviews
from probes.pages.service import returns
from tests.eval import values
from tests.eval.labels import Read, alone, ask_as, values_as
from tests.eval.own.labelled import QUESTIONS, Own, Part, reading
from tests.eval.read import Seen
from tests.eval.table import answer, checks
from xuncha.judging.rules import load_rules

_NOWHERE = frozenset({DEAD.detail, DEAD_LINK.detail})


@dataclass(frozen=True, slots=True)
class Held:
    """One label of one page, or one value of it, against its reading. ``wanted`` None = not told; ``disputed`` = the readers differ."""

    page: str
    kind: str
    part: Part
    label: str
    wanted: bool | None
    disputed: bool
    read: Read
    stands: bool = False  # a denial that the whole run of the check, which leaves much to a person, makes too

    @property
    def told(self) -> bool:
        return self.wanted is not None

    @property
    def differs(self) -> bool:
        """Whether the reading does not say what the label does, be it that it leaves it open."""
        return self.told and self.read.value is not self.wanted


def held(own: Own, seen: Seen) -> Iterator[Held]:
    """Every label of a page that has a reading; lists value by value."""
    home = Seen(tuple(view for view in seen.views if view.role is Role.HOME and view.state == LANDED), seen.gaps)
    for label, said in own.labels.items():
        asked = reading(label)
        if asked is None:
            continue
        if asked.startswith(values.PREFIX):
            name = label.partition(".")[2]
            rows = values_as(home, own.role, own.page.labels, name, said.agreed, asked)
        else:
            rows = [(None if said.agreed is None else bool(said.agreed), _read(own, seen, home, asked))]
        for wanted, read in rows:
            denied = wanted is True and read.value is False
            stands = denied and _stands(own, home, asked)
            yield Held(own.page.id, own.page.kind, own.part, label, wanted, said.disputed, read, stands)


def _stands(own: Own, home: Seen, asked: str) -> bool:
    """Whether the check that a reading asks says no in an audit too: by the main text, with entries and known recall weighed."""
    way, _, rest = asked.partition(".")
    if way not in ("probe", "stated", "quoted") or not home.views:
        return False
    id = rest.rpartition(".")[0] if way == "stated" else rest.partition(":")[0]
    site = alone(dataclasses.replace(home.views[-1], role=own.role), home.views[-1])
    found = run.judge_site([checks()[id]], site, strict=True, bar=load_rules().standard.values.recall_bar)
    return any(finding.answer.outcome is Outcome.NO and finding.device is home.views[-1].device for finding in found)


def _read(own: Own, seen: Seen, home: Seen, asked: str) -> Read:
    way, _, rest = asked.partition(".")
    if way == "unfinished":
        return _unfinished(home)
    if way in ("reached", "dead"):
        return reached(seen, Role(rest)) if way == "reached" else dead(seen, [Role(part) for part in rest.split("|")])
    if way not in ("quoted", *_OF_A_VIEW) or not home.views:
        return ask_as(home, own.role, asked)
    view = dataclasses.replace(home.views[-1], role=own.role)
    return _quoted(alone(view, home.views[-1]), rest) if way == "quoted" else _OF_A_VIEW[way](view)


def _unfinished(home: Seen) -> Read:
    """Words still to come, or no page to see; open where the page could not be had for another reason."""
    if not home.views:
        gap = next((gap for gap in home.gaps if gap.role is Role.HOME), None)
        blank = gap is not None and gap.reason is GapReason.BLANK
        return Read(True if blank else None, f"{gap.reason} {gap.detail}" if gap else "")
    sign = unfinished.unfinished_sign(home.views[-1])
    return Read(bool(sign), sign)


def _window(view: View) -> Read:
    found = returns.return_window(view)
    return Read(found is not None, found.sentence.raw if found else "")


def _reviews(view: View) -> Read:
    found = reviews.read_reviews(view)
    said = " | ".join(element.own or element.text for element in found.texts)
    return Read(bool(found.texts), said or found.empty or found.login)


def _drawn(view: View) -> Read:
    """A licence number that stands in no text, be it that a picture's hidden name says it too."""
    found = licences.read_licences(view).numbers
    written = {number.number.normalised for number in found if number.place.source is WordSource.TEXT}
    drawn = [
        number.number.raw
        for number in found
        if number.number.normalised not in written and number.place.source is WordSource.OCR
    ]
    return Read(bool(drawn), " | ".join(drawn))


_OF_A_VIEW: Mapping[str, Callable[[View], Read]] = {"window": _window, "reviews": _reviews, "drawn": _drawn}


def _quoted(site: Site, rest: str) -> Read:
    """Yes where the probe's answer is one and a quote of it holds the class's words, no where the answer is; else open: what it does not
    quote it may have read all the same."""
    id, _, name = rest.partition(":")
    found = answer(site, id)
    said = " | ".join(piece.quote for piece in found.evidence)
    if found.outcome is not Outcome.YES:
        return Read(False if found.outcome is Outcome.NO else None, found.because.zh)
    return Read(True if any(word in said for word in QUESTIONS["quoted"][name]) else None, said)


def reached(seen: Seen, role: Role) -> Read:
    """Whether following entries led somewhere: to a page of the role, or to an address that the served folder does not hold."""
    view = next((view for view in seen.views if view.role is role), None)
    if view is not None:
        return Read(True, view.url)
    gap = _gap(seen, role)
    if gap is None:
        return Read(None, "not tried")
    value: bool | None = None
    if gap.reason is GapReason.NOT_OFFERED or gap.detail in _NOWHERE:
        value = False
    elif gap.reason is GapReason.ERROR_PAGE and not is_inferred(
        gap
    ):  # it was followed, and its address is no page here
        value = True
    return Read(value, f"{gap.reason} {gap.detail}")


def dead(seen: Seen, roles: list[Role]) -> Read:
    """True where one entry that was followed led nowhere; open where it is not known of one."""
    if not seen.views:
        return Read(None, "no view")
    gaps = {role: _gap(seen, role) for role in roles}
    found = [role for role, gap in gaps.items() if gap is not None and gap.detail in _NOWHERE]
    unknown = [role for role in roles if reached(seen, role).value is None]
    return Read(True if found else None if unknown else False, ", ".join(found or unknown))


def _gap(seen: Seen, role: Role) -> Gap | None:
    return next((gap for gap in seen.gaps if gap.role is role and gap.state == LANDED), None)
