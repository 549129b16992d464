"""The environment variables given to child processes: what each kind needs and nothing else, least of all passwords.

Use ``child_environment`` when starting a program directly. ``multiprocessing`` has no option for it: its processes from
``spawn_context`` get the environment of their kind, and all others, such as its resource tracker, what every child
gets. The browser's driver gets its own in crawler/browser/driver.py.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing import spawn, util
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Annotated, Any

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


class ChildKind(StrEnum):
    """What a child process is for: a table of ``children.toml``."""

    EVERY = "every"
    PYTHON = "python"
    PICTURES = "pictures"
    BROWSER = "browser"
    DRIVER = "driver"
    FONTS = "fonts"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class ChildEnvironment:
    """Which of our environment variables a kind of child process gets."""

    take: Annotated[tuple[str, ...], Setting("names of variables, * at the end stands for any ending")]
    also: Annotated[tuple[str, ...], Setting("kinds whose variables it is given too")] = ()
    set: Annotated[Mapping[str, str], Setting("variables that it is given whatever ours say")] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True)
class ChildEnvironments:
    """The file children.toml."""

    every: ChildEnvironment
    python: ChildEnvironment
    pictures: ChildEnvironment
    browser: ChildEnvironment
    driver: ChildEnvironment
    fonts: ChildEnvironment
    store: ChildEnvironment


FILE = SettingsFile("crawler", "child_environment.toml", ChildEnvironments)


def child_environment(kind: ChildKind, own: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a child of that kind, taken from ``own`` (by default ours)."""
    own = os.environ if own is None else own
    kinds = FILE.load()
    tables = [getattr(kinds, name) for name in (ChildKind.EVERY, *getattr(kinds, kind).also, kind)]
    names = tuple(name for table in tables for name in table.take)
    exact, begun = {name for name in names if not name.endswith("*")}, tuple(n[:-1] for n in names if n.endswith("*"))
    told = {name: value for name, value in own.items() if name.upper() in exact or name.upper().startswith(begun)}
    for table in tables:
        told |= table.set
    return told


_spawning: ContextVar[ChildKind] = ContextVar("spawning", default=ChildKind.EVERY)


class _PicturesProcess(SpawnProcess):
    def start(self) -> None:
        _started_for(ChildKind.PICTURES, super().start)


class _StoreProcess(SpawnProcess):
    def start(self) -> None:
        _started_for(ChildKind.STORE, super().start)


def _started_for(kind: ChildKind, start: Callable[[], None]) -> None:
    token = _spawning.set(kind)
    try:
        start()
    finally:
        _spawning.reset(token)


class _Pictures(SpawnContext):
    Process = _PicturesProcess


class _Store(SpawnContext):
    Process = _StoreProcess


def spawn_context(kind: ChildKind) -> SpawnContext:
    """The ``multiprocessing`` context that starts processes of that kind, pictures or store. Raises KeyError."""
    return {ChildKind.PICTURES: _Pictures, ChildKind.STORE: _Store}[kind]()


def _spawned(path: str | bytes, arguments: Sequence[str | bytes], descriptors: Sequence[int]) -> int:
    """Start a ``multiprocessing`` process like its ``util.spawnv_passfds``, with the environment of its kind; returns the pid."""
    kept = [
        (os.POSIX_SPAWN_DUP2, descriptor, descriptor) for descriptor in descriptors
    ]  # one duplicated onto itself stays open (POSIX)
    return os.posix_spawn(path, list(arguments), child_environment(_spawning.get()), file_actions=kept)


_prepare = spawn.get_preparation_data


def _prepared(name: str) -> dict[str, Any]:
    """What a new process is told of this one; one that reads pictures is not to import the program that started us.

    It would only cost it time and memory: what it runs lies in modules of its own.
    """
    told = _prepare(name)
    if _spawning.get() is ChildKind.PICTURES:
        told.pop("init_main_from_name", None)
        told.pop("init_main_from_path", None)
    return told


spawn.get_preparation_data = _prepared

# multiprocessing starts every process through this function, which takes no environment; if it ever goes away, this fails loudly.
if sys.platform != "win32":
    assert callable(util.spawnv_passfds)
    util.spawnv_passfds = _spawned  # type: ignore[assignment]  # paths are passed where the stub says bytes
