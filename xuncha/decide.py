"""Reads a filled-in sheet back: good rows become decisions, kept for ever, and the visit is judged again with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.site import Site
from probes.finding import Text
from probes.profile import effective
from scoring.decision import Decision, FlagDecision, LineDecision
from scoring.red_lines import State
from storage.audits import Audit, load_audit
from storage.decisions import load_decisions, save_decisions
from storage.listing import Listed, find_audit
from storage.session import Store
from storage.sites import load_site, load_visit
from xuncha.attach import File, Particulars, attach
from xuncha.audit import asked_items
from xuncha.people import stands_on
from xuncha.rejudge import Rejudged, rejudge
from xuncha.rules import Rules, load_rules
from xuncha.ruleset import ruleset
from xuncha.sheet_grid import Fault, Filled
from xuncha.sheet_grid import read as read_sheet
from xuncha.sheet_read import Said, Stamp, decisions
from xuncha.target import BadTarget
from xuncha.write import filed

Word = Decision | LineDecision | FlagDecision


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a sheet: ``new`` decisions of ``rows`` good rows, the faults of the others, and the audit now.

    ``notes`` are things a person should know that are no faults.
    """

    rows: int
    new: tuple[Word, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Text, ...]
    done: Rejudged | None


async def decide(
    store: Store, prefix: str, sheet: Path, assessor: str = "", attached: Sequence[File] = (), second: str = ""
) -> Taken:
    """Raises BadTarget for a file that is no sheet or of another audit, NotFound, Ambiguous, StorageError.

    Of a sheet read twice nothing is new; the visit is then judged again only where a decision kept before is not yet in its audit.
    """
    filled = read_sheet(sheet)
    listed = await _of_sheet(store, prefix, filled)
    audit, site, rules = await load_audit(store, listed.id), await load_site(store, listed.visit), load_rules()
    now_bases, moved = _bases(rules, audit, site)
    stamp = Stamp(listed.id, listed.visit, datetime.now(UTC).isoformat(), " ".join(assessor.split()), now_bases)
    good, faults = decisions(filled, rules.standard, stamp)
    outdated = tuple(_outdated(each) for each in good if _subject(each.decision) in moved)
    good = tuple(each for each in good if _subject(each.decision) not in moved)
    lines, notes = await _second_audits(store, listed, audit, rules, good, second)
    papers, unnamed = await _attach(store, listed, audit, site, good, attached)
    words = [_with_papers(lines.get(each.place, each.decision), papers) for each in good]
    new = await save_decisions(store, words)
    return Taken(len(good), new, (*faults, *outdated, *unnamed), notes, await _judged(store, listed, new, words))


async def _of_sheet(store: Store, prefix: str, filled: Filled) -> Listed:
    """The audit the person names, which must be the sheet's own."""
    listed = await find_audit(store, prefix)
    audits = {each.audit for each in filled.grids}
    if audits != {listed.id}:
        others = ", ".join(sorted(each[:16] for each in audits))
        raise BadTarget(
            f"这份表属于检测 {others}，不是 {listed.short}；若确要读入，请写 xuncha decide {others}",
            f"this sheet belongs to audit {others}, not to {listed.short}; if you mean that one, say 'xuncha decide {others}'",
        )
    return listed


def _bases(rules: Rules, audit: Audit, site: Site) -> tuple[Mapping[str, str], frozenset[str]]:
    """What items and red lines stand on today, and which of them the rules have moved since the sheet's audit."""

    def table(profile: Mapping[str, bool]) -> dict[str, str]:
        by_item, by_line = stands_on(rules, rules.judge(checks, site, profile))
        return {id: ground.basis for id, ground in (*by_item.items(), *by_line.items())}

    checks = rules.needed(asked_items(audit.facts))
    today = table(effective(site))
    if audit.ruleset == ruleset():
        return today, frozenset()
    seen = audit.facts.get("profile")
    profile = {str(flag): bool(value) for flag, value in seen.items()} if isinstance(seen, Mapping) else effective(site)
    by_item, by_line = stands_on(rules, audit.findings)
    then = {id: ground.basis for id, ground in (*by_item.items(), *by_line.items())}
    now = table(profile)
    return today, frozenset(id for id, basis in now.items() if then.get(id) != basis)


def _outdated(said: Said) -> Fault:
    return Fault(said.place, Text(
        "规则更新后机器所见已变，请重新生成表后再判定",
        "the rules have changed since and the machine now sees this otherwise: make a new sheet and decide again",
    ))  # fmt: skip


def _subject(decision: Word) -> str:
    match decision:
        case Decision():
            return decision.item
        case LineDecision():
            return decision.line
        case FlagDecision():
            return decision.flag


