"""Help and complaints of the command line are in one language, the one that was asked for; version and completion are told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from crawler.politeness import VERSION
from tests.xuncha.command import ROOT, environment, xuncha
from xuncha.cli import help_texts
from xuncha.cli.app import app, words_before_command
from xuncha.cli.shell_completion import Shell, completion_script
from xuncha.console.lang import Lang

CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
ENGLISH = re.compile(r"(?:\b[A-Za-z]{2,} ){2}[a-z]{2,}\b")  # three words on end: a sentence, and no name or option


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


ALL = [path for path, _ in commands(typer.main.get_command(app))]


def told(words: tuple[str, ...], lang: Lang, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit code, and what was printed on either stream."""
    command = typer.main.get_command(app)
    help_texts.translate_help(command, lang)
    code = help_texts.run_command(command, words, lang, {})
    return code, "".join(capsys.readouterr())


def test_every_command_and_option_has_help_in_both_languages() -> None:
    silent = []
    known: set[tuple[str, str]] = set()
    for path, command in commands(typer.main.get_command(app)):
        name = " ".join(("xuncha", *path))
        own = help_texts.TABLE["commands"].get(name, {})
        known |= {(name, key) for key in ("says", *(param.name for param in command.params))}
        said = [own.get("says")] + [
            own.get(param.name) or help_texts.TABLE["options"].get(param.name) for param in command.params
        ]
        silent += [f"{name} {number}" for number, row in enumerate(said) if not row or not row["zh"] or not row["en"]]
        assert not [row["en"] for row in said if row and CHINESE.search(row["en"])]
    assert silent == []
    stale = {(name, key) for name, own in help_texts.TABLE["commands"].items() for key in own} - known
    assert stale == set()


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_is_in_one_language(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, english = told((*path, "--help"), Lang.EN, capsys)
    assert (code, CHINESE.findall(english)) == (0, [])
    code, chinese = told((*path, "--help"), Lang.ZH, capsys)
    assert code == 0
    assert CHINESE.search(chinese)
    assert [line for line in chinese.splitlines() if ENGLISH.search(re.sub("xuncha [a-z -]+", "", line))] == []


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("audti",), "没有命令 'audti'，是否为 'audit', 'audits'？", "No such command 'audti'."),
        (("work", "--at-wonce", "2"), "没有选项 --at-wonce", "No such option: --at-wonce"),
        (("work", "--at-once"), "选项 --at-once 后须有值", "Option '--at-once' requires"),
        (("show",), "缺少 'id'。", "Missing argument 'id'."),
        (("work", "--at-once", "two"), "--at-once 的值有误：须是整数", "Invalid value for '--at-once'"),
        (("probes", "more"), "多出的参数：more", "Got unexpected extra argument(s) (more)"),
    ],
)
def test_bad_use_is_told_in_the_language(
    words: tuple[str, ...], zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, chinese = told(words, Lang.ZH, capsys)
    assert code == 2
    assert zh in chinese
    assert "查看说明：xuncha" in chinese or "须有值" in chinese
    assert not re.search("Usage|Error|Try|OPTIONS", chinese)
    code, english = told(words, Lang.EN, capsys)
    assert code == 2
    assert en in english
    assert not CHINESE.search(english)


@pytest.mark.parametrize(
    ("words", "given", "lang"),
    [
        ((), {}, "zh"),
        ((), {"LANG": "C.UTF-8"}, "zh"),
        ((), {"LANG": "en_US.UTF-8"}, "en"),
        ((), {"LANG": "fr_FR.UTF-8"}, "en"),
        ((), {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ((), {"LANG": "zh_CN.UTF-8", "XUNCHA_LANG": "en"}, "en"),
        (("audit", "--help", "--lang", "zh"), {"XUNCHA_LANG": "en"}, "zh"),
        (("--lang=en", "audit"), {"XUNCHA_LANG": "zh"}, "en"),
        (("audit", "--lang"), {}, "zh"),
        (("audit", "--", "--lang", "en"), {}, "zh"),
        (("--lang", "xx"), {"LANG": "en_GB"}, "en"),
    ],
)
def test_the_language_is_the_nearest_that_was_said(words: tuple[str, ...], given: dict[str, str], lang: str) -> None:
    assert help_texts.choose_language(words, given) == Lang(lang)


def test_options_before_the_command_are_the_programs_own() -> None:
    assert words_before_command(["--config", "a.toml", "--lang=en", "audit", "--lang", "zh"])[:3] == [
        "--config",
        "a.toml",
        "--lang=en",
    ]
    assert words_before_command(["audit", "--config", "a.toml"]) == []


@pytest.mark.commands
def test_the_program_tells_its_version_and_speaks_as_told() -> None:
    ended = xuncha("--version")
    assert (ended.code, ended.out, ended.err) == (0, f"xuncha {VERSION}\n", "")
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text("utf-8")
    english = xuncha("--lang", "en", "show", "no-such-audit", "--data", os.devnull)
    assert english.code == 2
    assert not CHINESE.search(english.err)
    chinese = xuncha("show", "--help", given={"LANG": "zh_CN.UTF-8"})
    assert "用法：xuncha show" in chinese.out


@pytest.mark.commands
def test_bash_completes_commands_options_and_their_values(tmp_path: Path) -> None:
    program = tmp_path / "xuncha"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xuncha.cli.app "$@"\n', "utf-8")
    program.chmod(0o755)
    asks = 'eval "$(xuncha completion bash)"; COMP_WORDS=(xuncha {words}); COMP_CWORD={at}; _xuncha_completion xuncha; echo "${{COMPREPLY[*]}}"'
    given = environment(PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}", PYTHONPATH=str(ROOT))
    for words, at, found in (
        ("ver", 1, {"verify", "verify-store"}),
        ("audit --all", 2, {"--allow-private"}),
        ("audit --lang e", 3, {"en"}),
    ):
        done = subprocess.run(
            ["bash", "-c", asks.format(words=words, at=at)], env=given, cwd=tmp_path, capture_output=True, text=True, check=True
        )  # fmt: skip
        assert set(done.stdout.split()) == found, done.stderr


@pytest.mark.parametrize("shell", Shell)
def test_each_shell_has_its_script(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = told(("completion", shell), Lang.EN, capsys)
    assert (code, printed) == (0, completion_script(shell) + "\n")
    assert "_XUNCHA_COMPLETE=complete_" + shell in printed
