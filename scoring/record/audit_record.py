"""Read an audit's record and its decisions strictly from plain data: findings, profile, and persons' decisions."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from crawler.table_builder import Misbuilt, NumberBound, Share, build_dataclass
from crawler.vocabulary import Device
from probes.finding import Answer, Finding, Outcome, Text
from scoring.decisions.decision import Decision, FlagDecision, LineDecision

T = TypeVar("T")
D = TypeVar("D", Decision, LineDecision, FlagDecision)


class RecordFault(ValueError):
    """A record, or what is filed with it, is invalid; the message names the place in one line."""

    def __init__(self, said: str) -> None:
        # It may contain names made up by hostile pages.
        super().__init__("".join(character if character.isprintable() else "\ufffd" for character in said)[:300])


@dataclass(frozen=True, slots=True)
class RecordedDecisions:
    """The decisions that held when an audit was judged."""

    items: tuple[Decision, ...] = ()
    lines: tuple[LineDecision, ...] = ()
    flags: tuple[FlagDecision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """The parts of a finding that decide; its evidence and values are for persons to look at."""

    id: str
    probe: str
    device: Device
    look: Annotated[int, NumberBound(least=1)]
    outcome: Outcome
    fraction: Share | None
    by_absence: bool
    reason: str | None
    because: Text
    question: Text | None
    ceiling: Share | None = None  # records of earlier versions have none


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flag:
    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    item: str
    sha256: str


def read_findings(record: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Every finding, in the order of the record, without evidence and values. Raises RecordFault."""
    found = []
    for at, raw in enumerate(_list(record, "findings")):
        said = _picked(_Finding, raw, f"findings.{at}")
        answer = Answer(
            said.outcome,
            said.because,
            (),
            said.fraction,
            {},
            said.reason or "",
            said.by_absence,
            said.question,
            said.ceiling,
        )
        found.append(Finding(said.id, said.probe, said.device, said.look, answer))
    if len({finding.id for finding in found}) < len(found):
        raise RecordFault("findings: two have the same id")
    return tuple(found)


def read_profile(record: Mapping[str, Any]) -> dict[str, bool]:
    """The platform's profile as it was judged. Raises RecordFault."""
    return {flag: _picked(_Flag, raw, f"profile.{flag}").value for flag, raw in _table(record, "profile").items()}


def read_asked_items(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The items asked about, none = all. Raises RecordFault."""
    return tuple(str(item) for item in _list(record, "asked"))


def read_people(decisions: Mapping[str, Any]) -> RecordedDecisions:
    """Persons' decisions from ``decisions.json``. Raises RecordFault."""
    return RecordedDecisions(
        _decisions(Decision, decisions, "decisions"),
        _decisions(LineDecision, decisions, "line_decisions"),
        _decisions(FlagDecision, decisions, "flag_decisions"),
    )


def read_documents(decisions: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The ``item`` and ``sha256`` of every filed document. Raises RecordFault."""
    read = [_picked(_Document, raw, f"documents.{at}") for at, raw in enumerate(_list(decisions, "documents"))]
    return tuple({"item": document.item, "sha256": document.sha256} for document in read)


def _decisions(kind: type[D], decisions: Mapping[str, Any], name: str) -> tuple[D, ...]:
    read = tuple(_built(kind, raw, f"{name}.{at}") for at, raw in enumerate(_list(decisions, name)))
    for at, decision in enumerate(read):
        if not _dated(decision.at):
            raise RecordFault(f"{name}.{at}.at: must be a time with its zone, by ISO 8601")
    return read


def _dated(at: str) -> bool:
    try:
        return datetime.fromisoformat(at).tzinfo is not None
    except ValueError:
        return False


def _picked(kind: type[T], raw: object, place: str) -> T:
    """A dataclass built from those keys of a table that it has fields for."""
    if not isinstance(raw, Mapping):
        raise RecordFault(f"{place}: must be a table")
    names = {field.name for field in dataclasses.fields(kind)}  # type: ignore[arg-type] # callers give dataclasses only
    return _built(kind, {key: value for key, value in raw.items() if key in names}, place)


def _built(kind: type[T], raw: object, place: str) -> T:
    try:
        return build_dataclass(kind, raw)
    except Misbuilt as fault:
        raise RecordFault(".".join((place, *map(str, fault.place))) + f": {fault.what}") from fault
    except ValueError as fault:  # a decision that contradicts itself
        raise RecordFault(f"{place}: {fault}") from fault


def _list(table: object, name: str) -> Sequence[Any]:
    value = table.get(name) if isinstance(table, Mapping) else None
    if not isinstance(value, list | tuple):
        raise RecordFault(f"{name}: must be a list")
    return value


def _table(table: object, name: str) -> Mapping[str, Any]:
    value = table.get(name) if isinstance(table, Mapping) else None
    if not isinstance(value, Mapping):
        raise RecordFault(f"{name}: must be a table")
    return value
