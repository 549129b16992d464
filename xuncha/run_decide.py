"""The decide and attach commands: options become calls, results become lines, files and an exit code."""

from __future__ import annotations

import sys
from pathlib import Path

from probes.finding import Text
from xuncha.attach import File, attach, known_items, particulars, read_file
from xuncha.decide import Taken, decide
from xuncha.guarded import BAD_USE
from xuncha.lists import find_judged, moved_line
from xuncha.rules import load_rules
from xuncha.stores import opened
from xuncha.summary import print_summary
from xuncha.words import Lang, say
from xuncha.write import prepare, write_of


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
    """Exit code of the command: 2 where a row was bad, though the good ones count. Raises BadTarget, StorageError."""
    if out is not None:
        prepare(out)
    files = tuple(read_file(path) for path in attached)
    async with opened(data) as store:
        taken = await decide(store, prefix, filled, assessor, files, second)
        _tell(filled, files, taken, lang)
        done = taken.done
        if done is not None:
            print(moved_line(done, lang))
            written = await write_of(store, out, done.now, done.site, done.rules) if out is not None else ()
    if done is not None:
        print_summary(done.now, done.site, done.rules, written, lang)
    return BAD_USE if taken.faults else 0


def _tell(filled: Path, files: tuple[File, ...], taken: Taken, lang: Lang) -> None:
    rows, new, bad = taken.rows, len(taken.new), len(taken.faults)
    said = Text(
        f"{filled.name}：读入 {rows} 行，新判定 {new} 条，有误 {bad} 处",
        f"{filled.name}: {rows} rows read, {new} decisions new, {bad} faults",
    )
    if not rows and not bad:
        said = Text(f"{filled.name}：没有填写任何行", f"{filled.name}: no row is filled in")
    print(say(said, lang))
    for file in files:
        _tell_misnamed(file, lang)
    for note in taken.notes:
        print(say(note, lang))
    for fault in taken.faults:
        text = Text(f"{fault.place}：{fault.text.zh}", f"{fault.place}: {fault.text.en}")
        print(f"xuncha: {say(text, lang)}", file=sys.stderr, flush=True)


def _tell_misnamed(file: File, lang: Lang) -> None:
    if file.misnamed:
        text = Text(f"{file.name} 的内容其实是 {file.media}", f"{file.name} is in fact {file.media}")
        print(say(text, lang))


async def run_attach(
    data: Path, prefix: str, path: Path, items: tuple[str, ...], by: str, note: str, device: str, at: str, lang: Lang
) -> int:
    """Exit code of the command. Raises BadTarget, StorageError."""
    about = particulars(by, note, device, at)
    known_items(load_rules(), items)
    file = read_file(path)
    async with opened(data) as store:
        listed = await find_judged(store, prefix)
        new = await attach(store, listed, file, items, about)
    _tell_misnamed(file, lang)
    for item in items:
        state = Text("已附上", "filed") if item in new else Text("此前已附上", "was filed already")
        line = f"{file.name}  {file.media}  {len(file.data)}  {file.sha256}"
        print(say(Text(f"{item} {state.zh}：{line}", f"{item} {state.en}: {line}"), lang))
    return 0
