"""What a new probe is made of, by kind: a Python file, a table beside those of its subject, and golden cases."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.vocabulary import Role
from probes.pages.absence.absence import page_called

CASES = ("yes", "no", "unsure")
_SECTION = "# ---- {subject} "
_WIDE = 116  # columns of such a line


class ScaffoldKind(StrEnum):
    """What a probe asks about."""

    WORDS = "words"  # words on the home page
    ROLE = "role"  # words on a page of another role
    SAMPLE = "sample"  # words on most of the sampled product pages
    POLICY = "policy"  # something the privacy policy states
    STATEMENT = "statement"  # something a page of a role states in a sentence
    ENTRY = "entry"  # a way from the home page to a page of a role


# The default role; a kind that is not listed here chooses pages itself.
ROLES = {ScaffoldKind.ROLE: Role.HELP, ScaffoldKind.STATEMENT: Role.AFTER_SALES, ScaffoldKind.ENTRY: Role.HELP}
_STATED = frozenset({ScaffoldKind.POLICY, ScaffoldKind.STATEMENT})
_FAMILY = _STATED | {
    ScaffoldKind.ENTRY
}  # made by a family of probes/answers; the table says what its answers call the thing


@dataclass(frozen=True, slots=True)
class ScaffoldRequest:
    """A probe to be created; ``role`` is None where its kind chooses pages itself."""

    subject: str
    name: str
    kind: ScaffoldKind
    role: Role | None


@dataclass(frozen=True, slots=True)
class Scaffold:
    """The texts of the Python file, of the table, and of each case's files by ``case/file``."""

    probe: str
    table: str
    cases: dict[str, str]


def render_scaffold(asked: ScaffoldRequest) -> Scaffold:
    """The texts of that probe; they run at once."""
    cases = {f"{case}/site.toml": _text(f"{asked.kind}/{case}.toml", asked) for case in CASES}
    cases |= {f"{case}/expected.json": _text(f"{case}.json", asked) for case in CASES}
    return Scaffold(_text(f"{asked.kind}/probe.py", asked), _text(f"{asked.kind}/table.toml", asked), cases)


@cache
def _environment() -> Environment:
    # Python, TOML and JSON of our own: nothing is escaped.
    return Environment(
        loader=PackageLoader("xuncha", "scaffold"), undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
    )  # fmt: skip


def _text(template: str, asked: ScaffoldRequest) -> str:
    role = Role.HOME if asked.role is None else asked.role
    text = _environment().get_template(f"{template}.j2").render(
        subject=asked.subject, name=asked.name, title=asked.name.replace("_", " "),
        role=role, page=page_called(role), stated=asked.kind in _STATED,
        texts=asked.kind in _FAMILY,
    )  # fmt: skip
    return f"{text.rstrip()}\n"


def insert_table(text: str, subject: str, table: str) -> str:
    """probes.toml with the table added after the last one of its subject.

    A table of a new subject goes to the end, under a line that names the subject. Every other line stays as it is.
    Raises ValueError where the result would not hold the old tables and the new one.
    """
    lines = text.splitlines(keepends=True)
    head = re.compile(rf"\[{subject}\.")
    last = max((number for number, line in enumerate(lines) if head.match(line)), default=None)
    if last is None:
        section = _SECTION.format(subject=subject).ljust(_WIDE, "-")
        made = f"{text.rstrip()}\n\n{section}\n\n{table}"
    else:
        end = next((at for at in range(last + 1, len(lines)) if lines[at].startswith(("[", "# ----"))), len(lines))
        while lines[end - 1].strip() == "" or lines[end - 1].startswith("#"):  # a comment belongs to what follows it
            end -= 1
        behind = "".join(lines[end:])
        made = "".join(lines[:end]) + f"\n{table}" + (behind or "")
    _holds_both(text, made, table)
    return made


def _holds_both(old: str, new: str, table: str) -> None:
    expected = tomllib.loads(old)
    for subject, group in tomllib.loads(table).items():
        expected.setdefault(subject, {}).update(group)
    if tomllib.loads(new) != expected:
        raise ValueError("probes.toml is written in a way that leaves no place for another table")
