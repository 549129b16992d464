"""Judging processes for audits in the process of the tests: forked from one that has loaded our modules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.xuncha.command import USUAL
from tests.xuncha.judging.judging_relay import judging_program
from tests.xuncha.warm_commands import start_warm
from xuncha.judging import isolated


@contextmanager
def fork_judging() -> Iterator[None]:
    """Audits of this block have theirs forked; nothing else differs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(isolated, "PROGRAM", judging_program(start_warm(USUAL).judging))
        yield
