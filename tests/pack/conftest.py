"""One time-stamp authority for all tests of packs: its keys take a second to make."""

from __future__ import annotations

import pytest

from tests.pack.tsa import Authority, authority


@pytest.fixture(scope="session")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is asked directly whatever the machine's proxy is."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
