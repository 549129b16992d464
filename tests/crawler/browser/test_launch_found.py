"""A Chromium is found in a fixed order, says its own version, and none found is one clear line."""

import os
from pathlib import Path

import pytest

from crawler.browser.launch import Executable, NoBrowser, find_chromium, sandbox_state


def program(folder: Path, name: str, says: str = "Chromium 1.2.3.4") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with an empty PATH and an empty browser cache."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "cache"))
    monkeypatch.delenv("XUNCHA_CHROMIUM", raising=False)
    return tmp_path


def test_without_a_browser_one_line_says_what_to_run(bare_machine: Path) -> None:
    with pytest.raises(NoBrowser, match="apt-get install chromium-headless-shell") as raised:
        find_chromium()
    assert "\n" not in str(raised.value)


def test_the_search_goes_from_configured_to_path_to_cache(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = bare_machine / "cache"
    program(cache, "chromium_headless_shell-900/chrome-linux/headless_shell")
    newest = program(cache, "chromium_headless_shell-1200/chrome-headless-shell-linux64/chrome-headless-shell")
    assert find_chromium() == Executable(newest, "playwright", True)
    full = program(bare_machine / "bin", "chromium")
    assert find_chromium() == Executable(full, "path", False)
    shell = program(bare_machine / "bin", "chromium-headless-shell")
    assert find_chromium() == Executable(shell, "path", True)
    own = program(bare_machine, "mine")
    monkeypatch.setenv("XUNCHA_CHROMIUM", str(own))
    assert find_chromium() == Executable(own, "configured", False)
    other = program(bare_machine, "other")
    assert find_chromium(other) == Executable(other, "configured", False)


def test_a_configured_browser_that_is_not_there_is_no_reason_to_take_another(bare_machine: Path) -> None:
    program(bare_machine / "bin", "chromium")
    with pytest.raises(NoBrowser, match="nowhere"):
        find_chromium(bare_machine / "nowhere")


@pytest.mark.browser
def test_the_version_is_the_programs_own(tmp_path: Path) -> None:
    assert (
        find_chromium(program(tmp_path, "chromium", "Chromium 156.0.8078.79 built on x")).version() == "156.0.8078.79"
    )
    with pytest.raises(NoBrowser, match="does not say its version"):
        find_chromium(program(tmp_path, "broken", "oops")).version()


def test_the_sandbox_is_off_for_root_only() -> None:
    assert sandbox_state().on == (os.geteuid() != 0)
    assert sandbox_state().why
