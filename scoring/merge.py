"""Looks and devices of one probe become one share of its points, with the case where all unseen is lost and where it is won."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler.vocabulary import Device, GapReason
from probes.finding import Finding, Outcome
from probes.probe import Check

NOT_LOOKED = "not_looked"
NOT_FOUND = "recall"  # by a reader that is not known to find such things
NOT_PUBLIC = frozenset({str(GapReason.LOGIN), str(GapReason.APP_ONLY)})


@dataclass(frozen=True, slots=True)
class Range:
    """A share of points (0-1) as far as it is known.

    ``low``: all unseen lost. ``high``: all unseen won. ``sure``: won, and so is every loss that no second look has confirmed.
    ``might``: won, and so is every loss of a surface that some look could not see; what excuses an item must hold even then.
    """

    low: float
    high: float
    sure: float
    might: float


UNKNOWN = Range(0.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Merged:
    """One probe over all looks and devices.

    ``share`` is None where the probe is removed (not applicable, or not public: ``reason`` says which). ``guess`` is ``share`` with a
    best guess in place of every answer a person must look at. ``deciding`` are the findings the share rests on, best surface first.
    """

    share: Range | None
    guess: Range | None
    reason: str = ""
    unsure: bool = False
    deciding: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    seen_in: str = ""  # "1/2" where only one of two looks saw the positive evidence
    unconfirmed: tuple[Finding, ...] = ()  # answers that lost points and that no second look has confirmed

    @property
    def known(self) -> bool:
        return self.share is not None and self.share.low == self.share.high


def merge(check: Check, findings: Iterable[Finding], devices: str, loss: float) -> Merged:
    """``devices`` is "better" or "mean"; ``loss`` the share taken off where only one of two surfaces shows it."""
    own = sorted((each for each in findings if each.probe == check.id), key=lambda each: (each.look, each.device))
    surfaces = [_surface(check, tuple(each for each in own if each.device is device)) for device in Device]
    live = [surface for surface in surfaces if surface.share is not None]
    if not live:
        shown = next((each for each in surfaces if each.reason in NOT_PUBLIC), surfaces[0])
        return Merged(None, None, shown.reason, findings=tuple(own), deciding=shown.deciding)
    live.sort(key=lambda each: -each.share.low if each.share else 0.0)
    reason = next((each.reason for each in live if each.reason), "")
    return Merged(
        _combine([each.share for each in live if each.share is not None], devices, loss),
        _combine([each.guess for each in live if each.guess is not None], devices, loss),
        reason,
        any(each.unsure for each in live),
        tuple(finding for each in live for finding in each.deciding),
        tuple(own),
        next((each.seen_in for each in live if each.seen_in), ""),
        tuple(finding for each in live for finding in each.unconfirmed),
    )


def _combine(ranges: list[Range], devices: str, loss: float) -> Range:
    def over(shares: list[float]) -> float:
        if devices == "mean":
            return sum(shares) / len(shares)
        best = max(shares)
        return max(0.0, best - loss) if min(shares) == 0.0 < best else best

    return Range(
        over([each.low for each in ranges]),
        over([each.high for each in ranges]),
        over([each.sure for each in ranges]),
        over([each.might for each in ranges]),
    )


def _surface(check: Check, findings: tuple[Finding, ...]) -> Merged:
    """One device: positive evidence in either look stands; a loss is sure only where two looks decided alike."""
    if not findings:
        return Merged(UNKNOWN, UNKNOWN, NOT_LOOKED)
    shares = {each.look: earned for each in findings if (earned := _decided(check, each)) is not None}
    if shares:
        best = max(shares.values())
        settled = best == 1.0 or len(shares) > 1
        deciding = tuple(each for each in findings if shares.get(each.look) == best)
        blind = any(each.outcome in (Outcome.NOT_SEEN, Outcome.ERROR) for each in findings)
        # What was not found may be there all the same.
        most = max(best, *(each.answer.ceiling or 0.0 for each in deciding))
        share = Range(best, most, most if settled else 1.0, 1.0 if blind else most)
        good = [each.look for each in findings if shares.get(each.look, 0.0) > 0.0]
        seen_in = f"{len(good)}/{len(findings)}" if good and len(good) < len(findings) else ""
        return Merged(
            share,
            share,
            NOT_FOUND if most > best else "",
            deciding=deciding,
            seen_in=seen_in,
            unconfirmed=() if settled else deciding,
            findings=findings,
        )
    if all(_removed(each) for each in findings):
        hidden = [each for each in findings if each.answer.reason in NOT_PUBLIC]
        reason = hidden[0].answer.reason if hidden else "not_applicable"
        return Merged(None, None, reason, deciding=(hidden[0] if hidden else findings[0],))
    doubtful = tuple(each for each in findings if each.outcome is Outcome.UNSURE)
    if doubtful:
        # A guess is no evidence: it stands only where every look of this surface came to it.
        guesses = [each.answer.fraction for each in findings if each.outcome is Outcome.UNSURE]
        known = [each for each in guesses if each is not None]
        best, twice = max(known, default=0.0), len(known) > 1
        stands = len(known) == len(findings)
        guess = Range(best, best, best if twice else 1.0, best) if stands else UNKNOWN
        short = doubtful if stands and not twice and best < 1.0 else ()
        return Merged(UNKNOWN, guess, doubtful[0].answer.reason, True, doubtful, unconfirmed=short)
    unseen = tuple(each for each in findings if not _removed(each))
    return Merged(UNKNOWN, UNKNOWN, _reason(unseen[0]), deciding=unseen[:1])


def _decided(check: Check, finding: Finding) -> float | None:
    """The share an answer earned; None where it decides nothing."""
    answer = finding.answer
    if answer.outcome not in (Outcome.YES, Outcome.NO):
        return None
    if answer.fraction is not None:
        return answer.fraction
    return 1.0 if answer.outcome is check.good else 0.0


def _removed(finding: Finding) -> bool:
    answer = finding.answer
    return answer.outcome is Outcome.NOT_APPLICABLE or (
        answer.outcome is Outcome.NOT_SEEN and answer.reason in NOT_PUBLIC
    )


def _reason(finding: Finding) -> str:
    return finding.answer.reason or ("error" if finding.outcome is Outcome.ERROR else NOT_LOOKED)


@dataclass(frozen=True, slots=True)
class Counted:
    """A merged probe with the points it counts on one check."""

    check: Check
    points: float
    merged: Merged


def counted(
    checks: Iterable[Check], item: str, devices: str, loss: float, findings: Mapping[str, tuple[Finding, ...]]
) -> Mapping[str, tuple[Counted, ...]]:
    """For one item: check id → the probes that count on it, in the order of the table. ``findings`` by probe."""
    table: dict[str, tuple[Counted, ...]] = {}
    for check in checks:
        for count in check.counts:
            if count.item == item:
                merged = merge(check, findings.get(check.id, ()), devices, loss)
                table[count.check] = (*table.get(count.check, ()), Counted(check, count.points, merged))
    return table
