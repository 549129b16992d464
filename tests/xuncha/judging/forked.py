"""Judging processes without the seconds that each takes to load our modules and rules: forked from one that has judged already.

``xuncha.judging.process`` runs in them unchanged, one for each audit, which is killed with it. What they are forked from has judged a
made-up shop, so that tables and patterns that are read when first asked for are there.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
from dataclasses import dataclass

from probes.text.remember import judging_cache
from xuncha.judging import process
from xuncha.judging.judged import find_second_looks, make_audit
from xuncha.judging.rules import load_rules

MOST = 1 << 20  # bytes of an environment
STREAMS = 3


@dataclass(frozen=True, slots=True)
class Lent:
    """A judging process: whom its end is told, and a pipe that is closed by its end."""

    pid: int
    channel: socket.socket
    ended: int

    def finish(self, *, kill: bool) -> None:
        if kill:
            os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        if not kill:
            self.channel.send(b"%d" % os.waitstatus_to_exitcode(status))
        self.channel.close()
        os.close(self.ended)


class JudgingLender:
    """Forks a judging process for each that connects, until whoever holds the other end of ``lifeline`` has closed it."""

    def __init__(self, listener: socket.socket, lifeline: socket.socket) -> None:
        self._listener, self._lifeline = listener, lifeline
        self._lent: list[Lent] = []
        self._warm = False

    def lend(self) -> None:
        os.setsid()  # Ctrl-C is for the tests
        while True:
            asked = select.poll()
            asked.register(self._lifeline, 0)  # its end alone is heard: what is said there is for others
            asked.register(self._listener, select.POLLIN)
            for lent in self._lent:
                asked.register(lent.channel, select.POLLIN)
                asked.register(lent.ended, select.POLLIN)
            happened = {descriptor for descriptor, _ in asked.poll()}
            for lent in list(self._lent):
                if happened & {lent.channel.fileno(), lent.ended}:
                    self._lent.remove(lent)
                    lent.finish(kill=lent.ended not in happened)
            if self._lifeline.fileno() in happened:
                return
            if self._listener.fileno() in happened:
                self._begin()

    def _begin(self) -> None:
        channel = self._listener.accept()[0]
        data, streams, _, _ = socket.recv_fds(channel, MOST, STREAMS)
        if len(streams) != STREAMS:  # it was killed before it asked
            channel.close()
            return
        self._warm_up()
        ended, open_while_it_lives = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(ended)
            channel.close()
            self._judge(json.loads(data), streams)
        for descriptor in (*streams, open_while_it_lives):
            os.close(descriptor)
        self._lent.append(Lent(pid, channel, ended))

    def _judge(self, environment: dict[str, str], streams: list[int]) -> None:
        """In the judging process. Whatever it fails of is its end."""
        code = 1
        try:
            for other in (self._listener, self._lifeline, *(lent.channel for lent in self._lent)):
                other.close()
            for lent in self._lent:
                os.close(lent.ended)
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
                os.close(stream)
            os.environ.clear()
            os.environ.update(environment)
            process.main()
            code = 0
        finally:
            os._exit(code)

    def _warm_up(self) -> None:
        if self._warm:
            return
        from tests.xuncha.reports.conftest import things  # only where somebody judges: it needs more than that

        rules, shop = load_rules(), things()
        with judging_cache():
            find_second_looks(rules, shop, ())
            make_audit(rules, shop, "made up")
        gc.collect()
        gc.freeze()
        self._warm = True
