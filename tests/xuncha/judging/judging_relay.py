"""What stands in for a judging process where tests lend one: ``python judging_relay.py SOCKET``, run without any module of ours.

It hands its standard input, output and errors to the lender at that socket, which forks a process that judges with them, lives as long
as that one and ends as it did. Whoever kills it has killed both.
"""

from __future__ import annotations

import json
import os
import socket
import sys

LENDER = "XUNCHA_TEST_JUDGING"  # in the environment of a command that is to lend its own too: the lender's address


def judging_program(address: str) -> tuple[str, ...]:
    """What ``xuncha.judging.isolated.PROGRAM`` is to be where the lender at that address forks them."""
    return "-E", "-S", __file__, address


def relay_judging(address: str) -> int:
    """The exit code of the process that judged, negative for a signal."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as channel:
        channel.connect(address)
        socket.send_fds(channel, [json.dumps(dict(os.environ)).encode()], [0, 1, 2])
        return int(channel.recv(64) or b"1")


if __name__ == "__main__":
    code = relay_judging(sys.argv[1])
    if code < 0:
        os.kill(os.getpid(), -code)
    os._exit(code)
