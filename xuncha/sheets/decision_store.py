"""Stores what people decided, whoever read it: with the documents filed for it, the second audit of a red line, and a line in the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from probes.finding import Text
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.red_lines import RedLineState
from storage.audit_list import ListedAudit, find_audit
from storage.audits import load_audit
from storage.db.session import Store
from storage.decisions import load_decisions, save_decisions
from storage.documents import load_documents
from storage.visits.audit import Audit
from storage.visits.sites import load_visit
from xuncha.judging.rules import Rules
from xuncha.settings.target import InvalidInput
from xuncha.sheets.attach import DocumentParticulars, UploadedFile, attach_document
from xuncha.sheets.review_reader import ReadDecision
from xuncha.sheets.worksheet_grid import SheetFault

AnyDecision = Decision | LineDecision | FlagDecision


@dataclass(frozen=True, slots=True)
class StoredDecisions:
    """``words``: what was to be stored, complete; ``new``: those of it that say something new; ``notes`` about red lines; files that no row names."""

    words: tuple[AnyDecision, ...]
    new: tuple[AnyDecision, ...]
    notes: tuple[Text, ...]
    unnamed: tuple[SheetFault, ...]


async def store_decisions(
    store: Store, listed: ListedAudit, audit: Audit, rules: Rules, good: Sequence[ReadDecision], actor: str,
    attached: Sequence[UploadedFile] = (), second: str = "",
) -> StoredDecisions:  # fmt: skip
    """Store decisions on an audit. ``actor``: who does, as the log names it; ``second``: another audit that shows confirmed red lines.

    Raises InvalidInput for a second audit that cannot serve, NotFound, Pruned, StorageError.
    """
    lines, notes = await _second_audits(store, listed, audit, rules, good, second)
    papers, unnamed = await _attach(store, listed, audit, good, attached)
    words = tuple(_with_papers(lines.get(decision.place, decision.decision), papers) for decision in good)
    return StoredDecisions(words, await save_decisions(store, words, actor), notes, unnamed)


def find_subject(decision: AnyDecision) -> str:
    """The id of the item, red line or flag that was decided."""
    match decision:
        case Decision():
            return decision.item
        case LineDecision():
            return decision.line
        case FlagDecision():
            return decision.flag


async def _second_audits(
    store: Store, listed: ListedAudit, audit: Audit, rules: Rules, good: Sequence[ReadDecision], second: str
) -> tuple[dict[str, AnyDecision], tuple[Text, ...]]:
    """Confirmed red lines by place, with the second audit where that shows them too; and notes about the others.

    An audit shows a red line where its findings raised it, or where a person confirmed it on that audit.
    """
    confirmed = [
        (decision.place, decision.decision)
        for decision in good
        if isinstance(decision.decision, LineDecision) and decision.decision.confirmed
    ]
    shown = await _shown_elsewhere(store, listed, rules, second) if second else None
    found: dict[str, AnyDecision] = {}
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


async def _shown_elsewhere(store: Store, listed: ListedAudit, rules: Rules, second: str) -> tuple[str, frozenset[str]]:
    """The second audit's id and the red lines it shows. Raises InvalidInput where it cannot serve as one."""
    other = await find_audit(store, second)
    if other.audit is None or other.url != listed.url or other.visit == listed.visit:
        raise InvalidInput(
            f"--second-audit {second} 应为同一平台的另一次检测",
            f"--second-audit {second} must be another audit of the same shop",
        )
    least = timedelta(minutes=rules.standard.deciding.second_audit_minutes)
    if abs(await _began(store, listed.visit) - await _began(store, other.visit)) < least:
        minutes = f"{least.total_seconds() / 60:g}"
        raise InvalidInput(
            f"--second-audit {second} 与本次相隔不足 {minutes} 分钟",
            f"--second-audit {second} is less than {minutes} minutes away",
        )
    seen = await load_audit(store, other.id)
    said = await load_decisions(store, listed.url)
    raised = {
        red_line.id for red_line in seen.red_lines if red_line.findings and red_line.state is not RedLineState.NONE
    }
    return other.id, frozenset(
        raised | {decision.line for decision in said.lines if decision.confirmed and decision.visit == other.visit}
    )


async def _began(store: Store, visit: str) -> datetime:
    seen = await load_visit(store, visit)
    return seen.closing.at if seen.closing else seen.started_at


async def _attach(
    store: Store,
    listed: ListedAudit,
    audit: Audit,
    good: Sequence[ReadDecision],
    attached: Sequence[UploadedFile],
) -> tuple[dict[str, tuple[str, ...]], tuple[SheetFault, ...]]:
    """File the uploads for the items whose rows name them.

    Returns the SHA-256 of each item's documents, and errors for files that no row names.
    """
    items = [decision.decision for decision in good if isinstance(decision.decision, Decision)]
    unnamed = []
    for file in attached:
        naming = [decision for decision in items if _names(decision.reference, file)]
        for decision in naming:
            await attach_document(store, listed, file, (decision.item,), DocumentParticulars(by=decision.assessor))
        if not naming:
            unnamed.append(SheetFault(file.name, Text(
                "没有哪一行的材料栏写有它；请填写，或用 xuncha attach 附到条目",
                "no good row names it as its document: write it there, or file it with 'xuncha attach'",
            )))  # fmt: skip
    papers: dict[str, tuple[str, ...]] = {}
    named = {sha for decision in audit.decisions for sha in decision.evidence}
    for document in await load_documents(store, listed.url, audit.visit, named):
        papers[document.item] = (*papers.get(document.item, ()), document.sha256)
    return papers, tuple(unnamed)


def _names(reference: str, file: UploadedFile) -> bool:
    return file.name.casefold() in reference.casefold()


def _with_papers(word: AnyDecision, papers: Mapping[str, tuple[str, ...]]) -> AnyDecision:
    return replace(word, evidence=papers.get(word.item, ())) if isinstance(word, Decision) else word
