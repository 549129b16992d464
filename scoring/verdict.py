"""Findings and persons' decisions become one verdict for every item of the standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from probes.finding import Finding, Outcome, Text
from probes.probe import Check
from scoring import explanation, thresholds
from scoring.decisions.decision import Decision, settle_decisions
from scoring.merge import NOT_PUBLIC, CountedProbe, MergedProbe, count_checks, merge_findings
from scoring.question import blind_reason, find_asked, make_question
from scoring.standard_tables import Item, ItemClass, Standard, Verdict


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A verdict a person is asked to confirm, with its value (0-1)."""

    verdict: Verdict
    value: float


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: points surely earned, out of those that apply (``of``); ``outcome`` yes = something was earned, no = nothing."""

    id: str
    points: float
    of: float
    outcome: Outcome
    findings: tuple[str, ...]
    reason: str = ""
    seen_in: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A machine's own verdict, kept if a person decided otherwise."""

    verdict: Verdict
    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """One item. ``value`` is set if decided; otherwise ``low`` and ``high`` bound it (all unseen lost, all won)."""

    item: str
    verdict: Verdict
    value: float | None
    low: float
    high: float
    because: Text
    guess_low: float = 0.0  # the same bounds with the best guesses of answers a person must look at
    guess_high: float = 1.0
    suggested: Suggestion | None = None  # what those guesses lead to, if they decide it
    question: Text | None = None
    reason: str = ""
    hint: Text | None = None
    looks: int = 0
    checks: tuple[CheckResult, ...] = ()
    unconfirmed: tuple[str, ...] = ()  # findings that would fail the item, were they confirmed
    confirmed: bool = False  # a person decided
    machine: Judgement | None = None  # the machine's verdict, if a person decided


def judge_items(
    standard: Standard,
    checks: Iterable[Check],
    findings: Iterable[Finding],
    decisions: Iterable[Decision] = (),
    profile: Mapping[str, bool] | None = None,
) -> tuple[ItemVerdict, ...]:
    """A verdict for every item, in the order of the standard; a missing profile flag is unknown and removes nothing.

    Raises ValueError for a decision about an unknown item.
    """
    profile = profile or {}
    checks, decisions = tuple(checks), tuple(decisions)
    unknown = next((decision.item for decision in decisions if decision.item not in standard.by_id), None)
    if unknown is not None:
        raise ValueError(f"a decision names the unknown item '{unknown}'")
    by_probe: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        by_probe[finding.probe] = (*by_probe.get(finding.probe, ()), finding)
    return tuple(
        _decided(standard, item, _applied(standard, item, _judge(standard, item, checks, by_probe), profile), decisions)
        for item in standard.items
    )


def _applied(standard: Standard, item: Item, verdict: ItemVerdict, profile: Mapping[str, bool]) -> ItemVerdict:
    """The verdict, unless the platform's profile makes the item not applicable."""
    flag = next((flag for flag, value in item.applies.items() if profile.get(flag, value) != value), None)
    if flag is None:
        return verdict
    return replace(
        verdict, verdict=Verdict.NOT_APPLICABLE, value=None, low=0.0, high=0.0, guess_low=0.0, guess_high=0.0,
        because=standard.moot[flag].text, reason="not_applicable", suggested=None, question=None, hint=None, unconfirmed=(),
    )  # fmt: skip


