"""The process that commands of tests are forked from: it has loaded what they would each load anew, and has done nothing else.

``python -m tests.xuncha.warm_process FD [LISTENING ADDRESS]``: each request on that socket is a command's module, words, environment
and folder as JSON, with four descriptors: its standard input, output and errors, and a socket on which its process id and then its
exit code are told. At the address, on which LISTENING listens, a fork of it lends judging processes (``judging/forked.py``), to these
commands too.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
from typing import Any, NoReturn

from xuncha.judging import isolated
from xuncha.judging.rules import load_rules

MODULE = "xuncha.cli.app"
LOADED = (
    "xuncha.commands",
    "xuncha.cli",
    "xuncha.reports",
)  # what commands load when they run, with all that these need
MOST = 1 << 20  # bytes of a request


def load_modules() -> None:
    """Import what commands need, and build the rules, which are built again wherever a table changes.

    The program itself is run as by ``python -m``, and so must not be there yet.
    """
    for package in LOADED:
        home = importlib.import_module(package)
        for found in pkgutil.iter_modules(home.__path__, f"{package}."):
            importlib.import_module(found.name)
    load_rules()
    sys.modules.pop(MODULE, None)
    gc.collect()
    gc.freeze()


def fork_commands(channel: socket.socket) -> None:
    """Fork a command for each request until the other end is closed. Returns in a command's process, too, which then ends as commands do."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that wait for commands
    while True:
        data, descriptors, _, _ = socket.recv_fds(channel, MOST, 4)
        if not data:
            return
        if os.fork() == 0:
            channel.close()
            _begin(json.loads(data), descriptors)
            return
        for descriptor in descriptors:
            os.close(descriptor)


def _begin(asked: dict[str, Any], descriptors: list[int]) -> None:
    """Fork once more: one process becomes the command, the other tells how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    *streams, told = descriptors
    command = os.fork()
    if command:
        for stream in streams:
            os.close(stream)
        _tell(command, told)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    for descriptor in descriptors:
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv[1:] = asked["words"]
    runpy.run_module(asked["module"], run_name="__main__", alter_sys=True)


def _tell(command: int, told: int) -> NoReturn:
    os.write(told, b"%d\n" % command)
    _, status = os.waitpid(command, 0)
    os.write(told, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def lend_judging(listener: socket.socket, lifeline: socket.socket, address: str) -> None:
    """Fork the process that lends judging processes; commands that are forked later ask it for theirs."""
    # A copy of the program, to which this process may belong, has no tests.
    from tests.xuncha.judging.forked import JudgingLender
    from tests.xuncha.judging.judging_relay import judging_program

    isolated.PROGRAM = judging_program(address)
    if os.fork() == 0:
        try:
            JudgingLender(listener, lifeline).lend()
        finally:
            os._exit(0)
    listener.close()


if __name__ == "__main__":
    channel = socket.socket(fileno=int(sys.argv[1]))
    load_modules()
    if len(sys.argv) > 2:
        lend_judging(socket.socket(fileno=int(sys.argv[2])), channel, sys.argv[3])
    fork_commands(channel)
