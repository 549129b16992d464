"""The commands ``decide`` and ``attach``: options become calls, results become lines, files and an exit code."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from probes.finding import Text
from storage.people.action_log import add_action
from xuncha.audit.report_files import prepare_output, write_stored_report
from xuncha.audit.stored_audits import describe_moved_items, find_judged_audit
from xuncha.audit.summary import print_summary
from xuncha.console.lang import Lang, render_text
from xuncha.guarded import BAD_USE
from xuncha.judging.rules import load_rules
from xuncha.settings.os_user import name_cli_actor
from xuncha.settings.stores import open_data_store
from xuncha.sheets.attach import UploadedFile, attach_document, parse_particulars, read_upload, require_known_items
from xuncha.sheets.decide import DecideResult, import_decisions


async def run_decide(
    data: Path,
    prefix: str,
    filled: Path,
    assessor: str,
    attached: tuple[Path, ...],
    second: str,
    out: Path | None,
    lang: Lang,
) -> int:
    """Run ``decide``; returns its exit code: 2 where a row was bad (the good ones still count).

    Raises InvalidInput, StorageError.
    """
    if out is not None:
        prepare_output(out)
    files = tuple(read_upload(path) for path in attached)
    async with open_data_store(data) as store:
        taken = await import_decisions(store, prefix, filled, assessor, files, second)
        _tell(filled, files, taken, lang)
        done = taken.done
        if done is not None:
            print(describe_moved_items(done, lang))
            written = (
                await write_stored_report(store, out, done.now, done.site, done.rules, lang) if out is not None else ()
            )
    if done is not None:
        print_summary(done.now, done.site, done.rules, written, lang)
    return BAD_USE if taken.faults else 0


def _tell(filled: Path, files: tuple[UploadedFile, ...], taken: DecideResult, lang: Lang) -> None:
    rows, new, bad = taken.rows, len(taken.new), len(taken.faults)
    by = Counter(decision.assessor for decision in taken.new)
    whose_zh = f"（{'、'.join(f'{who} {n} 条' for who, n in by.items())}）" if by else ""
    whose_en = f" ({', '.join(f'{who} {n}' for who, n in by.items())})" if by else ""
    said = Text(
        f"{filled.name}：读入 {rows} 行，新判定 {new} 条{whose_zh}，有误 {bad} 处",
        f"{filled.name}: {rows} rows read, {new} decisions new{whose_en}, {bad} faults",
    )
    if not rows and not bad:
        said = Text(f"{filled.name}：没有填写任何行", f"{filled.name}: no row is filled in")
    print(render_text(said, lang))
    for file in files:
        _tell_misnamed(file, lang)
    for note in taken.notes:
        print(render_text(note, lang))
    for fault in taken.faults:
        text = Text(f"{fault.place}：{fault.text.zh}", f"{fault.place}: {fault.text.en}")
        print(f"xuncha: {render_text(text, lang)}", file=sys.stderr, flush=True)


def _tell_misnamed(file: UploadedFile, lang: Lang) -> None:
    if file.misnamed:
        text = Text(f"{file.name} 的内容其实是 {file.media}", f"{file.name} is in fact {file.media}")
        print(render_text(text, lang))


async def run_attach(
    data: Path, prefix: str, path: Path, items: tuple[str, ...], by: str, note: str, device: str, at: str, lang: Lang
) -> int:
    """Run ``attach``; returns its exit code. Raises InvalidInput, StorageError."""
    about = parse_particulars(by, note, device, at)
    require_known_items(load_rules(), items)
    file = read_upload(path)
    async with open_data_store(data) as store:
        listed = await find_judged_audit(store, prefix)
        new = await attach_document(store, listed, file, items, about)
        for item in new:
            detail = {"subject": item, "sha256": file.sha256, "name": file.name, "by": about.by}
            await add_action(store, datetime.now(UTC), name_cli_actor(), "file", f"visit:{listed.visit}", detail)
    _tell_misnamed(file, lang)
    for item in items:
        state = Text("已附上", "filed") if item in new else Text("此前已附上", "was filed already")
        line = f"{file.name}  {file.media}  {len(file.data)}  {file.sha256}"
        print(render_text(Text(f"{item} {state.zh}：{line}", f"{item} {state.en}: {line}"), lang))
    return 0
