"""Tells of each failure as it happens, where nobody watches: a run that is cut off would keep to itself what failed."""

from __future__ import annotations

import os

import pytest

LETTERS = 300  # of what went wrong; all of it stands in the summary


class FailureTeller:
    """Writes a line for each test that fails, when it does."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            lines = [line for line in report.longreprtext.splitlines() if line.startswith("E ")]
            said = lines[0].removeprefix("E").strip() if lines else report.when
            self._terminal.write_line(f"\nFAILED {report.nodeid}: {said}"[:LETTERS])


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Only in CI, and only in the process that tells."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and isinstance(terminal, pytest.TerminalReporter) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(FailureTeller(terminal), "failure_teller")
