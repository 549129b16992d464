"""What all tests of packs share: a time-stamp authority, whose keys take a second to make, and a pack that is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pack.making import Made, made
from tests.pack.tsa import Authority, authority
from tests.xuncha.reports.conftest import Sample, sample
from xuncha.pack.verification import verifier, verify

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


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """verify.py as it lies in packs of today."""
    path = tmp_path_factory.mktemp("program") / verifier.NAME
    path.write_bytes(verifier.fill_in_rules(verifier.hash_installed_rules()))
    return path


@pytest.fixture(autouse=True)
def _of_today(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``verify.check`` is that program: it knows the rules of today."""
    monkeypatch.setattr(verify, "RULES", verifier.hash_installed_rules())
    monkeypatch.setattr(verify, "__file__", str(program))
