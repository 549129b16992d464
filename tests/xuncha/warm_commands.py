"""Commands of ours without the seconds that each takes to load our modules: forked, a process each, from one that has loaded them."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.lanes import must_be_marked
from tests.xuncha import warm_process
from tests.xuncha.warm_process import MODULE

ROOT = Path(__file__).resolve().parents[2]
# Of the environment, what tests differ in and is read only when a command runs, or never. Modules that are being loaded read none.
PASSING = ("PYTEST_CURRENT_TEST", "XUNCHA_", "NO_PROXY", "AWS_")

# A copy of the program has no tests: it lends its modules to the same process, and Python looks for them there, as with ``-m``.
OF_A_COPY = "import os, runpy, sys; sys.path[0] = os.getcwd(); del sys.argv[0]; runpy.run_path(sys.argv[0], run_name='__main__')"


def run_warm(
    words: Sequence[str], environment: Mapping[str, str], usual: Mapping[str, str], seconds: float, folder: Path = ROOT,
    *, settled: bool = False, module: str = MODULE,
) -> subprocess.CompletedProcess[str] | None:  # fmt: skip
    """The command run to its end in that folder; None where modules loaded in ours, in the usual environment, may not serve it.

    ``settled``: modules of the folder's own are loaded once for all commands there, for none that is there now will change; tables
    of rules may. Raises TimeoutExpired, having ended it.
    """
    must_be_marked("commands", module)
    own_modules = folder != ROOT and (folder / MODULE.partition(".")[0]).exists()  # Python looks there first
    if (own_modules and not settled) or _lasting(environment) != _lasting(usual):
        return None
    warm = _start(_lasting(usual), folder if own_modules else ROOT).channel
    ours, theirs = socket.socketpair()
    with contextlib.ExitStack() as stack:
        out, err = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(2))
        nothing = stack.enter_context(open(os.devnull, "rb"))
        answers = stack.enter_context(stack.enter_context(ours).makefile("r", encoding="ascii"))
        with theirs:
            told = {"module": module, "words": list(words), "environment": dict(environment), "folder": str(folder)}
            asked = json.dumps(told).encode()
            socket.send_fds(warm, [asked], [nothing.fileno(), out.fileno(), err.fileno(), theirs.fileno()])
        command = int(answers.readline() or 0)
        assert command, "the process that commands are forked from has ended"
        ours.settimeout(seconds)
        try:
            code = int(answers.readline())
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                os.kill(command, signal.SIGKILL)
            raise subprocess.TimeoutExpired(list(words), seconds) from None
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read().decode("utf-8").replace("\r\n", "\n"))
    return subprocess.CompletedProcess(list(words), code, *said)


def _lasting(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, value) for name, value in environment.items() if not name.startswith(PASSING)))


@dataclass(frozen=True, slots=True)
class WarmProcess:
    """The process that commands are forked from, and where a fork of it lends judging processes."""

    channel: socket.socket
    judging: str


def start_warm(usual: Mapping[str, str]) -> WarmProcess:
    """The process with that environment, started when first asked for, and ended with the interpreter."""
    return _start(_lasting(usual), ROOT)


@cache
def _start(environment: tuple[tuple[str, str], ...], home: Path) -> WarmProcess:
    """``home``: whose modules are loaded. A copy's lends no judging, for which it lacks our tests."""
    folder = tempfile.mkdtemp(prefix="xuncha-warm-")  # not in pytest's own folders: addresses of sockets must be short
    address = os.path.join(folder, "judging") if home == ROOT else ""
    program = ("-m", warm_process.__name__) if home == ROOT else ("-c", OF_A_COPY, str(warm_process.__file__))
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs, socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        passed = [theirs.fileno()]
        if address:
            listener.bind(address)
            listener.listen()
            passed.append(listener.fileno())
        process = subprocess.Popen(
            [sys.executable, *program, *map(str, passed), *filter(None, [address])], cwd=home,
            env=dict(environment), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=passed,
        )  # fmt: skip

    def end() -> None:
        ours.close()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return WarmProcess(ours, address)