def _judge(
    standard: Standard, item: Item, checks: tuple[Check, ...], findings: Mapping[str, tuple[Finding, ...]]
) -> ItemVerdict:
    table = count_checks(checks, item.id, item.devices, standard.values.other_surface, findings)
    counts = [probe for group in table.values() for probe in group]
    weighed = explanation.weigh_counts(counts)
    base = ItemVerdict(
        item.id,
        Verdict.NOT_OBSERVED,
        None,
        0.0,
        1.0,
        standard.reasons["no_probe"].text,
        reason="no_probe",
        looks=max((finding.look for count in counts for finding in count.merged.findings), default=0),
        checks=tuple(_check_result(check.id, check.points, table.get(check.id, ())) for check in item.checks),
    )
    if item.item_class is ItemClass.DOCUMENTARY:
        return _documentary(standard, base, counts)
    if not any(count.points > 0 for count in counts):
        return base
    conditions = {part.probe for part in item.conditions}
    named = {
        check.id: merge_findings(check, findings.get(check.id, ()), "better", standard.values.other_surface)
        for check in checks
        if check.id in conditions
    }
    span = thresholds.judge_points(item, table, named, standard.values, lambda merged: merged.share)
    if span is None:
        return _removed(standard, base, counts)
    guess = thresholds.judge_points(item, table, named, standard.values, lambda merged: merged.guess) or span
    base = replace(
        base,
        low=span.lost.value,
        high=span.won.value,
        guess_low=guess.lost.value,
        guess_high=max(guess.won.value, guess.sure.value) if guess.unconfirmed_fail else guess.won.value,
        reason="",
    )
    merged = (*(count.merged for count in counts if count.points), *named.values())
    waiting = _unconfirmed(standard, base, span.sure.value, merged)
    if span.unconfirmed_fail or (guess.unconfirmed_fail and item.item_class is ItemClass.ASSISTED):
        if guess.sure_fail and (item.item_class is ItemClass.ASSISTED or any(count.merged.unsure for count in counts)):
            # Guesses of both looks fail it whatever a second look at the rest would say: that is already asked about,
            # as it would be if the rest had not been seen.
            ask = _assisted if item.item_class is ItemClass.ASSISTED else _undecided
            asked = ask(standard, item, base, guess, counts, weighed)
            return replace(asked, high=waiting.high, unconfirmed=waiting.unconfirmed)
        return waiting
    if not any(count.merged.known or count.merged.unsure for count in counts if count.points > 0):
        # If nothing was seen, marks alone decide nothing.
        return _undecided(standard, item, base, guess, counts, weighed)
    if item.item_class is ItemClass.ASSISTED:
        return _assisted(standard, item, base, guess, counts, weighed)
    if span.agreed:
        return replace(
            base,
            verdict=span.lost.verdict,
            value=span.lost.value,
            because=_why(span.lost, weighed),
            suggested=Suggestion(guess.lost.verdict, guess.lost.value),
        )
    asked = _undecided(standard, item, base, guess, counts, weighed)
    return replace(asked, unconfirmed=waiting.unconfirmed) if guess.unconfirmed_fail else asked


def _check_result(id: str, points: float, counts: tuple[CountedProbe, ...]) -> CheckResult:
    found = thresholds.tally_points(counts, points, lambda merged: merged.share)
    findings = tuple(dict.fromkeys(finding.id for count in counts for finding in count.merged.deciding))
    reason = next((count.merged.reason for count in counts if count.merged.reason), "" if counts else "no_probe")
    seen_in = next((count.merged.seen_in for count in counts if count.merged.seen_in), "")
    if counts and all(count.merged.share is None for count in counts):
        outcome = Outcome.NOT_SEEN if reason in NOT_PUBLIC else Outcome.NOT_APPLICABLE
    elif counts and all(count.merged.known or count.merged.share is None for count in counts):
        shares = [count.merged.share.low for count in counts if count.merged.share]
        outcome = Outcome.YES if any(shares) else Outcome.NO
    elif any(count.merged.unsure for count in counts):
        outcome = Outcome.UNSURE
    else:
        outcome = Outcome.ERROR if reason == "error" else Outcome.NOT_SEEN
    return CheckResult(id, found.earned.low, found.of, outcome, findings, reason, seen_in)


def _documentary(standard: Standard, base: ItemVerdict, counts: list[CountedProbe]) -> ItemVerdict:
    """Nothing public proves these; what was seen is a hint for the person who reads the documents."""
    if counts and all(count.merged.share is None and count.merged.reason == "not_applicable" for count in counts):
        return _removed(standard, base, counts)
    seen = [count.merged.deciding[0] for count in counts if count.merged.known and count.merged.deciding]
    hint = explanation.compose_reason(seen) if seen else None
    words = standard.reasons["no_document"].text
    return replace(base, verdict=Verdict.PENDING_DOCUMENT, because=words, reason="no_document", hint=hint)


def _removed(standard: Standard, base: ItemVerdict, counts: list[CountedProbe]) -> ItemVerdict:
    reason = next((count.merged.reason for count in counts if count.merged.reason in NOT_PUBLIC), "")
    said = explanation.compose_reason([finding for count in counts for finding in count.merged.deciding[:1]])
    if reason:
        words = explanation.compose_reason(
            [finding for count in counts for finding in count.merged.deciding if finding.answer.reason == reason]
        )
        return replace(base, because=words, reason=reason)
    return replace(base, verdict=Verdict.NOT_APPLICABLE, because=said, reason="not_applicable", low=0.0, high=0.0)


