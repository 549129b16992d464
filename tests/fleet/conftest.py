"""The servers and databases of tests/storage, for the tests of the fleet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fleet.shops import Town, town
from tests.fleet.stage import Stage, staged
from tests.storage.conftest import database, fresh, server, store

__all__ = ["database", "fresh", "server", "store"]
SHOPS = 40


@pytest.fixture(scope="session")
def shops() -> Iterator[Town]:
    """Forty shops that stand for the whole run."""
    with town(SHOPS) as made:
        yield made


@pytest.fixture
def fleet(tmp_path: Path, fresh: str) -> Iterator[Stage]:
    """An empty PostgreSQL database for worker processes."""
    with staged(tmp_path, fresh) as stage:
        yield stage
