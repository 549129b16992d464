"""ruleset/: the rules as tables and as the source that judges by them, so that anybody derives every verdict again.

``ruleset/sources.json``::

    {"schema": "xuncha-ruleset/1", "ruleset": "…", "how": {"zh": "…", "en": "…"},
     "files": [{"name": "probes.toml", "sha256": "…"}, …],     all that makes the ruleset, in the pack or not
     "beside": [{"name": "crawler/site.py", "sha256": "…"}, …]}  what else lies in ruleset/ to run it

``ruleset`` is the SHA-256 over the name (UTF-8), a zero byte and the 32 bytes of the SHA-256 of each of ``files``, in the order of
names. Names are relative to ``ruleset/``.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from xuncha.judging.ruleset import ROOT, find_rule_file, hash_rule_files, list_rule_files
from xuncha.pack.parts import PackFacts, PackPart
from xuncha.pack.verification import derive
from xuncha.settings.target import InvalidInput

FOLDER = "ruleset"
SCHEMA = "xuncha-ruleset/1"
HOW = {
    "zh": "规则集编号 = SHA-256（按文件名次序，对 files 中每个文件依次写入：文件名 UTF-8、一个零字节、其 SHA-256 的 32 个字节）",
    "en": "ruleset = SHA-256 over each of files, in the order of names: its name in UTF-8, a zero byte, the 32 bytes of its SHA-256",
}
_ROOMS = ("crawler", "probes", "scoring")


def make_rule_files(facts: PackFacts) -> Iterator[PackPart]:
    """The tables of the rules, the sources that judge findings, ``derive.py`` which runs them, and ``sources.json``.

    Raises InvalidInput where the files here are not those that the audit was judged by.
    """
    ruleset, made = collect_rules()
    if ruleset != facts.audit.ruleset:
        raise InvalidInput(
            "规则文件与作出判定时的不同，请重新启动程序，再 xuncha rejudge 后导出",
            "the files of the rules are not those it was judged by: start the program again, rejudge, and export that",
        )
    yield from made


def collect_rules() -> tuple[str, list[PackPart]]:
    """The installed ruleset, and its files as packs contain them."""
    files = {name: _read(name) for name in list_rule_files()}  # read once: an update may be in progress
    listed = {name: _sha256(data) for name, data in files.items()}
    lying = {name: files[name] if name in files else _read(name) for name in list_included_files()}
    lying["derive.py"] = Path(derive.__file__).read_bytes()
    told = {
        "schema": SCHEMA,
        "ruleset": hash_rule_files(listed),
        "how": HOW,
        "files": _entries(listed),
        "beside": _entries({name: _sha256(data) for name, data in lying.items() if name not in listed}),
    }
    lying["sources.json"] = _canonical(told)
    return hash_rule_files(listed), [PackPart(f"{FOLDER}/{name}", data) for name, data in lying.items()]


def list_included_files() -> tuple[str, ...]:
    """Names of all tables of the rules, all of scoring/, and whatever they import from elsewhere; sorted."""
    known = set(list_rule_files())
    tables = {name for name in known if name.endswith(".toml")}
    return tuple(
        sorted(
            tables | find_import_closure(name for name in known if name.startswith("scoring/") and name.endswith(".py"))
        )
    )


def find_import_closure(names: Iterable[str]) -> set[str]:
    """These sources and everything of the project that they import, at any depth, with the packages around it."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imported(name)
    return found


def _imported(name: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(_read(name))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _files(alias.name)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise ValueError(f"{name}:{node.lineno}: a relative import, which nobody follows here")
            yield from _files(node.module or "")
            for alias in node.names:
                yield from _files(f"{node.module}.{alias.name}")


def _files(module: str) -> Iterator[str]:
    """The files that importing a module of the project runs; none for others, and for a name that is no module."""
    steps = module.split(".")
    if steps[0] not in _ROOMS:
        return
    for depth in range(1, len(steps) + 1):
        path = "/".join(steps[:depth])
        yield from (file for file in (f"{path}/__init__.py", f"{path}.py") if (ROOT / file).is_file())


def _read(name: str) -> bytes:
    return find_rule_file(name).read_bytes()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _entries(listed: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "sha256": listed[name]} for name in sorted(listed)]


def _canonical(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True) + "\n").encode("ascii")
