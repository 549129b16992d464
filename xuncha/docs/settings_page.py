"""docs/settings.md: every setting with its default, unit and meaning, from the dataclasses that read them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from crawler.settings_file import SettingsFile
from crawler.table_builder import FieldKey, Setting
from xuncha.settings import user_settings
from xuncha.settings_check import EVERY

HEAD = "<!-- Written by `./do docs` from the tables of settings and the dataclasses that read them. Do not edit. -->\n"
LONGEST = 60  # characters of a default that are shown; word lists are shown by their number of entries
_USER = """Settings of whoever runs Xuncha: an option wins over a variable, a variable over the settings file (`xuncha.toml`, see
[operations](operations.md)), and that over what is built in. In the file, options of a command stand in a table of its name.
"""
_OWN = """Settings that come with the program. Each file becomes frozen dataclasses when the program starts; a key that is unknown, missing or
misspelt, or a value of another kind, stops the start with one line that names the file and the key.
"""


def make_settings_page() -> str:
    """The content of docs/settings.md."""
    lines = [
        HEAD,
        "# Settings\n",
        "## Of the user\n",
        _USER,
        "| key of the settings file | variable | option | default | meaning |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [_user_row(key, setting) for key, setting in sorted(user_settings.FILE.load().variables.items())]
    lines += ["", "## Of the program\n", _OWN]
    for file in EVERY:
        lines += [f"### {file.path}\n", f"{_doc(file.kind)}\n", *_tables(file)]
    return "\n".join(lines)


def _user_row(key: str, setting: user_settings.UserSetting) -> str:
    at_the_top = user_settings.FILE.load().at_the_top
    options = ", ".join(f"`--{option}`" for option, at in at_the_top.items() if at == key)
    return f"| `{key}` | `{setting.name}` | {options} | {_cell(setting.default)} | {_cell(setting.meaning)} |"


def _tables(file: SettingsFile[Any]) -> Iterator[str]:
    rows = list(_rows(file.kind, file.load(), ""))
    yield "| key | default | unit | meaning |"
    yield "| --- | --- | --- | --- |"
    yield from rows
    yield ""


def _rows(kind: type[Any], value: Any, within: str) -> Iterator[str]:
    """A row for each setting of a table and its subtables; of mappings and lists of tables, only the first's keys."""
    hints = get_type_hints(kind, include_extras=True)
    for field in dataclasses.fields(kind):
        hint, made = hints[field.name], getattr(value, field.name)
        marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
        name = next((mark.key for mark in marks if isinstance(mark, FieldKey)), field.name)
        said = next((mark for mark in marks if isinstance(mark, Setting)), None)
        where = f"{within}{name}"
        if said is not None:
            yield f"| `{where}` | {_shown(made)} | {said.unit} | {_cell(said.meaning)} |"
        elif dataclasses.is_dataclass(made):
            yield from _rows(type(made), made, f"{where}.")
        elif isinstance(made, Mapping):
            first = next(iter(made.values()))
            yield from _of_one(
                type(first), f"{where}.*", f"{len(made)} tables: {', '.join(f'`{key}`' for key in made)}"
            )
        else:
            yield from _of_one(type(made[0]), f"{where}[]", f"{len(made)} tables")


def _of_one(kind: type[Any], where: str, how_many: str) -> Iterator[str]:
    """The rows of several tables of the same shape; their values are in the file."""
    yield f"| `{where}` | {how_many} | | {_cell(_doc(kind))} |"
    hints = get_type_hints(kind, include_extras=True)
    for field in dataclasses.fields(kind):
        marks = get_args(hints[field.name])[1:]
        said = next((mark for mark in marks if isinstance(mark, Setting)), Setting(""))
        name = next((mark.key for mark in marks if isinstance(mark, FieldKey)), field.name)
        yield f"| `{where}.{name}` | | {said.unit} | {_cell(said.meaning)} |"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{len(value)} entries"
    if isinstance(value, tuple):
        whole = ", ".join(f"`{_plain(inner)}`" for inner in value)
        return _cell(whole) if len(whole) <= LONGEST else f"{len(value)} entries"
    said = _plain(value)
    return f"`{_cell(said)}`" if len(said) <= LONGEST else f"{len(said)} characters"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _doc(kind: type[Any]) -> str:
    """The docstring of a dataclass in one line: all that the page says about its table."""
    return " ".join((kind.__doc__ or "").split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
