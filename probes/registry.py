"""probes.toml becomes checks with their probes; tables without a file and files without a table stop the start."""

from __future__ import annotations

import importlib
from pathlib import Path

from probes.configuration import ConfigurationError, nearest
from probes.probe import Check, Probe
from probes.table import TABLE, Row, rows

__all__ = ["ROOT", "TABLE", "ConfigurationError", "load"]

ROOT = Path(__file__).resolve().parent
NOT_SUBJECTS = frozenset({"answers", "pages", "reading", "text"})


def load(path: Path = TABLE) -> tuple[Check, ...]:
    """Every enabled check, in the order of the table. Raises ConfigurationError with one line that names the fault."""
    tables, files = rows(path), _files()
    for id in tables:
        if id not in files:
            raise ConfigurationError(
                f"{path.name}: [{id}] has no file probes/{id.replace('.', '/')}.py{nearest(id, files)}"
            )
    for id in sorted(files - tables.keys()):
        raise ConfigurationError(
            f"{path.name}: probes/{id.replace('.', '/')}.py has no table [{id}]{nearest(id, tables)}"
        )
    return tuple(_check(id, table) for id, table in tables.items() if table.enabled)


def _files() -> set[str]:
    return {
        f"{file.parent.name}.{file.stem}"
        for file in ROOT.glob("*/*.py")
        if file.stem != "__init__" and file.parent.name not in NOT_SUBJECTS
    }


def _check(id: str, table: Row) -> Check:
    module = importlib.import_module(f"probes.{id}")
    probe = getattr(module, "PROBE", None)
    if not isinstance(probe, Probe):
        raise ConfigurationError(f"probes/{id.replace('.', '/')}.py must end in PROBE = Probe(...)")
    return table.check(id, probe)