def _unconfirmed(standard: Standard, base: ItemVerdict, high: float, merged: Iterable[MergedProbe]) -> ItemVerdict:
    """The verdict of an item that would fail, but no second look has agreed yet."""
    bad = tuple({finding.id: finding for probe in merged for finding in probe.unconfirmed}.values())
    return replace(
        base,
        verdict=Verdict.INCONCLUSIVE,
        high=high,
        because=explanation.compose_reason(bad, standard.reasons["no_second_look"].text),
        reason="no_second_look",
        unconfirmed=tuple(finding.id for finding in bad),
    )


def _why(
    marked: thresholds.MarkedVerdict, weighed: tuple[explanation.WeighedFinding, ...], asked: tuple[Finding, ...] = ()
) -> Text:
    """The reason; what is ``asked`` about is told first, so that it is told whatever else there is."""
    won = explanation.gaining_findings(weighed)
    if marked.verdict is Verdict.PASS:
        return explanation.compose_reason([*asked, *won])
    lost, unseen = (explanation.losing_findings(weighed, known) for known in (True, False))
    return explanation.compose_reason([*asked, *lost, *won, *unseen])


def _assisted(
    standard: Standard,
    item: Item,
    base: ItemVerdict,
    guess: thresholds.PointSpan,
    counts: list[CountedProbe],
    weighed: tuple[explanation.WeighedFinding, ...],
) -> ItemVerdict:
    suggested = Suggestion(guess.lost.verdict, guess.lost.value) if guess.agreed else None
    deciding = [finding for count in counts for finding in count.merged.deciding]
    why = _why(guess.lost, weighed, find_asked(counts, item))
    words = why if why.zh else explanation.compose_reason(deciding)
    return replace(
        base,
        verdict=Verdict.TO_CONFIRM,
        because=words,
        suggested=suggested,
        question=make_question(counts, item, standard.deciding, explanation.list_told(deciding, words)),
        reason="judgement" if suggested else blind_reason(counts),
    )


def _undecided(
    standard: Standard,
    item: Item,
    base: ItemVerdict,
    guess: thresholds.PointSpan,
    counts: list[CountedProbe],
    weighed: tuple[explanation.WeighedFinding, ...],
) -> ItemVerdict:
    """An answer that a person must look at makes it a question, if that could decide it; else what was not seen is the reason."""
    unsure = [count for count in counts if count.merged.unsure]
    doubtful = [finding for count in unsure for finding in count.merged.deciding]
    blind = [count for count in counts if count.merged.share and not count.merged.known and not count.merged.unsure]
    usable = guess.agreed and not guess.unconfirmed_fail
    if unsure and (usable or not blind):
        return replace(
            base,
            verdict=Verdict.TO_CONFIRM,
            because=explanation.compose_reason([*find_asked(unsure, item), *doubtful]),
            suggested=Suggestion(guess.lost.verdict, guess.lost.value) if usable else None,
            question=make_question(unsure, item, standard.deciding),
            reason="judgement",
        )
    reason = blind_reason(counts)
    lead = standard.reasons.get(reason) or standard.reasons["partly_seen"]
    said = explanation.compose_reason(explanation.losing_findings(weighed, False), lead.text)
    return replace(base, verdict=Verdict.INCONCLUSIVE, because=said, reason=reason)


def _decided(standard: Standard, item: Item, machine: ItemVerdict, decisions: tuple[Decision, ...]) -> ItemVerdict:
    settled = settle_decisions((word for word in decisions if word.item == item.id), standard.values.assessors_apart)
    if settled is None:
        return machine
    own = Judgement(machine.verdict, machine.value, machine.low, machine.high)
    if settled.verdict is None:
        words = standard.reasons["assessors_apart"].text
        return replace(
            machine, verdict=Verdict.TO_CONFIRM, value=None, low=0.0, high=1.0, because=words, reason="assessors_apart",
            machine=own,
        )  # fmt: skip
    bound = settled.value or 0.0
    return replace(
        machine, verdict=settled.verdict, value=settled.value, low=bound, high=bound, because=explanation.persons_reason(standard, settled.said),
        reason="", confirmed=True, machine=own,
    )  # fmt: skip
