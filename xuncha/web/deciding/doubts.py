"""What a word contradicts, asked about before it is stored and never forbidden: a red line, the machine's suggestion, the profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from probes.finding import Text
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.standard_tables import Standard, Verdict
from xuncha.judging.decision_contradictions import find_contradictions, find_items_of_line
from xuncha.judging.rules import Rules
from xuncha.web.audit_data import AuditData
from xuncha.web.rendering import say_words

AnyDecision = Decision | LineDecision | FlagDecision
WELL = (Verdict.PASS, Verdict.PARTIAL)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question about a word: the rule that raised it, and what is asked."""

    kind: str
    question: Text


def find_doubts(rules: Rules, before: AuditData, after: AuditData, word: AnyDecision) -> tuple[Doubt, ...]:
    """What the word contradicts; ``before`` and ``after`` are the audit without and with it."""
    return tuple(dict.fromkeys(_doubts(rules, before, after, word)))


def _doubts(rules: Rules, before: AuditData, after: AuditData, word: AnyDecision) -> Iterator[Doubt]:
    subject = word.item if isinstance(word, Decision) else word.line if isinstance(word, LineDecision) else ""
    known = {
        (contradiction.item, contradiction.line)
        for contradiction in find_contradictions(rules.standard, rules.checks, before.audit)
    }
    for contradiction in find_contradictions(rules.standard, rules.checks, after.audit):
        if (
            subject in (contradiction.item, contradiction.line)
            and (contradiction.item, contradiction.line) not in known
        ):
            yield Doubt("red_line", contradiction.question)
    if not isinstance(word, Decision):
        return
    verdict = next((verdict for verdict in before.audit.verdicts if verdict.item == word.item), None)
    suggested = verdict.suggested if verdict is not None else None
    own = verdict.machine.verdict if verdict and verdict.machine else verdict.verdict if verdict else None
    well = word.verdict in (*WELL, Verdict.NOT_APPLICABLE)
    if well and suggested is not None and suggested.verdict is Verdict.FAIL:
        yield Doubt("suggested_fail", _both("deciding.doubts.suggested_fail"))
    elif well and own is Verdict.FAIL:
        yield Doubt("machine_fail", _both("deciding.doubts.machine_fail"))
    if word.verdict is Verdict.NOT_APPLICABLE:
        yield from _applies(rules.standard, before, word)
    elif own is Verdict.NOT_APPLICABLE:
        yield Doubt("profile", _both("deciding.doubts.not_applicable"))


def _applies(standard: Standard, before: AuditData, word: Decision) -> Iterator[Doubt]:
    """N/A against what the platform is known to be; where the profile does not say, that is no contradiction."""
    profile = before.audit.facts.get("profile")
    held = profile if isinstance(profile, dict) else {}
    item = standard.by_id[word.item]
    if not item.applies or all(held.get(flag) == value for flag, value in item.applies.items()):
        yield Doubt("profile", _both("deciding.doubts.applies"))


def list_items_beside(rules: Rules, line: str) -> tuple[str, ...]:
    """The items that rest on the checks of a red line."""
    found = next((red_line for red_line in rules.standard.red_lines if red_line.id == line), None)
    return find_items_of_line(found, rules.checks) if found else ()


def _both(key: str) -> Text:
    return Text(say_words("zh", key), say_words("en", key))
