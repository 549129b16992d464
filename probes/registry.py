"""Builds the checks from probes.toml and their probes, and refuses to start where the two do not fit.

Faults are a table without a file, a file without a table, a key its probe never asks for and a missing key that it
does ask for.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from crawler.table_builder import ConfigurationError, name_nearest
from probes.declared import find_faults
from probes.probe import Check, Probe
from probes.schema.probe_table import TABLE, ProbeRow, read_probe_rows

__all__ = ["ROOT", "TABLE", "ConfigurationError", "load_checks"]

ROOT = Path(__file__).resolve().parent
NOT_SUBJECTS = frozenset({"answers", "families", "pages", "schema", "text"})


def load_checks(path: Path = TABLE) -> tuple[Check, ...]:
    """Every enabled check, in the order of the table.

    Raises ConfigurationError with one line that names the fault; where probes and their tables differ in words, limits
    or texts it names all of these differences at once.
    """
    tables, files = read_probe_rows(path), _files()
    for id in tables:
        if id not in files:
            raise ConfigurationError(
                f"{path.name}: [{id}] has no file probes/{id.replace('.', '/')}.py{name_nearest(id, files)}"
            )
    for id in sorted(files - tables.keys()):
        raise ConfigurationError(
            f"{path.name}: probes/{id.replace('.', '/')}.py has no table [{id}]{name_nearest(id, tables)}"
        )
    found = tuple(_check(id, table) for id, table in tables.items() if table.enabled)
    faults = [fault for check in found for fault in find_faults(check.id, tables[check.id], check.probe)]
    if faults:
        raise ConfigurationError(f"{path.name}: {'; '.join(faults)}")
    return found


def _files() -> set[str]:
    return {
        f"{file.parent.name}.{file.stem}"
        for file in ROOT.glob("*/*.py")
        if file.stem != "__init__" and file.parent.name not in NOT_SUBJECTS
    }


def _check(id: str, table: ProbeRow) -> Check:
    module = importlib.import_module(f"probes.{id}")
    probe = getattr(module, "PROBE", None)
    if not isinstance(probe, Probe):
        raise ConfigurationError(f"probes/{id.replace('.', '/')}.py must end in PROBE = Probe(...)")
    return table.check(id, probe)
