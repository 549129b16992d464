"""Findings and human decisions become one verdict for every item of the standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from probes.finding import Finding, Outcome, Text
from probes.probe import Check
from scoring import because, marks
from scoring.decision import Decision, settle
from scoring.merge import NOT_PUBLIC, Counted, Merged, counted, merge
from scoring.question import blind_reason, question
from scoring.tables import Item, ItemClass, Standard, Verdict


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
    """A machine's own verdict, kept where a person decided otherwise."""

    verdict: Verdict
    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """One item. ``value`` is set where decided; ``low`` and ``high`` bound it otherwise (all unseen lost, all won)."""

    item: str
    verdict: Verdict
    value: float | None
    low: float
    high: float
    because: Text
    guess_low: float = 0.0  # the same bounds with the best guesses of answers a person must look at
    guess_high: float = 1.0
    suggested: Suggestion | None = None  # what those guesses lead to, where they decide it
    question: Text | None = None
    reason: str = ""
    hint: Text | None = None
    looks: int = 0
    checks: tuple[CheckResult, ...] = ()
    unconfirmed: tuple[str, ...] = ()  # findings that would fail the item, were they confirmed
    confirmed: bool = False  # a person decided
    machine: Judgement | None = None  # what the machine said, where a person decided


def judge_items(
    standard: Standard,
    checks: Iterable[Check],
    findings: Iterable[Finding],
    decisions: Iterable[Decision] = (),
    profile: Mapping[str, bool] | None = None,
) -> tuple[ItemVerdict, ...]:
    """A verdict for every item, in the order of the standard; a flag of the profile that is not there is unknown and removes nothing.

    Raises ValueError for a decision about an unknown item.
    """
    profile = profile or {}
    checks, decisions = tuple(checks), tuple(decisions)
    unknown = next((each.item for each in decisions if each.item not in standard.by_id), None)
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
    """The verdict, unless what the platform is makes the item moot."""
    flag = next((flag for flag, value in item.applies.items() if profile.get(flag, value) != value), None)
    if flag is None:
        return verdict
    words = standard.moot[flag].text
    return replace(
        verdict, verdict=Verdict.NOT_APPLICABLE, value=None, low=0.0, high=0.0, guess_low=0.0, guess_high=0.0,
        because=words, reason="not_applicable", suggested=None, question=None, hint=None, unconfirmed=(),
    )  # fmt: skip


def _judge(
    standard: Standard, item: Item, checks: tuple[Check, ...], findings: Mapping[str, tuple[Finding, ...]]
) -> ItemVerdict:
    table = counted(checks, item.id, item.devices, standard.values.other_surface, findings)
    counts = [each for group in table.values() for each in group]
    weighed = because.weigh(counts)
    base = ItemVerdict(
        item.id,
        Verdict.NOT_OBSERVED,
        None,
        0.0,
        1.0,
        standard.reasons["no_probe"].text,
        reason="no_probe",
        looks=max((finding.look for each in counts for finding in each.merged.findings), default=0),
        checks=tuple(_check_result(check.id, check.points, table.get(check.id, ())) for check in item.checks),
    )
    if item.item_class is ItemClass.DOCUMENTARY:
        return _documentary(standard, base, counts)
    if not any(each.points > 0 for each in counts):
        return base
    conditions = {part.probe for part in item.conditions}
    named = {
        check.id: merge(check, findings.get(check.id, ()), "better", standard.values.other_surface)
        for check in checks
        if check.id in conditions
    }
    span = marks.judge(item, table, named, standard.values, lambda merged: merged.share)
    if span is None:
        return _removed(standard, base, counts)
    guess = marks.judge(item, table, named, standard.values, lambda merged: merged.guess) or span
    base = replace(
        base,
        low=span.lost.value,
        high=span.won.value,
        guess_low=guess.lost.value,
        guess_high=max(guess.won.value, guess.sure.value) if guess.unconfirmed_fail else guess.won.value,
        reason="",
    )
    if span.unconfirmed_fail or (guess.unconfirmed_fail and item.item_class is ItemClass.ASSISTED):
        return _unconfirmed(standard, base, span, (*(each.merged for each in counts if each.points), *named.values()))
    if not any(each.merged.known or each.merged.unsure for each in counts if each.points > 0):
        # Marks alone decide nothing where nothing was seen.
        return _undecided(standard, item, base, guess, counts, weighed)
    if item.item_class is ItemClass.ASSISTED:
        return _assisted(item, base, guess, counts, weighed)
    if span.agreed:
        return replace(
            base,
            verdict=span.lost.verdict,
            value=span.lost.value,
            because=_why(span.lost, weighed),
            suggested=Suggestion(guess.lost.verdict, guess.lost.value),
        )
    return _undecided(standard, item, base, guess, counts, weighed)


