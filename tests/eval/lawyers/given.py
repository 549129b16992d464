"""Which labelled policies a command is given."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.eval.recall.policies import POLICIES


def policies_file(prog: str, description: str | None, argv: list[str] | None) -> Path | None:
    """The file named on the command line, or the one beside the checkout; None, and one line that says so, where it is not there."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("--file", type=Path, default=POLICIES)
    file: Path = parser.parse_args(argv).file
    if file.is_file():
        return file
    print(f"no labelled policies at {file}: name them with --file", file=sys.stderr)
    return None
