"""The user's settings file in TOML. An option wins over a variable, that over the file, that over built-in defaults.

It is looked for once: where ``--config`` says, where XUNCHA_CONFIG says, as ``xuncha.toml`` in the current folder, then
as ``xuncha/xuncha.toml`` in the user's configuration folder (XDG_CONFIG_HOME). Keys at its top stand for variables; a
table named like a command, ``[audit]`` or ``[platforms.list]``, holds that command's options by their long names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from probes.finding import Text
from xuncha.console.lang import Lang, suggest_nearest
from xuncha.settings.target import InvalidInput
from xuncha.settings.user_settings import FILE

VARIABLE = "XUNCHA_CONFIG"
NAME = "xuncha.toml"
_VARIABLES = {key: setting.name for key, setting in FILE.load().variables.items()}
_AT_THE_TOP = FILE.load().at_the_top
_EACH_TIME = frozenset(FILE.load().given_each_time.options)


@dataclass(frozen=True, slots=True)
class UserSettings:
    """A file's contents: variables by name, and each command's options by parameter, in a tree of subcommands."""

    path: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, environment: MutableMapping[str, str]) -> None:
        """Set the variables that are not set yet, and say which file that was. Empty ones count as not set."""
        if self.path is not None:
            environment[VARIABLE] = str(self.path.absolute())
        for name, value in self.variables.items():
            environment[name] = environment.get(name) or value


def find_settings_file(given: str, environment: Mapping[str, str], here: Path) -> Path | None:
    """The file to read, None where there is none. Raises InvalidInput where a file that was named does not exist."""
    if named := given or environment.get(VARIABLE, ""):
        path = here / Path(named).expanduser()
        if not path.is_file():
            raise InvalidInput(f"没有设置文件 {path}", f"there is no settings file {path}")
        return path
    home = environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME") or here) / ".config"
    return next((path for path in (here / NAME, Path(home) / "xuncha" / NAME) if path.is_file()), None)


def read_settings_file(path: Path | None, command: Any) -> UserSettings:
    """Read a file and check it against the options of ``command``, the root command.

    Raises InvalidInput, naming the key.
    """
    if path is None:
        return UserSettings()
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:  # text that is neither TOML nor UTF-8 raises a ValueError
        said = " ".join(str(fault).split())
        raise InvalidInput(
            f"设置文件 {path} 无法读取：{said}", f"the settings file {path} cannot be read: {said}"
        ) from fault
    tables = {name: value for name, value in told.items() if isinstance(value, dict)}
    variables = dict(_variables(path, {name: value for name, value in told.items() if name not in tables}, command))
    return UserSettings(path, variables, _options(path, tables, command, ""))


def _variables(path: Path, told: Mapping[str, Any], command: Any) -> Iterator[tuple[str, str]]:
    for key, value in told.items():
        if key not in _VARIABLES:
            known = {*_VARIABLES, *command.commands}
            raise _bad(path, key, Text("未知的设置", "is not known"), suggest_nearest(key, known))
        words = [value] if isinstance(value, str) else value if key == "tsa" and isinstance(value, list) else []
        if not words or not all(isinstance(word, str) and word for word in words):
            raise _bad(path, key, Text("须是文字", "must be a text"))
        if key == "lang" and value not in list(Lang):
            raise _bad(path, key, Text("须是 zh 或 en", "must be zh or en"))
        yield _VARIABLES[key], " ".join(words)


def _options(path: Path, tables: Mapping[str, Any], command: Any, within: str) -> dict[str, Any]:
    known, found = getattr(command, "commands", {}), {}
    for name, table in tables.items():
        where = f"{within}{name}"
        if name not in known:
            raise _bad(
                path, f"[{where}]", Text("没有这个命令", "is no command"), suggest_nearest(name, {*known, *_VARIABLES})
            )
        inner = known[name]
        if hasattr(inner, "commands"):
            if not all(isinstance(section, dict) for section in table.values()):
                raise _bad(path, f"[{where}]", Text("其中须是子命令的表", "must hold tables of its commands"))
            found[name] = _options(path, table, inner, f"{where}.")
        else:
            found[name] = dict(_given(path, where, table, inner))
    return found


def _given(path: Path, where: str, table: Mapping[str, Any], command: Any) -> Iterator[tuple[str, Any]]:
    named = {
        word.lstrip("-"): param for param in command.params if param.param_type_name == "option" for word in param.opts
    }
    allowed = named.keys() - _EACH_TIME - _AT_THE_TOP.keys()
    for key, value in table.items():
        if key in named and key in _AT_THE_TOP:
            top = _AT_THE_TOP[key]
            raise _bad(
                path,
                f"[{where}] {key}",
                Text(f"请写在文件最前面：{top} = …", f"stands at the top of the file: {top} = …"),
            )
        if key in named and key in _EACH_TIME:
            raise _bad(path, f"[{where}] {key}", Text("须每次由人给出", "must be given each time"))
        if key not in allowed:
            raise _bad(path, f"[{where}] {key}", Text("未知的选项", "is not known"), suggest_nearest(key, allowed))
        yield named[key].name, _fitting(path, f"[{where}] {key}", value, named[key])


def _fitting(path: Path, key: str, value: Any, option: Any) -> Any:
    """The value, if it is of the kind the option takes: a switch, a list, or one text or number."""
    if option.is_flag:
        fits, kind = isinstance(value, bool), Text("须是 true 或 false", "must be true or false")
    elif option.multiple:
        fits = isinstance(value, list) and all(_plain(inner) for inner in value)
        kind = Text("须是列表", "must be a list")
    else:
        fits, kind = _plain(value), Text("须是文字或数字", "must be a text or a number")
    if not fits:
        raise _bad(path, key, kind)
    return value if option.is_flag else [str(inner) for inner in value] if option.multiple else str(value)


def _plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _bad(path: Path, key: str, why: Text, hint: Text | None = None) -> InvalidInput:
    more = hint or Text("", "")
    return InvalidInput(
        f"设置文件 {path}：{key} {why.zh}{more.zh}", f"the settings file {path}: {key} {why.en}{more.en}"
    )
