"""The judging process that tests of the workbench lend: one for all, which has done its work when it is given back."""

from __future__ import annotations

import contextlib
import os
import signal
from concurrent.futures.process import BrokenProcessPool

from tests.xuncha.web.support.judging_process import lend_judging


def test_it_is_the_same_each_time_and_has_done_all_that_was_asked() -> None:
    with lend_judging() as lent:
        pid = lent.submit(os.getpid).result()
        asked = [lent.submit(sum, range(number)) for number in range(200_000, 200_020)]
    assert all(one.done() for one in asked)
    with lend_judging() as again:
        assert again.submit(os.getpid).result() == pid != os.getpid()


def test_after_one_that_was_killed_the_next_test_has_another() -> None:
    with lend_judging() as lent:
        pid = lent.submit(os.getpid).result()
        os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(BrokenProcessPool):  # whoever asks first is told, or already has another
            lent.submit(os.getpid).result()
    with lend_judging() as again:
        assert again.submit(os.getpid).result() != pid
