"""Sources as text and as trees, read once for all tests of a file and then let go."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def read_source(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def parse_source(path: Path) -> ast.Module:
    """Those of the whole house are two million objects: kept, each later collection of garbage would walk through them for a second."""
    return ast.parse(read_source(path))
