"""A worker beside the pages: ``xuncha serve`` as a process of its own, since the pages run no browser; it ends with them."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from xuncha.console.lang import Lang

LEAVE_SECONDS = 10.0  # that it has to hand back what it is doing
_PROGRAM = "from xuncha.cli.app import main; main()"


@asynccontextmanager
async def run_worker_beside(data: Path, lang: Lang) -> AsyncIterator[None]:
    """Audit what is due or asked for while the block runs. A worker that ends by itself has said why; the pages go on without it."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PROGRAM, "serve", "--data", str(data), "--lang", lang.value, "--leave-seconds", "0",
        stdin=asyncio.subprocess.DEVNULL,
        env=dict(os.environ),  # it is the same program, with the same store and settings
        start_new_session=True,  # Ctrl-C is for the pages, which then end it in order
    )  # fmt: skip
    try:
        yield
    finally:
        if child.returncode is None:
            child.terminate()
            try:
                await asyncio.wait_for(child.wait(), LEAVE_SECONDS)
            except TimeoutError:
                child.kill()
                await child.wait()
