"""The lineage of a judgement in words: the visit, the machine's audit, people's decisions, and which one counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from probes.finding import Text
from scoring.score import Stage
from storage.audit_list import SHORT, ListedAudit
from storage.db.tables import VisitState
from storage.jobs.last_seen import UnseenVisit
from storage.judgement_history import AnyDecision, JudgementStep
from xuncha.settings.zone import format_clock, zone_name
from xuncha.status import not_seen

STATES = {
    VisitState.RUNNING: Text("进行中", "running"),
    VisitState.INTERRUPTED: Text("已中断", "interrupted"),
    VisitState.DONE: Text("完成", "done"),
}


def describe_origin(step: JudgementStep) -> Text:
    """Say what made this judgement: the machine, people (who, how many decisions), other rules, or a manual capture."""
    if step.listed.audit is None:
        return Text("尚未判定", "not judged")
    parts = []
    if step.before is None:
        parts.append(Text("机器判定", "by the machine"))
        if step.added:
            parts.append(_named("沿用", "carried over from", step.added))
    else:
        if step.listed.visit != step.before.visit:
            parts.append(Text("人工打开页面后重判", "judged again with a page brought up by hand"))
        elif step.listed.ruleset != step.before.ruleset:
            parts.append(Text("按新规则重判", "judged again by new rules"))
        elif not step.added:
            parts.append(Text("重判，规则未变", "judged again, same rules"))
        if step.added:
            parts.append(_named("人员判定", "decided by", step.added))
    if step.dropped:
        parts.append(Text(f"不再采用 {step.dropped} 条", f"{step.dropped} no longer used"))
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def describe_step_state(step: JudgementStep, blind: Mapping[str, UnseenVisit]) -> Text:
    """Say whether a judgement counts: not seen (and why), interrupted, done, or replaced (and by which one)."""
    listed = step.listed
    dark = blind.get(listed.visit)
    looked = STATES[listed.state] if dark is None else not_seen.describe_unseen_visit(dark)
    if listed.audit is None:
        return looked
    if step.counts:
        return Text(f"{looked.zh}，现行", f"{looked.en}, current")
    by = step.current[:SHORT]
    return Text(f"{looked.zh}，已被 {by} 取代", f"{looked.en}, superseded by {by}")


def describe_replacement(step: JudgementStep, steps: Sequence[JudgementStep]) -> Text | None:
    """The notice shown above a judgement that no longer counts; None for the one that does."""
    if step.counts or step.listed.audit is None:
        return None
    now = next(other for other in steps if other.counts)
    how, by = describe_origin(now), now.listed.short
    at = format_clock(now.listed.created_at)
    return Text(
        f"注意：{step.listed.short} 已被 {by} 取代（{how.zh}，{at} {zone_name().zh}）；现行结果见 xuncha show {by}",
        f"note: {step.listed.short} is superseded by {by} ({how.en}, {at} {zone_name().en}); see 'xuncha show {by}' for what counts",
    )


def describe_lineage(steps: Sequence[JudgementStep], blind: Mapping[str, UnseenVisit], shown: str) -> list[Text]:
    """The whole lineage from the visit to what counts now, one line a step; the judgement ``shown`` is marked."""
    visit = steps[0].listed
    looked = not_seen.describe_unseen_visit(blind[visit.visit]) if visit.visit in blind else STATES[visit.state]
    name = zone_name()
    began = format_clock(visit.started_at)
    found = [Text(
        f"来历（{name.zh}）：检测 {visit.visit[:SHORT]}，{began} 开始，页面 {visit.views}，{looked.zh}",
        f"How it came about ({name.en}): visit {visit.visit[:SHORT]}, begun {began}, {visit.views} views, {looked.en}",
    )]  # fmt: skip
    for step in steps:
        if step.listed.audit is None:
            continue
        mark = "▶" if step.listed.id == shown else "·"
        at, rules = format_clock(step.listed.created_at), step.listed.ruleset[:SHORT]
        how, score = describe_origin(step), format_provisional_score(step.listed)
        stands = (
            Text("现行", "current")
            if step.counts
            else Text(f"已被 {step.current[:SHORT]} 取代", f"superseded by {step.current[:SHORT]}")
        )
        found.append(Text(
            f" {mark} {step.listed.short}  {at}  规则 {rules}  S_prov {score}  {how.zh}  {stands.zh}",
            f" {mark} {step.listed.short}  {at}  rules {rules}  S_prov {score}  {how.en}  {stands.en}",
        ))  # fmt: skip
    return found


def format_provisional_score(listed: ListedAudit) -> str:
    """S_prov with one digit, or a dash."""
    score = listed.scores.get(Stage.PROV)
    return "—" if score is None or score.value is None else f"{score.value:.1f}"


def _named(zh: str, en: str, words: Iterable[AnyDecision]) -> Text:
    said = Counter(word.assessor for word in words)
    return Text(
        f"{zh} {'、'.join(f'{who}（{n} 条）' for who, n in said.items())}",
        f"{en} {', '.join(f'{who} ({n})' for who, n in said.items())}",
    )
