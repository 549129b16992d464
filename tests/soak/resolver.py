"""A name server of the soak's own: in a network of our own every question for a name comes to it, and every answer leads to a sentinel."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from itertools import count

from tests.soak.apart import RESOLVER
from tests.soak.sentinels import LINK_LOCAL, PRIVATE, TEST_NET, WAIT_SECONDS

# By the first letters of a name; where there are several addresses, each question gets the next.
ANSWERS = {
    "inside": ("127.0.0.1",),
    "link": (LINK_LOCAL,),
    "private": (PRIVATE,),
    "turning": (TEST_NET, "127.0.0.1", LINK_LOCAL),
}
NAMES = tuple(f"{first}.soak.example" for first in ANSWERS)
_A, _INTERNET = 1, 1  # RFC 1035, 3.2.2 and 3.2.4
_HEAD = 12  # bytes


def answer(question: bytes, number: int) -> bytes:
    """The answer (RFC 1035) to the question of that number: an address of ours, to be forgotten at once, or none of that kind."""
    end = question.index(b"\0", _HEAD) + 5
    name = question[_HEAD + 1 : _HEAD + 1 + question[_HEAD]].decode("latin-1").lower()
    kind = int.from_bytes(question[end - 4 : end - 2])
    addresses = ANSWERS.get(name, ()) if kind == _A else ()
    head = question[:2] + b"\x85\x80\0\1" + len(addresses[:1]).to_bytes(2) + b"\0\0\0\0"
    said = head + question[_HEAD:end]
    if addresses:
        chosen = socket.inet_aton(addresses[number % len(addresses)])
        said += b"\xc0\x0c" + _A.to_bytes(2) + _INTERNET.to_bytes(2) + (0).to_bytes(4) + b"\0\4" + chosen
    return said


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Answer while the block runs. Raises OSError where the port is another's, as it is outside of a network of our own."""
    ended, numbers = threading.Event(), count()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.bind(("0.0.0.0", RESOLVER))
        opened.settimeout(WAIT_SECONDS)

        def serve() -> None:
            while not ended.is_set():
                with contextlib.suppress(OSError, ValueError, IndexError):
                    question, asker = opened.recvfrom(1_500)
                    opened.sendto(answer(question, next(numbers)), asker)

        thread = threading.Thread(target=serve, name="names")
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
