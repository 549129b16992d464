"""Load tables from TOML, once a process: settings become a frozen dataclass, words stay plain data; a wrong key or value is one clear line.

A reader declares its file in one place, ``FILE = SettingsFile("crawler", "limits.toml", Limits)``, and uses
``FILE.load()``; a table of texts for people likewise, ``WORDS = WordTable("xuncha.status", "status.toml")``.
``xuncha/settings_check.py`` lists all settings files and checks them before a command runs; docs/settings.md is
generated from them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Generic, TypeVar

from crawler.table_builder import ConfigurationError, Misbuilt, Place, build_dataclass

T = TypeVar("T")
_LANGUAGES = frozenset({"zh", "en"})


def read_toml_file(path: Path) -> dict[str, Any]:
    """The table in that file. Raises ConfigurationError, naming the file, where it cannot be read or is no TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ConfigurationError(f"{path.name}: {fault}") from fault


@dataclass(frozen=True, slots=True)
class _PackageTable:
    """A TOML file in a package."""

    package: str
    name: str

    @property
    def path(self) -> str:
        """Its path from the top of the project: crawler/limits.toml."""
        return f"{self.package.replace('.', '/')}/{self.name}"

    def text(self) -> str:
        """The file as it was shipped."""
        return files(self.package).joinpath(self.name).read_text("utf-8")

    def _parse(self, text: str, called: str = "") -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as fault:
            raise ConfigurationError(f"{called or self.path}: {fault}") from fault


@dataclass(frozen=True, slots=True)
class SettingsFile(_PackageTable, Generic[T]):
    """A settings file in a package, and the frozen dataclass it becomes."""

    kind: type[T]

    def read(self, text: str, called: str = "") -> T:
        """Parse that text; error messages call it ``called`` ("" = its path). Raises ConfigurationError, naming file and key."""
        return self.read_table(self._parse(text, called), called)

    def read_file(self, path: Path) -> T:
        """Like ``read``, for a file anywhere; error messages call it by its name. Raises ConfigurationError also where it cannot be read."""
        return self.read_table(read_toml_file(path), path.name)

    def read_table(self, raw: Mapping[str, Any], called: str = "") -> T:
        """Like ``read``, for an already parsed table. Raises ConfigurationError."""
        try:
            return build_dataclass(self.kind, raw)
        except Misbuilt as fault:
            raise ConfigurationError(f"{called or self.path}: {fault.said(raw)}") from fault

    def load(self) -> T:
        """The shipped file's settings, read once per process. Raises ConfigurationError."""
        made: T = _loaded(self)
        return made


@dataclass(frozen=True, slots=True)
class WordTable(_PackageTable):
    """A table of texts for people, each ``{zh = "…", en = "…"}``, with what else belongs to them; read as plain data."""

    def read(self, text: str) -> dict[str, Any]:
        """Parse that text. Raises ConfigurationError, naming the file and the text that lacks a language."""
        raw = self._parse(text)
        try:
            _check_languages(raw, ())
        except Misbuilt as fault:
            raise ConfigurationError(f"{self.path}: {fault.said(raw)}") from fault
        return raw

    def load(self) -> dict[str, Any]:
        """The shipped table, read once per process: not to be changed. Raises ConfigurationError."""
        return _loaded_words(self)


def _check_languages(value: object, place: Place) -> None:
    """Raises Misbuilt for the first table that has one language without the other, or something else than words there."""
    if isinstance(value, Mapping):
        for lang in sorted(_LANGUAGES) if _LANGUAGES & value.keys() else ():
            if lang not in value:
                raise Misbuilt((*place, lang), "is missing")
            lines = value[lang] if isinstance(value[lang], list) else [value[lang]]
            if not all(isinstance(line, str) for line in lines):
                raise Misbuilt((*place, lang), "must be text, or a list of texts")
        for key, inner in value.items():
            _check_languages(inner, (*place, key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for at, inner in enumerate(value):
            _check_languages(inner, (*place, at))


@cache
def _loaded(file: SettingsFile[T]) -> T:
    return file.read(file.text())


@cache
def _loaded_words(table: WordTable) -> dict[str, Any]:
    return table.read(table.text())
