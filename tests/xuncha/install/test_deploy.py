"""What docs/deploy and the documents tell operators to run exists: commands, options, variables, and clocks that agree."""

from __future__ import annotations

import configparser
import importlib
import itertools
import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from xuncha.cli.app import app
from xuncha.settings import schedule

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"(?<![\w/.-])(?:\.venv/bin/)?xuncha ([a-z][a-z-]*(?: [^`\n]*)?)")
VARIABLE = re.compile(r"\bXUNCHA_[A-Z_]*[A-Z]\b")
UsageError: Any = typer.BadParameter.__base__  # of the click that typer brings with it
PROGRAM = "/srv/xuncha/.venv/bin/xuncha"


def named(words: list[str]) -> tuple[Any, list[str]]:
    """The command these words begin with, and what follows. Raises KeyError where there is none."""
    found: Any = typer.main.get_command(app)
    while hasattr(found, "commands") and words:
        found, words = found.commands[words[0]], words[1:]
    return found, words


def parsed(words: list[str]) -> dict[str, Any]:
    """What the command line makes of these words, nothing of it run. Raises click's UsageError."""
    command, rest = named(words)
    made: dict[str, Any] = command.make_context("xuncha", list(rest)).params
    return made


def unit(path: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]  # keys of units are written in both cases
    read.read_string(path.read_text("utf-8"))
    return read


def seconds(said: str) -> float:
    return float(said.removesuffix("s"))


def composed() -> dict[str, Any]:
    yaml = importlib.import_module("yaml")  # of a package we need anyway; it has no types
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return read


def test_there_is_something_to_look_at() -> None:
    assert [path.name for path in UNITS] == [
        "xuncha-run-due.service",
        "xuncha-serve.service",
        "xuncha-web.service",
        "xuncha-work@.service",
    ]
    with pytest.raises(UsageError):
        parsed(["work", "--at-wonce", "2"])
    with pytest.raises(KeyError):
        named(["wrok"])


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_what_there_is_and_waits_until_it_has_left(path: Path) -> None:
    service = unit(path)["Service"]
    program, *words = shlex.split(service["ExecStart"])
    assert program == PROGRAM
    assert path.stem.removesuffix("@") == f"xuncha-{words[0]}"
    options = parsed(words)
    assert (
        seconds(service["TimeoutStopSec"]) > options.get("leave_seconds", 0) + 20
    )  # as xuncha.console.signals allows itself
    assert service["SuccessExitStatus"] == "130"  # of what was handed back
    assert service["PrivateTmp"] == "no"  # the machine's locks are in the temp folder
    assert str(options["data"]) == f"/var/lib/{service['StateDirectory']}"


@pytest.mark.parametrize("path", [path for path in UNITS if "run-due" not in path.stem], ids=lambda path: path.stem)
def test_a_unit_that_hangs_is_started_again(path: Path) -> None:
    service = unit(path)["Service"]
    assert (service["Type"], service["NotifyAccess"], service["Restart"]) == ("notify", "main", "on-failure")
    clocks = schedule.load_schedule_settings().workers
    # Others have taken its runs by then; and what is only slow is not taken for hung.
    assert seconds(service["WatchdogSec"]) > clocks.lost_seconds + clocks.plan_seconds


def test_the_timer_has_its_service() -> None:
    (timer,) = DEPLOY.glob("*.timer")
    assert unit(timer)["Install"]["WantedBy"] == "timers.target"
    assert timer.with_suffix(".service") in UNITS


def test_the_image_and_its_workers_start_what_there_is() -> None:
    image = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert json.loads(re.findall(r"^ENTRYPOINT (.+)$", image, re.M)[-1])[-1] == "xuncha"
    assert parsed(json.loads(re.findall(r"^CMD (.+)$", image, re.M)[-1])) is not None
    assert re.findall(r"^USER (.+)$", image, re.M) == ["xuncha"]
    web = composed()["services"]["web"]
    assert parsed(web["command"])["public"].startswith("https://")
    assert all(port.startswith("127.0.0.1:") for port in web["ports"])  # only the TLS proxy of this machine reaches it
    work = composed()["services"]["work"]
    assert seconds(work["stop_grace_period"]) > parsed(work["command"])["leave_seconds"] + 20
    assert (DEPLOY / work["build"]["context"] / work["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"


def told(page: str) -> Iterator[str]:
    """Every command that a page tells to give: in code, whole or in part."""
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.M | re.S)
    for line in itertools.chain.from_iterable(block.splitlines() for block in blocks):
        yield from COMMAND.findall(line.partition(" #")[0])
    for code in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", page):
        yield from COMMAND.findall(code)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pages_name_commands_and_options_that_exist(path: Path) -> None:
    for line in told(path.read_text("utf-8").replace("\\|", "|")):  # as tables write it
        words = re.split(r"[\s\[\]]+", line.strip())
        for names in itertools.product(*(word.split("|") for word in words[:2] if not word.startswith("-"))):
            command, _ = named([*names][: 1 + (names[0] == "platforms")])
            known = {option for param in command.params for option in (*param.opts, *param.secondary_opts)}
            given = {word.split("=")[0] for word in words[1:] if word.startswith("--")}
            assert given <= known | {"--help"}, line


def test_commands_of_the_operators_page_are_looked_at() -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    first = {line.split()[0] for line in told(page)}
    assert first >= {"work", "serve", "run-due", "rejudge", "prune", "verify-store", "doctor"}


@pytest.mark.commands
def test_variables_that_are_named_are_read_by_something() -> None:
    listed = subprocess.run(
        ["git", "grep", "-hoE", r"XUNCHA_[A-Z_]*[A-Z]", "--", "do", "xuncha", "storage", "crawler"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    known = frozenset(listed.split())
    assert {"XUNCHA_DATABASE", "XUNCHA_EVIDENCE"} <= known
    files = [*PAGES, *(path for path in DEPLOY.iterdir() if path.is_file())]
    named_there = {name: path.name for path in files for name in VARIABLE.findall(path.read_text("utf-8"))}
    assert {name: file for name, file in named_there.items() if name not in known} == {}
