"""Shell completion of commands and options: the script a shell loads, and the answers to its questions."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Any

from typer import completion as _completion

PROGRAM = "xuncha"
completion: Any = _completion  # which uses functions that it does not export
ASKED = "_XUNCHA_COMPLETE"  # set by the script when a shell asks


class Shell(StrEnum):
    """The shells that can complete our commands."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion_script(shell: Shell) -> str:
    """The script that a shell loads at each start to complete our commands."""
    return str(completion.get_completion_script(prog_name=PROGRAM, complete_var=ASKED, shell=shell))


def is_completing() -> bool:
    """Whether a shell asks for completions, so that nothing is to be run."""
    return bool(os.environ.get(ASKED))


def answer_completion(command: Any) -> int:
    """Answer the shell; returns the exit code."""
    completion.completion_init()
    return int(completion.shell_complete(command, {}, PROGRAM, ASKED, os.environ[ASKED]))
