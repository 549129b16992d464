"""One stored visit of the complete demo shop, made once for all workers, for tests that need a real audit and not one of their own."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.listing import list_audits
from storage.session import open_store
from tests.shops import serving
from tests.xuncha.command import ITEM, xuncha

# Items whose pages are few but of every kind: a notice, an entry, a licence; and the one that most tests of commands look at.
ITEMS = tuple(dict.fromkeys(("4.2-2", "5.2-1", "7.3-1", ITEM)))
SHOP = "栗子里商城"


@dataclass(frozen=True)
class Visited:
    """An audit of both devices with second looks: its store, its report; and the store in which one of its items was looked at again.

    Whoever writes works on a copy.
    """

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def twice(self) -> Path:
        return self.folder / "twice"


async def audits(data: Path) -> tuple[str, ...]:
    """The ids of the audits in a store, the oldest first."""
    async with open_store(data) as store:
        listed = await list_audits(store)
    return tuple(each.audit for each in reversed(listed) if each.audit is not None)


def visit(shared: Path) -> Visited:
    """The visit in that folder, which all workers of a run share: looked at by the first that asks, while others wait."""
    folder = shared / "visited"
    with _alone(shared / "visited.lock"):
        if not folder.exists():
            making = shared / "visiting"
            shutil.rmtree(making, ignore_errors=True)
            made = Visited(making)
            with serving("complete") as url:
                _audit(url, ITEMS, "--data", str(made.data), "--out", str(made.out))
                shutil.copytree(made.data, made.twice)
                _audit(url, ITEMS[:1], "--data", str(made.twice), "--out", str(making / "again"))
            making.rename(folder)
    return Visited(folder)


def _audit(url: str, items: tuple[str, ...], *words: str) -> None:
    chosen = [word for item in items for word in ("--item", item)]
    ended = xuncha("audit", url, *chosen, "--pace", "0", "--allow-private", "--no-ocr", "--name", SHOP, *words)
    assert ended.code == 0, ended.err


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    opened = os.open(lock, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)
