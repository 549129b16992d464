"""Combine looks and devices of one probe into one share of its points, with the cases where all unseen is lost or won."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler.vocabulary import Device, GapReason
from probes.finding import Finding, Outcome
from probes.probe import Check

NOT_LOOKED = "not_looked"
NOT_FOUND = "recall"  # not found by a reader whose recall for such things is unproven
NOT_PUBLIC = frozenset({str(GapReason.LOGIN), str(GapReason.APP_ONLY)})


@dataclass(frozen=True, slots=True)
class ShareRange:
    """A share of points (0-1) as far as it is known.

    ``low``: everything unseen is lost. ``high``: everything unseen is won. ``sure``: also every loss that no second
    look has confirmed is won. ``might``: also every loss on a device that some look could not see is won; what excuses
    an item must hold even then.
    """

    low: float
    high: float
    sure: float
    might: float


UNKNOWN = ShareRange(0.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class MergedProbe:
    """One probe over all looks and devices.

    ``share`` is None if the probe is removed (not applicable, or not public: ``reason`` says which). ``guess`` is
    ``share`` with a best guess in place of every answer a person must look at. ``deciding`` are the findings the share
    rests on, best device first.
    """

    share: ShareRange | None
    guess: ShareRange | None
    reason: str = ""
    unsure: bool = False
    deciding: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    seen_in: str = ""  # "1/2" if only one of two looks saw the positive evidence
    unconfirmed: tuple[Finding, ...] = ()  # answers that lost points and that no second look has confirmed

    @property
    def known(self) -> bool:
        return self.share is not None and self.share.low == self.share.high


def merge_findings(check: Check, findings: Iterable[Finding], devices: str, loss: float) -> MergedProbe:
    """Merge a probe's findings. ``devices`` is "better" or "mean"; ``loss``: the share deducted if only one device shows it."""
    own = sorted(
        (finding for finding in findings if finding.probe == check.id),
        key=lambda finding: (finding.look, finding.device),
    )
    surfaces = [_surface(check, tuple(finding for finding in own if finding.device is device)) for device in Device]
    live = [surface for surface in surfaces if surface.share is not None]
    if not live:
        shown = next((surface for surface in surfaces if surface.reason in NOT_PUBLIC), surfaces[0])
        return MergedProbe(None, None, shown.reason, findings=tuple(own), deciding=shown.deciding)
    live.sort(key=lambda probe: -probe.share.low if probe.share else 0.0)
    reason = next((probe.reason for probe in live if probe.reason), "")
    return MergedProbe(
        _combine([probe.share for probe in live if probe.share is not None], devices, loss),
        _combine([probe.guess for probe in live if probe.guess is not None], devices, loss),
        reason,
        any(probe.unsure for probe in live),
        tuple(finding for probe in live for finding in probe.deciding),
        tuple(own),
        next((probe.seen_in for probe in live if probe.seen_in), ""),
        tuple(finding for probe in live for finding in probe.unconfirmed),
    )


def _combine(ranges: list[ShareRange], devices: str, loss: float) -> ShareRange:
    def over(shares: list[float]) -> float:
        if devices == "mean":
            return sum(shares) / len(shares)
        best = max(shares)
        return max(0.0, best - loss) if min(shares) == 0.0 < best else best

    return ShareRange(
        over([interval.low for interval in ranges]),
        over([interval.high for interval in ranges]),
        over([interval.sure for interval in ranges]),
        over([interval.might for interval in ranges]),
    )


def _surface(check: Check, findings: tuple[Finding, ...]) -> MergedProbe:
    """One device: positive evidence in either look stands; a loss is sure only if two looks agree on it."""
    if not findings:
        return MergedProbe(UNKNOWN, UNKNOWN, NOT_LOOKED)
    shares = {finding.look: earned for finding in findings if (earned := _decided(check, finding)) is not None}
    if shares and not _was_asked(findings, shares):
        best = max(shares.values())
        settled = best == 1.0 or len(shares) > 1
        deciding = tuple(finding for finding in findings if shares.get(finding.look) == best)
        blind = any(finding.outcome in (Outcome.NOT_SEEN, Outcome.ERROR) for finding in findings)
        # What was not found may still be there.
        most = max(best, *(finding.answer.ceiling or 0.0 for finding in deciding))
        share = ShareRange(best, most, most if settled else 1.0, 1.0 if blind else most)
        good = [finding.look for finding in findings if shares.get(finding.look, 0.0) > 0.0]
        seen_in = f"{len(good)}/{len(findings)}" if good and len(good) < len(findings) else ""
        return MergedProbe(
            share,
            share,
            NOT_FOUND if most > best else "",
            deciding=deciding,
            seen_in=seen_in,
            unconfirmed=() if settled else deciding,
            findings=findings,
        )
    if all(_removed(finding) for finding in findings):
        hidden = [finding for finding in findings if finding.answer.reason in NOT_PUBLIC]
        reason = hidden[0].answer.reason if hidden else "not_applicable"
        return MergedProbe(None, None, reason, deciding=(hidden[0] if hidden else findings[0],))
    doubtful = tuple(finding for finding in findings if finding.outcome is Outcome.UNSURE)
    if doubtful:
        # A guess is no evidence: it stands only if every look of this device made it, or found nothing of it.
        guesses = [finding.answer.fraction for finding in doubtful]
        known = [guess for guess in guesses if guess is not None] + list(shares.values())
        best, twice = max(known, default=0.0), len(known) > 1
        stands = len(known) == len(findings)
        guess = ShareRange(best, best, best if twice else 1.0, best) if stands else UNKNOWN
        short = doubtful if stands and not twice and best < 1.0 else ()
        return MergedProbe(UNKNOWN, guess, doubtful[0].answer.reason, True, doubtful, unconfirmed=short)
    unseen = tuple(finding for finding in findings if not _removed(finding))
    return MergedProbe(UNKNOWN, UNKNOWN, _reason(unseen[0]), deciding=unseen[:1])


def _was_asked(findings: tuple[Finding, ...], shares: Mapping[int, float]) -> bool:
    """Whether a person is asked about what one look found and the other only did not find: nobody looks a third time.

    Where it was the second that found it, it must have made a guess.
    """
    asks = [finding for finding in findings if finding.outcome is Outcome.UNSURE]
    missed = all(finding.answer.by_absence for finding in findings if finding.look in shares)
    told = findings[0] in asks or all(finding.answer.fraction is not None for finding in asks)
    return bool(asks) and told and missed and max(shares.values()) == 0.0


def _decided(check: Check, finding: Finding) -> float | None:
    """The share an answer earned; None if it decides nothing."""
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
class CountedProbe:
    """A merged probe with its points on one check."""

    check: Check
    points: float
    merged: MergedProbe


def count_checks(
    checks: Iterable[Check], item: str, devices: str, loss: float, findings: Mapping[str, tuple[Finding, ...]]
) -> Mapping[str, tuple[CountedProbe, ...]]:
    """For one item: check id → the probes that count on it, in table order. ``findings`` by probe."""
    table: dict[str, tuple[CountedProbe, ...]] = {}
    for check in checks:
        for count in check.counts:
            if count.item == item:
                merged = merge_findings(check, findings.get(check.id, ()), devices, loss)
                table[count.check] = (*table.get(count.check, ()), CountedProbe(check, count.points, merged))
    return table
