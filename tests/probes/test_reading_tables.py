"""Every table of a reading declares its keys: a missing, a misspelt or an unused one stops the start with the nearest name."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import pytest

import probes
from crawler.settings_file import SettingsFile
from crawler.table_builder import ConfigurationError, EveryKey, FieldKey, name_nearest
from probes.schema import shared_words

ROOT = Path(__file__).resolve().parents[2]
# Written by a command and read with the rows of each check.
OTHERWISE = {"probes/recall.toml"}
# Its lists are named by other tables: tests/probes/test_concepts.py.
FOR_TABLES = shared_words.FILE.path


def declared_files() -> dict[str, SettingsFile[Any]]:
    """Every file that a module of probes declares, by its path; two declarations of one are the same."""
    found: dict[str, SettingsFile[Any]] = {}
    for module in pkgutil.walk_packages(probes.__path__, "probes."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, SettingsFile) and value.path.startswith("probes/"):
                assert found.setdefault(value.path, value) == value
    return found


FILES = declared_files()


@dataclasses.dataclass(frozen=True, slots=True)
class DeclaredKeys:
    """A place in a table where the keys are declared, all of them; ``needed`` are those that may not be left out."""

    place: tuple[str | int, ...]
    keys: tuple[str, ...]
    needed: frozenset[str]
    read: bool  # whether each is named where it is read, and not read with all others


def declared(hint: Any, raw: Any, place: tuple[str | int, ...] = ()) -> Iterator[DeclaredKeys]:
    """Every such place of the table ``raw``, the outermost first."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        every = next((mark for mark in args[1:] if isinstance(mark, EveryKey)), None)
        if every is not None:
            of_mapping = get_args(args[0])[0]
            literal = get_origin(of_mapping) is Literal
            keys = every.names or (get_args(of_mapping) if literal else tuple(of_mapping))
            yield DeclaredKeys(place, tuple(map(str, keys)), frozenset(keys), literal and not every.names)
        yield from declared(args[0], raw, place)
    elif dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint, include_extras=True)
        key_of = {field.name: name_key(hints[field.name], field.name) for field in dataclasses.fields(hint)}
        bare = {key_of[field.name] for field in dataclasses.fields(hint) if field.default is dataclasses.MISSING}
        yield DeclaredKeys(place, tuple(key_of.values()), frozenset(bare), True)
        for name, inner in hints.items():
            if key_of[name] in raw:
                yield from declared(inner, raw[key_of[name]], (*place, key_of[name]))
    elif origin is tuple and isinstance(raw, Sequence) and raw and isinstance(raw[0], Mapping):
        for at, row in enumerate(raw):
            yield from declared(args[0], row, (*place, at))
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        for name, value in raw.items():
            yield from declared(args[1], value, (*place, name))
    else:  # a value
        assert not isinstance(raw, Mapping), place


def name_key(hint: Any, name: str) -> str:
    marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((mark.key for mark in marks if isinstance(mark, FieldKey)), name)


def at(raw: Any, place: Sequence[str | int]) -> Any:
    for step in place:
        raw = raw[step]
    return raw


def find_fault(file: SettingsFile[Any], raw: Mapping[str, Any]) -> str:
    with pytest.raises(ConfigurationError) as told:
        file.read_table(raw)
    assert "\n" not in str(told.value)
    return str(told.value)


def test_every_table_of_probes_is_declared_and_read_by_the_one_loader() -> None:
    tables = {path.relative_to(ROOT).as_posix() for path in (ROOT / "probes").rglob("*.toml")}
    assert tables - OTHERWISE - {"probes/probes.toml"} == set(FILES)
    reading = {
        path.relative_to(ROOT).with_suffix("").as_posix()
        for path in (ROOT / "probes").rglob("*.py")
        if re.search(r"^\s*(?:import|from) tomllib", path.read_text("utf-8"), re.M)
    }
    assert reading == set()


@pytest.mark.parametrize("file", FILES.values(), ids=lambda file: file.path)
def test_each_misspelt_missing_or_unknown_key_stops_the_start_with_the_nearest_name(file: SettingsFile[Any]) -> None:
    shipped = tomllib.loads(file.text())
    places = list(declared(file.kind, shipped))
    assert places[0].place == ()
    for known in places:
        shown = tuple(at(shipped, known.place))
        assert set(shown) <= set(known.keys)
        for name in shown:
            wrong = f"{name}x"
            near = name_nearest(wrong, known.keys)
            assert near
            raw = deepcopy(shipped)
            table = at(raw, known.place)
            table[wrong] = table.pop(name)
            told = find_fault(file, raw)
            assert told.startswith(f"{file.path}: ")
            assert told.endswith(f"{wrong}: unknown key{near}")
            if name in known.needed:
                raw = deepcopy(shipped)
                del at(raw, known.place)[name]
                assert find_fault(file, raw).endswith(f"{name}: is missing")
        raw = deepcopy(shipped)
        at(raw, known.place)["surely_not_known"] = 1
        assert "surely_not_known: unknown key" in find_fault(file, raw)


def names_in_code() -> frozenset[str]:
    """Every word that a module of probes reads a key by: attributes and texts, types of tables aside."""
    found: set[str] = set()
    left: list[ast.AST] = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "probes").rglob("*.py")]
    while left:
        node = left.pop()
        if isinstance(node, ast.Attribute):
            found.add(node.attr.removesuffix("_"))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
        inside = ast.iter_child_nodes(node)
        left += [other for other in inside if not (isinstance(node, ast.ClassDef) and isinstance(other, ast.AnnAssign))]
    return frozenset(found)


def test_each_declared_key_is_read_somewhere() -> None:
    known = names_in_code()
    unread = {
        f"{path}: {'.'.join(map(str, (*one.place, name)))}"
        for path, file in FILES.items()
        if path != FOR_TABLES
        for one in declared(file.kind, tomllib.loads(file.text()))
        if one.read
        for name in one.keys
        if name not in known
    }
    assert unread == set()


def test_an_unknown_shared_list_is_named_with_the_nearest() -> None:
    file = FILES["probes/pages/service/chat.toml"]
    shipped = tomllib.loads(file.text())
    shipped["words"]["window"] = ["@buying.carts"]
    assert find_fault(file, shipped) == f"{file.path}: no shared list '@buying.carts'; did you mean '@buying.cart'?"
