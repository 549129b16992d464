"""(j) Where the seconds go: one audit and one judging sampled from outside, drawn as flame graphs into docs/images."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Measurement
from bench.flames import draw_flames
from bench.pages import ROOT
from bench.spent import Meter
from bench.stacks import Box, build_tree, count_rooms, cut_above, read_stacks, weigh_processes
from bench.whole import EVERY_SECONDS, family

IMAGES = ROOT / "docs" / "images"
RATE = 100  # samples a second
AUDIT_RATE = 40  # of several processes in turn
ROUNDS = 7
JUDGING, AUDIT = "flames-judging.svg", "flames-audit.svg"


def measure_flames(data: Path, images: Path = IMAGES) -> list[Measurement]:
    """Draw both into the folder; the visit that is judged is the one in ``data``. Raises RuntimeError without py-spy."""
    judging = sample_judging(data)
    audit = sample_audit()
    (images / JUDGING).write_text(draw_flames(judging, "Judging the complete demo shop's visit"), "utf-8")
    (images / AUDIT).write_text(draw_flames(audit, "An audit of the complete demo shop", "ms"), "utf-8")
    rooms = count_rooms(judging)
    return [
        Measurement("samples of judging", judging.samples, "samples"),
        *(Measurement(f"of that, in {room}", 100 * held / judging.samples, "%") for room, held in rooms.items()),
        Measurement("processor seconds of the audit", audit.samples / 1000, "s"),
        *(
            Measurement(f"of that, {box.name}", 100 * box.samples / audit.samples, "%")
            for box in sorted(audit.calls.values(), key=lambda box: -box.samples)
        ),
    ]


def sample_judging(data: Path) -> Box:
    """What judging does, without starting, loading rules and reading from the store."""
    folded, _ = sample_command([sys.executable, "-m", "bench.judging", str(data), str(ROUNDS)], RATE)
    return build_tree(cut_above(read_stacks(folded), "make_audit"), "judging")


def sample_audit() -> Box:
    """Every process of an audit of the complete demo shop, by milliseconds of a processor."""
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-") as folder:
        words = [sys.executable, "-m", "tests.shops", "--audit", "complete", "--"]
        words += ["--pace", "0", "--data", f"{folder}/data", "--out", f"{folder}/out"]
        folded, seconds = sample_command(words, AUDIT_RATE)
    return weigh_processes(build_tree(read_stacks(folded), "audit"), seconds)


def sample_command(words: Sequence[str], rate: int) -> tuple[list[str], dict[str, float]]:
    """The folded stacks of a command's Python processes while they could run, and processor seconds of all its processes.

    Raises RuntimeError where it or what samples it did not end well.
    """
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-") as folder:
        out, said = Path(folder) / "stacks", Path(folder) / "said"
        record = [find_sampler(), "record", "--subprocesses", "--function", "--format", "raw"]
        record += ["--rate", str(rate), "--output", str(out), "--"]
        with said.open("wb") as heard:
            process = subprocess.Popen([*record, *words], cwd=ROOT, stdout=heard, stderr=subprocess.STDOUT)
            seconds = _watch(process)
        if process.returncode or not out.is_file():
            raise RuntimeError(f"sampling ended with {process.returncode}: {said.read_text('utf-8')[-2000:]}")
        return out.read_text("utf-8").splitlines(), seconds


def _watch(process: subprocess.Popen[bytes]) -> dict[str, float]:
    """Processor seconds by kind of process, without the sampler's own."""
    meter: Meter | None = None
    while process.poll() is None:
        tree = family(process.pid) - {process.pid}
        if tree and meter is None:
            meter = Meter(min(tree))  # the command itself is the first it starts
        if meter is not None:
            meter.sample(tree)
        time.sleep(EVERY_SECONDS)
    return meter.seconds() if meter is not None else {}


def find_sampler() -> str:
    """Where py-spy is. Raises RuntimeError where it is not installed."""
    places = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    found = shutil.which("py-spy", path=places)
    if found is None:
        raise RuntimeError("no py-spy was found; it comes with the locked packages of tests")
    return found
