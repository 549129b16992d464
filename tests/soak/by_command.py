"""One audit of a hostile shop as a person runs it: ``xuncha audit`` in a process of its own, and all that it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.soak import outputs, watching
from tests.soak.hostile import Hostile
from tests.soak.told import CODES, LIMITS, Audited
from tests.xuncha.command import ROOT, environment

SHEET_SECONDS = 120.0
WAY = "command"


def audit(hostile: Hostile, url: str, folder: Path, seconds: float) -> Audited:
    """Audit it within so many seconds, then write the assessors' sheet of it. ``folder`` is empty, for this audit alone."""
    told = Audited(hostile.name, WAY, hostile.traps)
    temporary = folder / "tmp"
    temporary.mkdir(parents=True)
    words = [
        "audit",
        url,
        "--allow-private",
        "--pace",
        "0",
        "--budget",
        f"seconds={seconds:g}",
        "--out",
        str(folder / "out"),
    ]
    words += [word for item in hostile.items for word in ("--item", item)]
    words += ["--device", hostile.devices[0]] if hostile.devices else []
    words += [] if hostile.ocr else ["--no-ocr"]
    _run(told, words, folder, seconds + LIMITS["over_seconds"])
    told.written = watching.written_bytes(folder / "data") + watching.written_bytes(folder / "out")
    if (folder / "out" / "audit.json").is_file():
        outputs_of(told, hostile, folder / "out")
        record = json.loads((folder / "out" / "audit.json").read_text("ascii"))
        _sheet(told, str(record["audit"]["id"]), folder)
    elif told.code in CODES:
        told.breach("output", "no audit.json was written")
    told.breach("readable", *outputs.readable_faults(folder / "data", folder / "out"))
    left_in(told, temporary)
    told.judge(hostile)
    return told


def outputs_of(told: Audited, hostile: Hostile, out: Path) -> None:
    """Read what was written, and the verdicts on what was asked."""
    told.breach("output", *outputs.record_faults(out / "audit.json"))
    told.breach("output", *outputs.report_faults((out / "report.html").read_text("utf-8")))
    record = json.loads((out / "audit.json").read_text("ascii"))
    told.verdicts = {item["item"]: item["verdict"] for item in record["items"] if item["item"] in hostile.items}


def left_in(told: Audited, temporary: Path) -> None:
    """Files in the temp folder that nobody took away; the locks by which audits share a machine are meant to stay."""
    locks = temporary / f"xuncha-{os.getuid()}"
    left = [path for path in temporary.rglob("*") if path.is_file() and locks not in path.parents]
    told.breach("left over", *(f"temporary file {path.relative_to(temporary)}" for path in left[:3]))


def _run(told: Audited, words: list[str], folder: Path, seconds: float) -> None:
    given = {"XUNCHA_DATA": str(folder / "data"), "TMPDIR": str(folder / "tmp"), "PYTHONPATH": str(ROOT)}
    began = time.monotonic()
    with (folder / "said.txt").open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "xuncha.cli.app", *words], cwd=folder, env=environment(**given), stdin=subprocess.DEVNULL,
            stdout=sink, stderr=sink, start_new_session=True,
        )  # fmt: skip
        with watching.watched(process.pid) as seen:
            try:
                told.code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                told.breach("hang", f"{words[0]} goes on after {seconds:.0f} s")
                process.kill()
                process.wait()
            told.seconds = max(told.seconds, time.monotonic() - began)
            _gone(told, seen)
    told.tree_bytes = max(told.tree_bytes, seen.tree_bytes)
    said = (folder / "said.txt").read_text("utf-8", "replace")
    if told.code is not None and told.code not in CODES:
        told.breach("exit code", f"{words[0]}: {told.code}: {said[-400:]}")
    if "Traceback" in said:
        told.breach("traceback", said[said.index("Traceback") :][:600])
    told.breach("output", *outputs.terminal_faults(said))


def _gone(told: Audited, seen: watching.Watched) -> None:
    """A browser takes a moment to go; who stays longer is left over, and ended here."""
    deadline = time.monotonic() + LIMITS["left_seconds"]
    while (alive := seen.alive()) and time.monotonic() < deadline:
        time.sleep(0.2)  # processes that are not our children cannot be waited for
    told.breach("left over", *(f"process {process.name}" for process in alive[:3]))
    watching.kill(alive)


def _sheet(told: Audited, id: str, folder: Path) -> None:
    _run(told, ["sheet", id, "--to", str(folder / "sheet.xlsx")], folder, SHEET_SECONDS)
    if (folder / "sheet.xlsx").is_file():
        told.breach("output", *outputs.sheet_faults(folder / "sheet.xlsx"))
