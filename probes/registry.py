"""probes.toml becomes checks; unknown keys, tables without a file and files without a table stop the start."""

from __future__ import annotations

import difflib
import importlib
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from probes.finding import Outcome, Text
from probes.probe import Check, Count, Limit, Params, Probe
from probes.profile import FLAGS

ROOT = Path(__file__).resolve().parent
TABLE = ROOT.parent / "probes.toml"
NOT_SUBJECTS = frozenset({"reading"})


class ConfigurationError(ValueError):
    """A TOML table is wrong; the message names the key and how to mend it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Strict):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class _Limit(_Strict):
    value: float
    unit: str = ""
    source: str = ""
    tier: Literal["V", "S", "K", "P"] = "P"


class _Count(_Strict):
    item: str
    check: str
    points: float = Field(ge=0)


class _Table(_Strict):
    question: _Text
    counts: list[_Count]
    good: Literal["yes", "no"] = "yes"
    confidence: float = Field(default=0.8, ge=0, le=1)
    enabled: bool = True
    words: dict[str, list[str]] = {}
    limits: dict[str, _Limit] = {}
    profile: dict[str, bool] = {}


def load(path: Path = TABLE) -> tuple[Check, ...]:
    """Every enabled check, in the order of the table. Raises ConfigurationError with one line that names the fault."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ConfigurationError(f"{path.name}: {fault}") from fault
    tables: dict[str, _Table] = {}
    for subject, group in raw.items():
        if not isinstance(group, dict):
            raise ConfigurationError(
                f"{path.name}: '{subject}' must be a table of probes, like [disclosure.licence_entry]"
            )
        for name, read in group.items():
            tables[f"{subject}.{name}"] = _read_table(path, f"{subject}.{name}", read)
    files = _files()
    for id, table in tables.items():
        unknown = next((flag for flag in table.profile if flag not in FLAGS), None)
        if unknown is not None:
            raise ConfigurationError(
                f"{path.name}: [{id}] profile: unknown flag '{unknown}'{_nearest(unknown, set(FLAGS))}"
            )
        if id not in files:
            raise ConfigurationError(
                f"{path.name}: [{id}] has no file probes/{id.replace('.', '/')}.py{_nearest(id, files)}"
            )
    for id in sorted(files - tables.keys()):
        raise ConfigurationError(
            f"{path.name}: probes/{id.replace('.', '/')}.py has no table [{id}]{_nearest(id, set(tables))}"
        )
    return tuple(_check(id, table) for id, table in tables.items() if table.enabled)


def _read_table(path: Path, id: str, table: object) -> _Table:
    try:
        return _Table.model_validate(table)
    except ValidationError as fault:
        # A misspelt key also leaves the right one missing: name the misspelling.
        first = min(fault.errors(), key=lambda each: each["type"] != "extra_forbidden")
        where = ".".join(str(part) for part in first["loc"])
        hint = _nearest(str(first["loc"][-1]), _keys(len(first["loc"]))) if first["type"] == "extra_forbidden" else ""
        raise ConfigurationError(f"{path.name}: [{id}] {where}: {first['msg'].lower()}{hint}") from fault


def _keys(depth: int) -> set[str]:
    models: tuple[type[BaseModel], ...] = (_Table,) if depth == 1 else (_Text, _Limit, _Count)
    return {key for model in models for key in model.model_fields}


def _nearest(word: str, known: set[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _files() -> set[str]:
    return {
        f"{file.parent.name}.{file.stem}"
        for file in ROOT.glob("*/*.py")
        if file.stem != "__init__" and file.parent.name not in NOT_SUBJECTS
    }


def _check(id: str, table: _Table) -> Check:
    module = importlib.import_module(f"probes.{id}")
    probe = getattr(module, "PROBE", None)
    if not isinstance(probe, Probe):
        raise ConfigurationError(f"probes/{id.replace('.', '/')}.py must end in PROBE = Probe(...)")
    return Check(
        id=id,
        probe=probe,
        question=Text(table.question.zh, table.question.en),
        counts=tuple(Count(count.item, count.check, count.points) for count in table.counts),
        params=Params(
            {key: tuple(words) for key, words in table.words.items()},
            {key: Limit(limit.value, limit.unit, limit.source, limit.tier) for key, limit in table.limits.items()},
        ),
        good=Outcome(table.good),
        confidence=table.confidence,
        profile=dict(table.profile),
    )
