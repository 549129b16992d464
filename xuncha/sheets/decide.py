"""Reads a filled-in sheet: good rows become decisions, kept for ever by ``decision_store``, and the visit is judged again with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from crawler.site import Site
from probes.finding import Text
from probes.profile import effective_profile
from storage.audit_list import ListedAudit, find_audit
from storage.audits import load_audit
from storage.db.session import Store
from storage.judgement_history import load_judgement_steps
from storage.people.user_accounts import list_accounts
from storage.visits.audit import Audit
from storage.visits.sites import load_site
from xuncha.audit.pipeline import read_requested_items
from xuncha.audit.rejudge_visit import RejudgedVisit, rejudge_visit
from xuncha.judging.applied_decisions import find_all_grounds
from xuncha.judging.rules import Rules, load_rules
from xuncha.judging.ruleset import compute_ruleset
from xuncha.settings.os_user import name_cli_actor
from xuncha.settings.target import InvalidInput
from xuncha.sheets.attach import UploadedFile
from xuncha.sheets.decision_store import AnyDecision, find_subject, store_decisions
from xuncha.sheets.review_reader import DecisionStamp, ReadDecision, read_decisions
from xuncha.sheets.worksheet_grid import FilledSheet, SheetFault
from xuncha.sheets.worksheet_grid import read_filled_sheet as read_sheet


@dataclass(frozen=True, slots=True)
class DecideResult:
    """The result of a sheet: ``new`` decisions from ``rows`` good rows, the errors of the others, and the audit now.

    ``notes`` are things a person should know that are not errors.
    """

    rows: int
    new: tuple[AnyDecision, ...]
    faults: tuple[SheetFault, ...]
    notes: tuple[Text, ...]
    done: RejudgedVisit | None


async def import_decisions(
    store: Store, prefix: str, sheet: Path, assessor: str = "", attached: Sequence[UploadedFile] = (), second: str = ""
) -> DecideResult:
    """Store a sheet's decisions and judge the visit again.

    Raises InvalidInput for a file that is no sheet or belongs to another audit, NotFound, Ambiguous, StorageError.
    Reading a sheet twice adds nothing; the visit is then judged again only where a stored decision is not yet in its
    audit.
    """
    filled = read_sheet(sheet)
    listed = await _of_sheet(store, prefix, filled)
    audit, site, rules = await load_audit(store, listed.id), await load_site(store, listed.visit), load_rules()
    now_bases, moved = find_current_bases(rules, audit, site)
    reader = name_cli_actor()
    stamp = DecisionStamp(
        listed.id, listed.visit, datetime.now(UTC).isoformat(), " ".join(assessor.split()) or reader, now_bases
    )
    good, faults = read_decisions(filled, rules.standard, stamp)
    accounts = frozenset(account.assessor for account in await list_accounts(store))
    good = tuple(_as_reader(decision, accounts, reader) for decision in good)
    outdated = tuple(_outdated(decision) for decision in good if find_subject(decision.decision) in moved)
    good = tuple(decision for decision in good if find_subject(decision.decision) not in moved)
    kept = await store_decisions(store, listed, audit, rules, good, reader, attached, second)
    done = await _judged(store, listed, kept.new, kept.words)
    return DecideResult(len(good), kept.new, (*faults, *outdated, *kept.unnamed), kept.notes, done)


def _as_reader(said: ReadDecision, accounts: frozenset[str], reader: str) -> ReadDecision:
    """A row whose name is that of an account is not the account's: it says who read it in."""
    if said.decision.assessor not in accounts:
        return said
    return replace(said, decision=replace(said.decision, assessor=f"{said.decision.assessor} ({reader})"))


async def _of_sheet(store: Store, prefix: str, filled: FilledSheet) -> ListedAudit:
    """The audit the sheet belongs to; the person must name it, its visit, or another judgement of that visit."""
    listed = await find_audit(store, prefix)
    audits = {grid.audit for grid in filled.grids}
    if audits != {listed.id} and len(audits) == 1:  # of the same visit, but made from another judgement of it
        steps = (await load_judgement_steps(store, [listed.visit])).get(listed.visit, ())
        listed = next((step.listed for step in steps if step.listed.audit in audits), listed)
    if audits != {listed.id}:
        others = ", ".join(sorted(audit[:16] for audit in audits))
        raise InvalidInput(
            f"这份表属于检测 {others}，不是 {listed.short}；若确要读入，请写 xuncha decide {others}",
            f"this sheet belongs to audit {others}, not to {listed.short}; if you mean that one, say 'xuncha decide {others}'",
        )
    return listed


def find_current_bases(rules: Rules, audit: Audit, site: Site) -> tuple[Mapping[str, str], frozenset[str]]:
    """What items and red lines rest on today, and which of them rules have changed since the sheet's audit."""

    def table(profile: Mapping[str, bool]) -> dict[str, str]:
        by_item, by_line = find_all_grounds(rules, rules.judge(checks, site, profile))
        return {id: ground.basis for id, ground in (*by_item.items(), *by_line.items())}

    checks = rules.needed(read_requested_items(audit.facts))
    today = table(effective_profile(site))
    if audit.ruleset == compute_ruleset():
        return today, frozenset()
    seen = audit.facts.get("profile")
    profile = (
        {str(flag): bool(value) for flag, value in seen.items()}
        if isinstance(seen, Mapping)
        else effective_profile(site)
    )
    by_item, by_line = find_all_grounds(rules, audit.findings)
    then = {id: ground.basis for id, ground in (*by_item.items(), *by_line.items())}
    now = table(profile)
    return today, frozenset(id for id, basis in now.items() if then.get(id) != basis)


def _outdated(said: ReadDecision) -> SheetFault:
    return SheetFault(said.place, Text(
        "规则更新后机器所见已变，请重新生成表后再判定",
        "the rules have changed since and the machine now sees this otherwise: make a new sheet and decide again",
    ))  # fmt: skip


async def _judged(
    store: Store, listed: ListedAudit, new: Sequence[AnyDecision], good: Sequence[AnyDecision]
) -> RejudgedVisit | None:
    """The visit judged with the decisions; None where no row was good.

    Where nothing is new the newest audit stands, unless a process that stored these decisions was stopped before it
    could judge.
    """
    # By visit, not by the sheet's audit: moves are told against the newest audit, which holds the earlier decisions.
    return await rejudge_visit(store, listed.visit, anew=bool(new)) if good else None