async def _second_audits(
    store: Store, listed: Listed, audit: Audit, rules: Rules, good: Sequence[Said], second: str
) -> tuple[dict[str, Word], tuple[Text, ...]]:
    """Confirmed red lines by place, with the second audit where one shows them too; and what is said of the others.

    An audit shows a red line where its findings raised it, or where a person confirmed it on that audit.
    """
    confirmed = [
        (each.place, each.decision)
        for each in good
        if isinstance(each.decision, LineDecision) and each.decision.confirmed
    ]
    shown = await _shown_elsewhere(store, listed, rules, second) if second else None
    found: dict[str, Word] = {}
    notes = []
    for place, said in confirmed:
        if shown is None:
            notes.append(Text(
                f"{place}: {said.line} 目前只有这一次检测支持，仍列为线索；另一次检测看过后用 --second-audit 写明编号",
                f"{place}: one audit alone shows {said.line} so far, it stays suspected; look at another one and name it with --second-audit",
            ))  # fmt: skip
        elif said.line not in shown[1]:
            notes.append(Text(
                f"{place}: 检测 {shown[0][:8]} 未见 {said.line}，仍列为线索",
                f"{place}: audit {shown[0][:8]} does not show {said.line}, it stays suspected",
            ))  # fmt: skip
        else:
            found[place] = replace(said, second_audit=shown[0])
    return found, tuple(notes)


async def _shown_elsewhere(store: Store, listed: Listed, rules: Rules, second: str) -> tuple[str, frozenset[str]]:
    """The second audit's id and the red lines it shows. Raises BadTarget where it cannot be a second one."""
    other = await find_audit(store, second)
    if other.audit is None or other.url != listed.url or other.visit == listed.visit:
        raise BadTarget(
            f"--second-audit {second} 应为同一平台的另一次检测",
            f"--second-audit {second} must be another audit of the same shop",
        )
    least = timedelta(minutes=rules.standard.deciding.second_audit_minutes)
    if abs(await _began(store, listed.visit) - await _began(store, other.visit)) < least:
        minutes = f"{least.total_seconds() / 60:g}"
        raise BadTarget(
            f"--second-audit {second} 与本次相隔不足 {minutes} 分钟",
            f"--second-audit {second} is less than {minutes} minutes away",
        )
    seen = await load_audit(store, other.id)
    said = await load_decisions(store, listed.url)
    raised = {each.id for each in seen.red_lines if each.findings and each.state is not State.NONE}
    return other.id, frozenset(
        raised | {each.line for each in said.lines if each.confirmed and each.visit == other.visit}
    )


async def _began(store: Store, visit: str) -> datetime:
    seen = await load_visit(store, visit)
    return seen.closing.at if seen.closing else seen.started_at


async def _attach(
    store: Store, listed: Listed, audit: Audit, site: Site, good: Sequence[Said], attached: Sequence[File]
) -> tuple[dict[str, tuple[str, ...]], tuple[Fault, ...]]:
    """File what is handed in for the items whose rows name it; the documents of every item by SHA-256, and files that no row names."""
    items = [each.decision for each in good if isinstance(each.decision, Decision)]
    unnamed = []
    for file in attached:
        naming = [each for each in items if _names(each.reference, file)]
        for each in naming:
            await attach(store, listed, file, (each.item,), Particulars(by=each.assessor))
        if not naming:
            unnamed.append(Fault(file.name, Text(
                "没有哪一行的材料栏写有它；请填写，或用 xuncha attach 附到条目",
                "no good row names it as its document: write it there, or file it with 'xuncha attach'",
            )))  # fmt: skip
    papers: dict[str, tuple[str, ...]] = {}
    for document in await filed(store, audit, site):
        papers[document.item] = (*papers.get(document.item, ()), document.sha256)
    return papers, tuple(unnamed)


def _names(reference: str, file: File) -> bool:
    return file.name.casefold() in reference.casefold()


def _with_papers(word: Word, papers: Mapping[str, tuple[str, ...]]) -> Word:
    return replace(word, evidence=papers.get(word.item, ())) if isinstance(word, Decision) else word


async def _judged(store: Store, listed: Listed, new: Sequence[Word], good: Sequence[Word]) -> Rejudged | None:
    """The visit judged with what was decided. None where no row was good.

    Where nothing is new the newest audit stands, unless a process that kept these decisions was stopped before it could judge.
    """
    # By the visit, not by the sheet's audit: what moved is told against the newest one, which holds the earlier decisions.
    return await rejudge(store, listed.visit, anew=bool(new)) if good else None
