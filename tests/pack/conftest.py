"""What all tests of packs share: a time-stamp authority, whose keys take a second to make, and a pack that is true."""

from __future__ import annotations

import pytest

from tests.pack.making import Made, made
from tests.pack.tsa import Authority, authority
from tests.xuncha.reports.conftest import Sample, sample

__all__ = ["sample"]


@pytest.fixture(scope="session")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture(scope="session")
def true_pack(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(sample, tmp_path_factory.mktemp("keys"))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is asked directly whatever the machine's proxy is."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
