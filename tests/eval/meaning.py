"""What the rules mean, as one hash: comments, docstrings and layout aside, so that figures need no new measuring for a remark."""

from __future__ import annotations

import ast
import hashlib
import json
import tomllib

from xuncha.judging.ruleset import find_rule_file, hash_rule_files, list_rule_files


def meaning() -> str:
    """SHA-256 over all files of the ruleset by name and content, Python as its syntax tree, TOML and JSON as their values."""
    return hash_rule_files({name: hashlib.sha256(_content(name)).hexdigest() for name in list_rule_files()})


def _content(name: str) -> bytes:
    text = find_rule_file(name).read_text("utf-8")
    return without_remarks(name, text).encode()


def without_remarks(name: str, text: str) -> str:
    """The content of a file of that name, so that two texts that mean the same are equal."""
    if name.endswith(".py"):
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                _drop_docstring(node)
        return ast.dump(tree)
    values = tomllib.loads(text) if name.endswith(".toml") else json.loads(text)
    return json.dumps(values, ensure_ascii=False, default=str)  # in its order: the first of several words may win


def _drop_docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    if ast.get_docstring(node, clean=False) is not None:
        node.body = node.body[1:]
