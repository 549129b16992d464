"""Every table of settings goes through the one loader, and a wrong one stops the start with one line that says what to mend."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.settings_file import SettingsFile, WordTable
from crawler.table_builder import ConfigurationError
from tests.program_copy import copy_program
from xuncha.docs import settings_page
from xuncha.settings.tree import find_source_tree
from xuncha.settings_check import EVERY, check_settings

ROOT = Path(__file__).parents[2]
ROOMS = ("crawler", "storage", "scoring", "xuncha")
# Tables of the standard and names in records: by the same loader, but not among the settings that a person may look up.
OTHERWISE = {
    "scoring/explanation.toml",
    "scoring/record_proof.toml",
    "scoring/standard.toml",
    "storage/db/stored_names.toml",
}
# Tables of words, with what belongs to them: read as plain data, every text in both languages.
WORDS = {
    "xuncha/sheets/attach.toml",
    "xuncha/cli/help.toml",
    "xuncha/docs/licences.toml",
    "xuncha/pack/documents/book.toml",
    "xuncha/pack/documents/earl.toml",
    "xuncha/pack/mask/mask.toml",
    "xuncha/pack/documents/minutes.toml",
    "xuncha/pack/documents/pack.toml",
    "xuncha/pack/documents/retold.toml",
    "xuncha/pack/documents/steps.toml",
    "xuncha/register/platforms.toml",
    "xuncha/register/rectify.toml",
    "xuncha/reports/page.toml",
    "xuncha/reports/limit_words.toml",
    "xuncha/compare/versus.toml",
    "xuncha/reports/words.toml",
    "xuncha/sheets/sheet.toml",
    "xuncha/console/stage_names.toml",
    "xuncha/status/status.toml",
}
# Written by commands, and read with the rows of each check.
OF_CHECKS = {"probes/probes.toml", "probes/recall.toml"}
# Prints the path of every table that is read as the rules are loaded.
TELL_TABLES = """
from crawler.settings_file import SettingsFile
read = SettingsFile.read
SettingsFile.read = lambda file, *given: print(file.path) or read(file, *given)
from xuncha.judging.rules import load_rules
load_rules()
"""
# Who reads TOML without that loader, and what.
READERS = {
    "crawler/settings_file.py": "the one loader",
    "xuncha/ci/baseline.py": "a person's file, whose errors are told in both languages",
    "xuncha/new_probe.py": "probes.toml, before a table is added to it",
    "xuncha/probe_scaffold.py": "probes.toml, whose order and comments it keeps",
    "xuncha/settings/schedule.py": "names the error of a person's file",
    "xuncha/settings/user_file.py": "a person's file, whose errors are told in both languages",
    "xuncha/web/rendering.py": "words of the workbench's pages",
}


def named(file: SettingsFile[Any]) -> str:
    return file.path


def tables() -> set[str]:
    found = {path for room in ROOMS for path in (ROOT / room).rglob("*.toml")}
    return {path.relative_to(ROOT).as_posix() for path in found if "scaffold" not in path.parts}


def test_every_table_of_the_product_goes_through_the_one_loader() -> None:
    typed = [file.path for file in EVERY]
    assert len(typed) == len(set(typed))
    assert not (OTHERWISE | WORDS) & set(typed)
    spoken = {
        table for table in tables() if table.startswith("xuncha/web/words/")
    }  # words of pages, one table a group of them
    assert tables() - spoken == OTHERWISE | WORDS | set(typed)


def test_tables_are_read_by_the_one_loader() -> None:
    reading = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"^\s*(?:import|from) tomllib", path.read_text("utf-8"), re.M)
    }
    assert reading == set(READERS)


def word_table(path: str) -> WordTable:
    package, _, name = path.rpartition("/")
    return WordTable(package.replace("/", "."), name)


@pytest.mark.parametrize("path", sorted(WORDS))
def test_every_text_of_a_table_of_words_is_in_both_languages(path: str) -> None:
    assert word_table(path).load()


@pytest.mark.parametrize(("text", "said"), [
    ('[button]\nsave = { zh = "保存" }', "button.save.en: is missing"),
    ('[[columns]]\nid = "name"\nen = "Name"', "columns.name.zh: is missing"),
    ('head = { zh = "标题", en = 3 }', "head.en: must be text, or a list of texts"),
    ("head = [", ""),
])  # fmt: skip
def test_a_text_without_one_of_its_languages_is_named(text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as fault:
        word_table("xuncha/status/status.toml").read(text)
    assert str(fault.value).startswith(f"xuncha/status/status.toml: {said}")


def test_what_is_shipped_is_right() -> None:
    check_settings()


def keys(table: Any, within: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where a key that a dataclass names stands: the first of every table, and the tables themselves."""
    if isinstance(table, dict):
        plain = [key for key, value in table.items() if not isinstance(value, dict)]
        for key in plain[:1]:
            yield *within, key
        for key, value in table.items():
            if isinstance(value, dict):
                yield from keys(value, (*within, key))


