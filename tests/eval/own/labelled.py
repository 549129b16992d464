"""The pages under tests/eval/pages with the labels of their two readers, and what each label asks (questions.toml)."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from crawler.vocabulary import Role
from tests.eval.read import LabelledPage
from tests.eval.table import TABLE

FOLDER = Path(__file__).resolve().parents[1] / "pages"
QUESTIONS: dict[str, Any] = tomllib.loads((FOLDER / "questions.toml").read_text("utf-8"))
FOLLOWED = (Role.PRIVACY, Role.HELP, Role.COMPLAINT, Role.RULES, Role.AFTER_SALES)
_LABELS = "labels.toml"
_UNSURE = "unsure"
_SETS = "unseen"


class Part(StrEnum):
    """Which half a page is of: one whose misses may be looked at and mended, or one of which nobody sees more than the rates."""

    DEV = "dev"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Label:
    """What two readers said of one page. ``None`` = could not tell; a list = the values that stand there, [] = none.

    ``whole`` tells whether the page answers all of the question or a part of it, ``proof`` words of which any quote that proves it has one.
    """

    first: bool | list[str] | None
    second: bool | list[str] | None
    read_twice: bool
    whole: bool | None = None
    proof: tuple[str, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether the readers differ: such a label is in no rate."""
        return self.read_twice and _alike(self.first) != _alike(self.second)

    @property
    def agreed(self) -> bool | list[str] | None:
        """What a reading is held against; None where nothing is told."""
        return None if self.disputed else self.first


@dataclass(frozen=True, slots=True)
class Own:
    """One page with its labels by their whole names (``home.licence_icp``), and as what it is opened."""

    page: LabelledPage
    role: Role
    part: Part
    labels: dict[str, Label]


@cache
def own_pages() -> tuple[Own, ...]:
    """Every labelled page, by kind and name. Raises KeyError for labels of a kind that questions.toml does not know."""
    return tuple(own for file in sorted(FOLDER.glob(f"*/{_LABELS}")) for own in _of_kind(file))


def _of_kind(file: Path) -> Iterator[Own]:
    kind, table = file.parent.name, tomllib.loads(file.read_text("utf-8"))
    unseen = table.pop(_SETS)
    for name, said in sorted(table.items()):
        role = Role(said.pop("role", QUESTIONS["kinds"][kind]["role"]))
        labels = {f"{group}.{label}": _label(raw) for group, value in said.items() for label, raw in value.items()}
        further = FOLLOWED if any(label.startswith("entry.") for label in labels) else ()
        told = {label.partition(".")[2]: other.agreed for label, other in labels.items()}
        page = LabelledPage(f"own-{kind}-{name}", kind, f"/{name}.html", file.parent, told, (Role.HOME, *further))
        yield Own(page, role, Part.UNSEEN if name in unseen else Part.DEV, labels)


def _label(raw: dict[str, Any]) -> Label:
    first, second = (None if raw.get(reader) == _UNSURE else raw.get(reader) for reader in ("first", "second"))
    return Label(first, second, "second" in raw, raw.get("whole"), tuple(raw.get("proof", ())))


def _alike(said: bool | list[str] | None) -> object:
    return sorted("".join(text.split()) for text in said) if isinstance(said, list) else said


def find_question(label: str) -> dict[str, Any]:
    """What a label asks, in both languages, and what answers it. Raises KeyError."""
    group, _, name = label.partition(".")
    found: dict[str, Any] = QUESTIONS["labels"][group][name]
    return found


def questions() -> Iterator[str]:
    """The whole names of all labels."""
    for group, label in QUESTIONS["labels"].items():
        yield from (f"{group}.{name}" for name in label)


def reading(label: str) -> str | None:
    """The reading that answers a label: its own, else that of the label of the same name in labels.toml; None where none does.

    Raises KeyError for a label that has neither a reading nor a reason to have none.
    """
    asks = find_question(label)
    if "unread" in asks:
        return None
    group, _, name = label.partition(".")
    found: str = asks.get("reading") or TABLE["readings"][group][name]
    return found


def fingerprint() -> str:
    """SHA-256 over pages, labels and questions, by name and content."""
    digest = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*.*")):
        digest.update(file.relative_to(FOLDER).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
