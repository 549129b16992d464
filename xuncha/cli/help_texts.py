"""The command line in one language: help texts of all commands and options (help.toml), and words around them."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import typer

from crawler.settings_file import WordTable
from xuncha.console.lang import Lang

TABLE: Mapping[str, Any] = WordTable("xuncha.cli", "help.toml").load()
BAD_USE = 2
_USAGE: Any = typer.BadParameter.__base__  # of the click that typer comes with
_FRAME = [(re.compile(frame["en"], re.MULTILINE), frame["zh"]) for frame in TABLE["frame"]]
_MUTE = ("", "c", "posix")


def choose_language(words: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """The language of help and errors: ``--lang``, else XUNCHA_LANG, else the locale, else Chinese."""
    given = find_option_value("--lang", words) or environment.get("XUNCHA_LANG", "")
    if given in list(Lang):
        return Lang(given)
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    spoken = next((name for name in names if name), "").partition(".")[0].lower()
    return Lang.ZH if spoken in _MUTE or spoken.startswith("zh") else Lang.EN


def find_option_value(option: str, words: Sequence[str]) -> str:
    """The value of an option among the words, "" if it is not given; words after ``--`` are not options."""
    told = list(words[: words.index("--")] if "--" in words else words)
    for at, word in enumerate(told):
        if word == option and at + 1 < len(told):
            return told[at + 1]
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return ""


def translate_help(command: Any, lang: Lang, path: str = "xuncha") -> None:
    """Set the help texts of a command, its options and all its subcommands in that language."""
    own = TABLE["commands"].get(path, {})
    if "says" in own:
        command.help = own["says"][lang]
        command.short_help = own["says"][lang].partition("。")[0] if lang is Lang.ZH else None
    for option in command.params:
        said = own.get(option.name) or TABLE["options"].get(option.name)
        if said and hasattr(option, "help"):
            option.help = said[lang]
    plain = command.get_help
    command.get_help = lambda context: translate_frame(plain(context), lang)
    for name, inner in getattr(command, "commands", {}).items():
        translate_help(inner, lang, f"{path} {name}")


def translate_frame(text: str, lang: Lang) -> str:
    """Translate the command line's own words, such as headings of lists."""
    if lang is Lang.EN:
        return text
    for known, said in _FRAME:
        text = known.sub(said, text)
    return text


def run_command(command: Any, words: Sequence[str], lang: Lang, defaults: Mapping[str, Any]) -> int:
    """Run the command that the words spell and return its exit code.

    ``defaults``: option values by command and parameter.
    """
    try:
        code = command.main(args=list(words), prog_name="xuncha", standalone_mode=False, default_map=dict(defaults))
    except _USAGE as fault:
        said = io.StringIO()
        fault.show(file=said)
        sys.stderr.write(translate_frame(said.getvalue(), lang))
        return BAD_USE
    return code if isinstance(code, int) else 0
