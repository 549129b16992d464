"""What moved between two audits of one visit, and which probe's answer moved it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.vocabulary import Device
from probes.finding import Answer, Finding, Text
from scoring.red_lines import RedLineState
from scoring.standard_tables import Standard, Verdict
from scoring.verdict import ItemVerdict
from storage.visits.audit import Audit
from xuncha.reports import words

MOST = 3  # answers that are named; of further ones only the number is given
QUOTED = 40  # characters
RULES = Text(
    "各探针回答未变，判定方法或人员判定有变", "no probe's answer moved: how they are judged did, or persons' words"
)
Where = tuple[str, Device, int]


@dataclass(frozen=True, slots=True)
class AuditMove:
    """One thing that changed: an item's verdict, a red line, or a score; ``id`` names it."""

    id: str
    before: Text
    after: Text
    why: Text


def find_moves(before: Audit, now: Audit, standard: Standard) -> tuple[AuditMove, ...]:
    """Items whose verdict or value moved, then red lines, then published scores."""
    found = [*_items(before, now, standard), *_lines(before, now)]
    return (*found, *_scores(before, now, found))


def _items(before: Audit, now: Audit, standard: Standard) -> Iterator[AuditMove]:
    old = {verdict.item: verdict for verdict in before.verdicts}
    for verdict in now.verdicts:
        was = old.get(verdict.item)
        if was is None or (was.verdict, was.value) != (verdict.verdict, verdict.value):
            named = {
                id for check in ((*was.checks, *verdict.checks) if was else verdict.checks) for id in check.findings
            }
            probes = {finding.probe for finding in (*before.findings, *now.findings) if finding.id in named}
            yield AuditMove(
                verdict.item, _verdict(was, standard), _verdict(verdict, standard), _why(before, now, probes)
            )


def _lines(before: Audit, now: Audit) -> Iterator[AuditMove]:
    old = {red_line.id: red_line for red_line in before.red_lines}
    for line in now.red_lines:
        was = old.get(line.id)
        if was is None or was.state is not line.state:
            named = {*line.findings, *(was.findings if was else ())}
            probes = {finding.probe for finding in (*before.findings, *now.findings) if finding.id in named}
            yield AuditMove(
                line.id, _state(was.state if was else RedLineState.NONE), _state(line.state), _why(before, now, probes)
            )


def _scores(before: Audit, now: Audit, found: Sequence[AuditMove]) -> Iterator[AuditMove]:
    for stage, score in now.scores.items():
        was = before.scores.get(stage)
        old, new = _points(was.score.value if was else None), _points(score.score.value)
        if old != new:
            named = ", ".join(move.id for move in found[:MOST])
            more = len(found) - MOST
            why = Text(
                f"由 {named} 等 {len(found)} 处引起" if more > 0 else f"由 {named} 引起",
                f"by {named} and {more} more" if more > 0 else f"by {named}",
            )
            yield AuditMove(f"S_{stage}", Text(old, old), Text(new, new), why if found else RULES)


def _why(before: Audit, now: Audit, probes: Collection[str]) -> Text:
    """The differing answers of these probes, those with another outcome first."""
    old, new = _by_place(before.findings, probes), _by_place(now.findings, probes)
    told: list[tuple[int, Text]] = []
    for place in dict.fromkeys((*new, *old)):
        was, answer = old.get(place), new.get(place)
        if was != answer:
            told.append((_rank(was, answer), _told(place, was, answer)))
    told.sort(key=lambda pair: pair[0])
    if not told:
        return RULES
    shown, more = [text for _, text in told[:MOST]], len(told) - MOST
    zh, en = "；".join(text.zh for text in shown), "; ".join(text.en for text in shown)
    return Text(f"{zh}；另有 {more} 处", f"{en}; and {more} more") if more > 0 else Text(zh, en)


def _by_place(findings: Collection[Finding], probes: Collection[str]) -> Mapping[Where, Answer]:
    return {
        (finding.probe, finding.device, finding.look): finding.answer for finding in findings if finding.probe in probes
    }


def _rank(was: Answer | None, now: Answer | None) -> int:
    if was is None or now is None or was.outcome is not now.outcome:
        return 0
    return 1 if (was.fraction, was.reason) != (now.fraction, now.reason) else 2


def _told(place: Where, was: Answer | None, now: Answer | None) -> Text:
    probe, device, look = place
    seen = words.load_report_words()["device"][device]
    old, new = _answer(was), _answer(now)
    zh, en = f"{probe} {seen['zh']} 第{look}次", f"{probe} {seen['en']} look {look}"
    if (old.zh, old.en) == (new.zh, new.en):
        return Text(f"{zh}：所据内容有变", f"{en}: what it rests on moved")
    return Text(f"{zh}：{old.zh} → {new.zh}", f"{en}: {old.en} → {new.en}")


def _answer(answer: Answer | None) -> Text:
    """The outcome, the share of points, and the first words it rests on."""
    if answer is None:
        return Text("未问", "not asked")
    share = "" if answer.fraction is None else f" {words.format_number(answer.fraction, 2)}"
    reason = f" {answer.reason}" if answer.reason else ""
    quote = next((evidence.quote for evidence in answer.evidence if evidence.quote), "")
    said = words.clean_text(" ".join(quote.split())[:QUOTED])
    base = f"{answer.outcome}{share}{reason}"
    return Text(f"{base}「{said}」", f"{base} “{said}”") if said else Text(base, base)


def _verdict(verdict: ItemVerdict | None, standard: Standard) -> Text:
    if verdict is None:
        return Text("无", "none")
    text = standard.verdicts[verdict.verdict].text
    value = words.format_number(verdict.value, 2) if verdict.verdict is Verdict.PARTIAL else ""
    return Text(f"{text.zh} {value}".strip(), f"{text.en} {value}".strip())


def _state(state: RedLineState) -> Text:
    key = {RedLineState.NONE: "clear", RedLineState.SUSPECTED: "suspected", RedLineState.CONFIRMED: "confirmed"}[state]
    return Text(**words.find_words(f"red.{key}"))


def _points(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"
