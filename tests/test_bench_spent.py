"""Processor seconds are counted by what a process is for, and kept when it has ended."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench.spent import OTHER, OWN, Meter, kind_of
from bench.whole import family

BURN = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time\\nwhile time.process_time() < 0.5: pass\\ninput()", "--type=renderer"],
    stdin=subprocess.PIPE)
while time.process_time() < 0.3: pass
print("burnt", flush=True); input(); child.communicate(b"\\n"); print("ended", flush=True); input()
"""


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("/usr/lib/chromium/chrome --type=renderer --lang=en", "renderers"),
        ("/usr/lib/chromium/chrome --type=gpu-process", "GPU process"),
        ("/usr/lib/chromium/chrome --type=utility --utility-sub-type=network.mojom.NetworkService", "network service"),
        ("/usr/lib/chromium/chrome --type=zygote", OTHER),
        ("/usr/lib/chromium/chrome --headless --remote-debugging-pipe", "browser"),
        ("node playwright/driver/package/cli.js run-driver", "Playwright's driver"),
        ("python -P -B -m xuncha.judging.process", "judging"),
        ("python -c from multiprocessing.spawn import spawn_main --multiprocessing-fork", "reading pictures"),
        ("", OTHER),
    ],
)
def test_a_command_line_tells_what_a_process_is_for(command: str, kind: str) -> None:
    assert kind_of(command) == kind


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
@pytest.mark.commands
def test_seconds_go_to_the_process_that_used_them_and_stay_when_it_ends() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BURN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        meter = Meter(run.pid)
        run.stdout.readline()
        while meter.seconds().get("renderers", 0.0) < 0.3:
            meter.sample(family(run.pid))
        run.stdin.write("\n")
        run.stdin.flush()
        run.stdout.readline()
        meter.sample(family(run.pid))
        run.stdin.write("\n")
    found = meter.seconds()
    assert set(found) == {OWN, "renderers"}
    assert found["renderers"] >= 0.3
    assert found[OWN] >= 0.2
