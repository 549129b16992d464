"""probes.toml as frozen types, and as checks that nobody can ask: what judging findings needs, without the probes themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NoReturn

from crawler.site import Site
from probes.building import AtLeastNone, Misbuilt, Said, Share, build
from probes.configuration import ConfigurationError, nearest
from probes.finding import Outcome, Text
from probes.flags import FLAGS
from probes.probe import Check, Count, Limit, Params, Probe
from probes.shared_words import SIGN, TABLES, expand_words

TABLE = Path(__file__).resolve().parents[1] / "probes.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said to people, in both languages."""

    zh: Said
    en: Said

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    value: float
    unit: str = ""
    source: str = ""
    tier: Literal["V", "S", "K", "P"] = "P"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    item: str
    check: str
    points: AtLeastNone


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The table of one probe."""

    question: Words
    counts: tuple[CountRow, ...]
    good: Literal[Outcome.YES, Outcome.NO] = Outcome.YES
    confidence: Share = 0.8
    enabled: bool = True
    stated: bool = False
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limits: Mapping[str, LimitRow] = field(default_factory=dict)
    profile: Mapping[str, bool] = field(default_factory=dict)

    def check(self, id: str, probe: Probe) -> Check:
        """The probe as this table sets it up."""
        return Check(
            id=id,
            probe=probe,
            question=self.question.text,
            counts=tuple(Count(count.item, count.check, count.points) for count in self.counts),
            params=Params(
                dict(self.words),
                {key: Limit(limit.value, limit.unit, limit.source, limit.tier) for key, limit in self.limits.items()},
            ),
            good=self.good,
            confidence=self.confidence,
            stated=self.stated,
            profile=dict(self.profile),
        )


def rows(path: Path = TABLE) -> dict[str, Row]:
    """Every table by its probe's id, switched off or not. Raises ConfigurationError with one line that names the fault."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ConfigurationError(f"{path.name}: {fault}") from fault
    found: dict[str, Row] = {}
    for subject, group in raw.items():
        if not isinstance(group, dict):
            raise ConfigurationError(
                f"{path.name}: '{subject}' must be a table of probes, like [disclosure.licence_entry]"
            )
        for name, table in group.items():
            found[f"{subject}.{name}"] = _row(path, f"{subject}.{name}", table)
    return found


def _row(path: Path, id: str, table: object) -> Row:
    try:
        row = build(Row, table)
    except Misbuilt as fault:
        raise ConfigurationError(f"{path.name}: [{id}] {fault.said(table)}") from fault
    try:
        row = replace(row, words={name: expand_words(words) for name, words in row.words.items()})
    except KeyError as fault:
        known = (f"{SIGN}{table}.{group}" for table, groups in TABLES.items() for group in groups)
        name = str(fault.args[0])
        raise ConfigurationError(f"{path.name}: [{id}] words: no shared list '{name}'{nearest(name, known)}") from fault
    unknown = next((flag for flag in row.profile if flag not in FLAGS), None)
    if unknown is not None:
        raise ConfigurationError(f"{path.name}: [{id}] profile: unknown flag '{unknown}'{nearest(unknown, FLAGS)}")
    return row


def checks(path: Path = TABLE) -> tuple[Check, ...]:
    """Every enabled check in the order of the table, for judging what was found; asking one is a bug of the caller."""
    return tuple(row.check(id, Probe((), _unasked)) for id, row in rows(path).items() if row.enabled)


def _unasked(site: Site, params: Params) -> NoReturn:
    raise AssertionError("this check only says where its findings count")