def _check_result(id: str, points: float, counts: tuple[Counted, ...]) -> CheckResult:
    found = marks.tally(counts, points, lambda merged: merged.share)
    findings = tuple(dict.fromkeys(each.id for count in counts for each in count.merged.deciding))
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


def _documentary(standard: Standard, base: ItemVerdict, counts: list[Counted]) -> ItemVerdict:
    """Nothing public proves these; what was seen is a hint for the person who reads the documents."""
    if counts and all(each.merged.share is None and each.merged.reason == "not_applicable" for each in counts):
        return _removed(standard, base, counts)
    seen = [each.merged.deciding[0] for each in counts if each.merged.known and each.merged.deciding]
    hint = because.compose(seen) if seen else None
    words = standard.reasons["no_document"].text
    return replace(base, verdict=Verdict.PENDING_DOCUMENT, because=words, reason="no_document", hint=hint)


def _removed(standard: Standard, base: ItemVerdict, counts: list[Counted]) -> ItemVerdict:
    reason = next((each.merged.reason for each in counts if each.merged.reason in NOT_PUBLIC), "")
    said = because.compose([each for count in counts for each in count.merged.deciding[:1]])
    if reason:
        words = because.compose(
            [each for count in counts for each in count.merged.deciding if each.answer.reason == reason]
        )
        return replace(base, because=words, reason=reason)
    return replace(base, verdict=Verdict.NOT_APPLICABLE, because=said, reason="not_applicable", low=0.0, high=0.0)


def _unconfirmed(standard: Standard, base: ItemVerdict, span: marks.Span, merged: Iterable[Merged]) -> ItemVerdict:
    """It would fail, but no second look has agreed yet."""
    bad = tuple({each.id: each for probe in merged for each in probe.unconfirmed}.values())
    return replace(
        base,
        verdict=Verdict.INCONCLUSIVE,
        high=span.sure.value,
        because=because.compose(bad, standard.reasons["no_second_look"].text),
        reason="no_second_look",
        unconfirmed=tuple(each.id for each in bad),
    )


def _why(marked: marks.Marked, weighed: tuple[because.Weighed, ...]) -> Text:
    if marked.verdict is Verdict.PASS:
        return because.compose(because.gains(weighed))
    return because.compose([*because.losses(weighed, True), *because.gains(weighed), *because.losses(weighed, False)])


def _assisted(
    item: Item,
    base: ItemVerdict,
    guess: marks.Span,
    counts: list[Counted],
    weighed: tuple[because.Weighed, ...],
) -> ItemVerdict:
    suggested = Suggestion(guess.lost.verdict, guess.lost.value) if guess.agreed else None
    words = _why(guess.lost, weighed)
    return replace(
        base,
        verdict=Verdict.TO_CONFIRM,
        because=words if words.zh else because.compose([each for count in counts for each in count.merged.deciding]),
        suggested=suggested,
        question=question(counts, item),
        reason="judgement" if suggested else blind_reason(counts),
    )


def _undecided(
    standard: Standard,
    item: Item,
    base: ItemVerdict,
    guess: marks.Span,
    counts: list[Counted],
    weighed: tuple[because.Weighed, ...],
) -> ItemVerdict:
    """An answer a person must look at makes it a question, if that would decide it; else what was not seen is the reason."""
    unsure = [each for each in counts if each.merged.unsure]
    blind = [each for each in counts if each.merged.share and not each.merged.known and not each.merged.unsure]
    usable = guess.agreed and not guess.unconfirmed_fail
    if unsure and (usable or not blind):
        return replace(
            base,
            verdict=Verdict.TO_CONFIRM,
            because=because.compose([each for count in unsure for each in count.merged.deciding]),
            suggested=Suggestion(guess.lost.verdict, guess.lost.value) if usable else None,
            question=question(unsure, item),
            reason="judgement",
        )
    reason = blind_reason(counts)
    lead = standard.reasons.get(reason) or standard.reasons["partly_seen"]
    said = because.compose(because.losses(weighed, False), lead.text)
    return replace(base, verdict=Verdict.INCONCLUSIVE, because=said, reason=reason)


def _decided(standard: Standard, item: Item, machine: ItemVerdict, decisions: tuple[Decision, ...]) -> ItemVerdict:
    settled = settle((each for each in decisions if each.item == item.id), standard.values.assessors_apart)
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
        machine, verdict=settled.verdict, value=settled.value, low=bound, high=bound, because=because.persons(standard, settled.said),
        reason="", confirmed=True, machine=own,
    )  # fmt: skip
