"""A copy of the product's own files that a test may spoil, with what Python compiled of them, so that no program compiles it all anew."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("crawler", "probes", "scoring", "storage", "xuncha")
_PYCACHE = shutil.ignore_patterns("__pycache__")


def copy_program(root: Path) -> Path:
    """The rooms and the table of probes, copied into the folder, which is returned.

    Compiled modules stay valid, for a copy keeps the time of its source; one that a test changes is compiled again.
    """
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room, ignore=_PYCACHE)
    for folder in {source.parent for room in ROOMS for source in (root / room).rglob("*.py")}:
        known, compiled = _compiled(ROOT / folder.relative_to(root)), _compiled(folder)
        compiled.mkdir(parents=True, exist_ok=True)
        for file in known.glob("*.pyc"):  # what is being written has another ending
            shutil.copy2(file, compiled)
    shutil.copy2(ROOT / "probes.toml", root)
    return root


def _compiled(folder: Path) -> Path:
    """Where Python keeps what it compiled of that folder's modules: beside them, or below ``PYTHONPYCACHEPREFIX``."""
    return Path(importlib.util.cache_from_source(str(folder / "any.py"))).parent
