"""The command ``sheet``: a workbook in which people decide what a machine may not, with evidence in each row."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from probes.finding import Text
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.standard_tables import Standard, Verdict
from storage.audit_list import find_audit
from storage.audits import load_audit
from storage.decisions import load_decisions
from storage.judgement_history import load_judgement_steps
from storage.people.action_log import add_action
from storage.visits.audit import Audit
from storage.visits.sites import load_site
from xuncha.audit.lineage import describe_origin
from xuncha.audit.report_files import load_filed_documents, make_blob_reader
from xuncha.audit.stored_audits import find_judged_audit
from xuncha.console.lang import Lang, render_text
from xuncha.judging.rules import load_rules
from xuncha.reports import decided, record
from xuncha.settings.os_user import name_cli_actor
from xuncha.settings.stores import open_data_store
from xuncha.settings.target import InvalidInput
from xuncha.sheets.review_carry import CarriedCells, carry_filled_cells, count_filled_rows
from xuncha.sheets.review_rows import ReviewRow, RowComposer, WorksheetKind
from xuncha.sheets.review_workbook import ReviewWorkbook

WAITING = (Verdict.TO_CONFIRM, Verdict.PENDING_DOCUMENT)
UNUSED = 3  # past decisions shown per item, of those that no longer hold
AnyDecision = Decision | LineDecision | FlagDecision


async def make_sheet(data: Path, prefix: str, to: Path, lang: Lang, earlier: Path | None = None) -> int:
    """Run the command; returns its exit code.

    Never overwrites a file; filled cells of the sheet ``earlier`` are carried over.

    Raises InvalidInput, StorageError, ConfigurationError.
    """
    if to.suffix.lower() != ".xlsx":
        raise InvalidInput(f"--to 应以 .xlsx 结尾：{to}", f"--to must end in .xlsx: {to}")
    _free(to, prefix)
    async with open_data_store(data) as store:
        named = await find_judged_audit(store, prefix)
        steps = (await load_judgement_steps(store, [named.visit]))[named.visit]
        now = next(step for step in steps if step.counts)
        listed = named if now.listed.id == named.id else await find_audit(store, now.listed.id)
        audit, site = await load_audit(store, listed.id), await load_site(store, listed.visit)
        rules = load_rules()
        everything = await load_decisions(store, listed.url, listed.visit)
        words: tuple[AnyDecision, ...] = (*everything.items, *everything.lines, *everything.flags)
        own = {step.listed.id for step in steps}
        taken = CarriedCells({}, 0)
        if earlier is not None:
            taken = carry_filled_cells(
                earlier, own, [word for word in words if word.audit in own], rules.standard, lang
            )
        facts = record.build_record(
            audit, site, rules.standard, rules.checks, await load_filed_documents(store, audit, site)
        )
        composer = RowComposer(facts, make_blob_reader(store.blobs.read), lang, _unused(audit, words))
        rows = _with_cells(composer.rows(), taken)
        figures = list_deciding_figures(rules.standard)
        _whole(to, lambda path: ReviewWorkbook(composer, path).write(rows, figures), prefix)
        of = f"visit:{listed.visit}"
        await add_action(store, datetime.now(UTC), name_cli_actor(), "make_sheet", of, {"audit": listed.id})
    if listed.id != named.id:
        how = describe_origin(now)
        print(render_text(Text(
            f"{named.short} 已被 {listed.short} 取代（{how.zh}），本表按 {listed.short} 生成",
            f"{named.short} is superseded by {listed.short} ({how.en}): this sheet is of {listed.short}",
        ), lang))  # fmt: skip
    for line in _told(audit, taken, earlier, to, listed.short):
        print(render_text(line, lang))
    return 0


def _told(audit: Audit, taken: CarriedCells, earlier: Path | None, to: Path, id: str) -> list[Text]:
    waiting = sum(verdict.verdict in WAITING for verdict in audit.verdicts)
    held = len({decision.item for decision in audit.decisions})
    lines = [Text(
        f"{to}：共 {len(audit.verdicts)} 项，{held} 项已有人员判定（见“已有判定与材料”栏），{waiting} 项待判定；"
        f"填好后运行 xuncha decide {id} --from {to}",
        f"{to}: {len(audit.verdicts)} items, {held} decided already (see “Decisions and documents”), {waiting} wait to be decided; "
        f"then run 'xuncha decide {id} --from {to}'",
    )]  # fmt: skip
    if earlier is not None:
        lines.append(Text(
            f"从 {earlier} 带入 {len(taken.cells)} 行；另有 {taken.read_in} 行此前已读入，见“已有判定与材料”栏",
            f"{len(taken.cells)} rows carried over from {earlier}; {taken.read_in} more were read in before: see “Decisions and documents”",
        ))  # fmt: skip
    return lines


def _free(to: Path, prefix: str) -> None:
    if to.exists():
        raise _there(to, prefix)


def _there(to: Path, prefix: str) -> InvalidInput:
    """The error for a file that already exists."""
    rows = count_filled_rows(to)
    holds = Text(f"，其中已填写 {rows} 行", f" with {rows} rows filled in") if rows else Text("", "")
    other = to.with_name(f"{to.stem}-2{to.suffix}")
    return InvalidInput(
        f"{to} 已存在{holds.zh}，不会覆盖；请用 --to 换一个文件名，要带上已填内容：xuncha sheet {prefix} --to {other} --carry {to}",
        f"{to} is there already{holds.en} and is not written over: give another name with --to; to take along what was filled in: "
        f"'xuncha sheet {prefix} --to {other} --carry {to}'",
    )


def _unused(audit: Audit, words: Sequence[AnyDecision]) -> dict[str, list[dict[str, Any]]]:
    """Decisions about the platform that do not hold in this audit: the last ones of each subject, as in the record."""
    held: tuple[AnyDecision, ...] = (*audit.decisions, *audit.line_decisions, *audit.flag_decisions)
    holding = {_plain(decision) for decision in held}
    found: dict[str, list[dict[str, Any]]] = {}
    for decision in words:
        if _plain(decision) in holding:
            continue
        match decision:
            case Decision():
                found.setdefault(decision.item, []).append(decided.serialize_decision(decision))
            case LineDecision():
                found.setdefault(decision.line, []).append(decided.serialize_line_decision(decision))
            case FlagDecision():
                found.setdefault(decision.flag, []).append(decided.serialize_flag_decision(decision))
    return {subject: said[-UNUSED:] for subject, said in found.items()}


def _plain(word: AnyDecision) -> AnyDecision:
    return replace(word, carried=False)


def _with_cells(
    rows: Mapping[WorksheetKind, Sequence[ReviewRow]], taken: CarriedCells
) -> dict[WorksheetKind, list[ReviewRow]]:
    return {
        kind: [replace(row, filled=taken.cells.get((kind, str(row.cells["id"])), {})) for row in some]
        for kind, some in rows.items()
    }


def list_deciding_figures(standard: Standard) -> dict[str, object]:
    """The figures that the sheet's instructions mention."""
    rules = standard.deciding
    return {
        "minutes": f"{rules.second_audit_minutes:g}",
        "days": f"{rules.stands_days:g}",
        "apart": f"{standard.values.assessors_apart:g}",
    }


def _whole(to: Path, write: Callable[[Path], None], prefix: str) -> None:
    """Write the whole file or nothing, and never over another: what somebody filled in meanwhile must not be lost."""
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".sheet-") as folder:
            half = Path(folder) / "sheet.xlsx"
            write(half)
            _put(half, to)
    except _Taken:
        raise _there(to, prefix) from None
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise InvalidInput(f"无法写入 {to}：{said}", f"cannot write {to}: {said}") from fault


class _Taken(Exception):
    """A file has appeared there meanwhile."""


def _put(half: Path, to: Path) -> None:
    """Move the finished file into place. Raises _Taken, OSError."""
    try:
        os.link(half, to)
    except OSError as fault:
        if to.exists():
            raise _Taken from fault
        os.replace(half, to)  # a disk without hard links
