"""Decisions on an item and on a red line that contradict each other although both rest on the same checks.

They are asked about, never forbidden.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from probes.finding import Text
from probes.probe import Check
from scoring.decisions.red_line_rulings import rule_red_lines
from scoring.red_lines import RedLineState
from scoring.standard_tables import RedLine, Standard, Verdict
from scoring.verdict import ItemVerdict
from storage.visits.audit import Audit
from xuncha.judging.verdict_digest import AuditHead

WELL = (Verdict.PASS, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One item against one red line, and the question a person should answer."""

    item: str
    line: str
    question: Text


def find_items_of_line(line: RedLine, checks: Iterable[Check]) -> tuple[str, ...]:
    """The items that use a probe which can raise the red line."""
    probes = {trigger.probe for trigger in line.raised_by}
    return tuple(dict.fromkeys(count.item for check in checks if check.id in probes for count in check.counts))


def find_contradictions(
    standard: Standard, checks: tuple[Check, ...], audit: Audit | AuditHead
) -> tuple[Contradiction, ...]:
    """Contradictions among people's decisions in an audit, in the order of red lines; none where nobody decided either.

    There are three: a person confirms a red line while an item of the same checks is met; a person finds an item met
    while the line is still suspected; a person rejects a line while failing the item by the very findings that raised
    it.
    """
    by_item = {verdict.item: verdict for verdict in audit.verdicts}
    ruled = rule_red_lines(audit.line_decisions)
    states = {red_line.id: red_line for red_line in audit.red_lines}
    found = []
    for line in standard.red_lines:
        raised = states.get(line.id)
        confirmed = line.id in ruled.confirmed | ruled.lone
        for item in find_items_of_line(line, checks):
            verdict = by_item.get(item)
            if verdict is None:
                continue
            if confirmed and verdict.verdict in WELL:
                found.append(Contradiction(item, line.id, _confirmed(standard, line, verdict)))
            elif raised is None:
                continue
            elif (
                raised.state is RedLineState.SUSPECTED
                and not confirmed
                and verdict.confirmed
                and verdict.verdict in WELL
            ):
                found.append(Contradiction(item, line.id, _suspected(standard, line, verdict)))
            elif (
                line.id in ruled.cleared
                and verdict.confirmed
                and verdict.verdict is Verdict.FAIL
                and _same(verdict, raised.findings)
            ):
                found.append(Contradiction(item, line.id, _cleared(standard, line, verdict)))
    return tuple(found)


def _same(verdict: ItemVerdict, findings: Iterable[str]) -> bool:
    own = {id for check in verdict.checks for id in check.findings}
    return bool(own & set(findings))


def _words(standard: Standard, line: RedLine, verdict: ItemVerdict) -> dict[str, str]:
    item, said = standard.by_id[verdict.item], standard.verdicts[verdict.verdict].text
    return {
        "item_zh": f"{verdict.item}（{item.name.zh}）", "item_en": f"{verdict.item} ({item.name.en})",
        "line_zh": f"红线 {line.id}（{line.trigger.zh}）", "line_en": f"red line {line.id} ({line.trigger.en})",
        "said_zh": said.zh, "said_en": said.en,
    }  # fmt: skip


def _confirmed(standard: Standard, line: RedLine, verdict: ItemVerdict) -> Text:
    words = _words(standard, line, verdict)
    return Text(
        "请核对：{line_zh}已由人员确认，条款 {item_zh}却为“{said_zh}”，两者依据同一检查点；哪一个对？".format(**words),
        "please check: {line_en} is confirmed by a person, yet item {item_en} is '{said_en}', and both rest on the same check; "
        "which is right?".format(**words),
    )


def _suspected(standard: Standard, line: RedLine, verdict: ItemVerdict) -> Text:
    words = _words(standard, line, verdict)
    return Text(
        "请核对：条款 {item_zh}由人员判为“{said_zh}”，{line_zh}却仍是线索，两者依据同一检查点；红线应否排除？".format(
            **words
        ),
        "please check: a person decided item {item_en} to be '{said_en}', yet {line_en} still stands suspected, and both rest on the "
        "same check; should the red line be rejected?".format(**words),
    )


def _cleared(standard: Standard, line: RedLine, verdict: ItemVerdict) -> Text:
    words = _words(standard, line, verdict)
    return Text(
        "请核对：{line_zh}已由人员排除，条款 {item_zh}却由人员判为“{said_zh}”，两者依据同一所见；哪一个对？".format(
            **words
        ),
        "please check: {line_en} is rejected by a person, yet a person decided item {item_en} to be '{said_en}', and both rest on the "
        "same findings; which is right?".format(**words),
    )