@pytest.mark.parametrize("file", EVERY, ids=named)
def test_a_misspelt_a_missing_and_an_unknown_key_are_each_one_line_that_names_them(file: SettingsFile[Any]) -> None:
    text = file.text()
    lines = text.splitlines()
    at, key = next((at, found[1]) for at, line in enumerate(lines) if (found := re.match(r"(\w+)\s*=", line)))
    misspelt = "\n".join([*lines[:at], lines[at].replace(key, f"{key}x", 1), *lines[at + 1 :]])
    assert fault(file, misspelt).endswith(f"{key}x: unknown key; did you mean '{key}'?")
    assert fault(file, f"surely_not_known = 1\n{text}") == f"{file.path}: surely_not_known: unknown key"
    top = next(iter(tomllib.loads(text)))
    without = {name: value for name, value in tomllib.loads(text).items() if name != top}
    with pytest.raises(ConfigurationError, match=rf"^{re.escape(file.path)}: {top}: is missing$"):
        file.read_table(without)


@pytest.mark.parametrize("file", EVERY, ids=named)
def test_a_value_of_another_kind_is_one_line_that_names_its_key(file: SettingsFile[Any]) -> None:
    raw = tomllib.loads(file.text())
    where = next(keys(raw))
    table = raw
    for name in where[:-1]:
        table = table[name]
    table[where[-1]] = {"surely": "not"}
    with pytest.raises(ConfigurationError) as told:
        file.read_table(raw)
    assert str(told.value).startswith(f"{file.path}: {'.'.join(where)}")
    assert "\n" not in str(told.value)


def test_what_is_no_toml_is_one_line_that_names_the_file() -> None:
    assert fault(EVERY[0], "[audit").startswith("crawler/limits.toml: ")


def fault(file: SettingsFile[Any], text: str) -> str:
    with pytest.raises(ConfigurationError) as told:
        file.read(text)
    assert "\n" not in str(told.value)
    return str(told.value)


def test_every_setting_stands_in_the_document_with_its_meaning() -> None:
    page = settings_page.make_settings_page()
    for file in EVERY:
        assert f"### {file.path}\n" in page
    assert "| `page.load_seconds` | `25` | s | until the document has been parsed |" in page
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert all(line.rstrip("| ") and not line.endswith("|  |") for line in rows)
    assert len(rows) > 300


@pytest.mark.commands
@pytest.mark.parametrize(
    ("table", "key"), [("crawler/limits.toml", "load_seconds"), ("crawler/dom/read.toml", "script_ms")]
)
def test_a_wrong_table_stops_every_command_before_it_does_anything(table: str, key: str, tmp_path: Path) -> None:
    """Some are read as the program is imported, some when they are first needed: all are told in one line."""
    check_stopped(tmp_path, table, key, (["probes"], ["audits", "--data", "kept"], ["doctor"]))


@pytest.mark.commands
@pytest.mark.parametrize(
    ("table", "key"), [("probes/answers/elder.toml", "goods_address"), ("probes/text/numbered.toml", "heading")]
)
def test_a_wrong_table_of_a_reading_stops_whatever_judges_before_it_does_anything(
    table: str, key: str, tmp_path: Path
) -> None:
    """Some are read as a command's own modules are imported, some when the rules are loaded."""
    kept = ["--data", "kept"]
    commands = (["probes"], ["audit", "https://shop.invalid/", *kept], ["serve", *kept])
    check_stopped(tmp_path, table, key, commands)


@pytest.mark.commands
def test_loading_the_rules_reads_every_table_of_a_reading() -> None:
    """So that a wrong one is told before anything is judged, and not by the first page that needs it."""
    done = subprocess.run([sys.executable, "-c", TELL_TABLES], cwd=ROOT, capture_output=True, text=True, check=True)
    readings = {path.relative_to(ROOT).as_posix() for path in (ROOT / "probes").rglob("*.toml")} - OF_CHECKS
    assert len(readings) > 50
    assert readings - set(done.stdout.split()) == set()


def check_stopped(tmp_path: Path, table: str, key: str, commands: Iterable[list[str]]) -> None:
    """Assert that each command of a copy whose table has that key misspelt only says so."""
    assert find_source_tree() is not None
    copy_program(tmp_path)
    compiled = {name: value for name, value in os.environ.items() if name == "PYTHONPYCACHEPREFIX"}
    file = tmp_path / table
    file.write_text(file.read_text("utf-8").replace(key, f"{key}x", 1), "utf-8")
    for words in commands:
        done = subprocess.run(
            [sys.executable, "-m", "xuncha.cli.app", *words], cwd=tmp_path, capture_output=True, text=True,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(tmp_path), "LANG": "en_US.UTF-8", "HOME": str(tmp_path), **compiled},
        )  # fmt: skip
        assert done.returncode == 2
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert f"{table}: " in done.stderr
        assert f"{key}x: unknown key; did you mean '{key}'?" in done.stderr
    assert not (tmp_path / "kept").exists()
