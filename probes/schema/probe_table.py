"""probes.toml as frozen types, and as checks without probes: what is needed to judge findings, but not to make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Literal, NoReturn

from crawler.settings_file import read_toml_file
from crawler.site import Site
from crawler.table_builder import AtLeastNone, ConfigurationError, Misbuilt, Said, Share, build_dataclass, name_nearest
from probes.finding import Outcome, Text
from probes.probe import Check, Count, Limit, Params, Probe
from probes.schema.flags import FLAGS
from probes.schema.shared_words import expand_words, name_nearest_list

NAME = "probes.toml"


def find_table() -> Path:
    """The path of probes.toml: beside these modules if installed from a wheel, else at the root of the source tree."""
    shipped = Path(str(files("probes"))).resolve() / NAME
    return shipped if shipped.is_file() else shipped.parents[1] / NAME


TABLE = find_table()
_BELOW = frozenset(
    {"words", "limits", "texts", "profile"}
)  # sub-tables, which may have a head of their own: [subject.name.words]


@dataclass(frozen=True, slots=True, kw_only=True)
class BilingualWords:
    """A text for people, in both languages."""

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


GROUPS = "limit_groups"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitGroups:
    """Groups of limits that several tables share, by name."""

    limit_groups: Mapping[str, Mapping[str, LimitRow]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    item: str
    check: str
    points: AtLeastNone


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRow:
    """The table of one probe."""

    question: BilingualWords
    counts: tuple[CountRow, ...]
    good: Literal[Outcome.YES, Outcome.NO] = Outcome.YES
    confidence: Share = 0.8
    enabled: bool = True
    stated: bool = False
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limit_groups: tuple[str, ...] = ()
    limits: Mapping[str, LimitRow] = field(default_factory=dict)  # once read, with those of its groups; its own win
    texts: Mapping[str, BilingualWords] = field(default_factory=dict)
    profile: Mapping[str, bool] = field(default_factory=dict)

    def check(self, id: str, probe: Probe) -> Check:
        """The check: the probe as this table sets it up."""
        return Check(
            id=id,
            probe=probe,
            question=self.question.text,
            counts=tuple(Count(count.item, count.check, count.points) for count in self.counts),
            params=Params(
                dict(self.words),
                {key: Limit(limit.value, limit.unit, limit.source, limit.tier) for key, limit in self.limits.items()},
                {name: words.text for name, words in self.texts.items()},
            ),
            good=self.good,
            confidence=self.confidence,
            stated=self.stated,
            profile=dict(self.profile),
        )


def read_probe_rows(path: Path = TABLE) -> dict[str, ProbeRow]:
    """Every table by its probe's id, enabled or not. Raises ConfigurationError with one line that names the fault."""
    raw = read_toml_file(path)
    found: dict[str, ProbeRow] = {}
    groups = _groups(path, raw.pop(GROUPS, {}))
    for subject, group in raw.items():
        if not isinstance(group, dict):
            raise ConfigurationError(
                f"{path.name}: '{subject}' must be a table of probes, like [disclosure.licence_entry]"
            )
        _refuse_orphans(path, subject, group)
        for name, table in group.items():
            found[f"{subject}.{name}"] = _row(path, f"{subject}.{name}", table, groups)
    unused = next((name for name in groups if not any(name in row.limit_groups for row in found.values())), None)
    if unused is not None:
        raise ConfigurationError(f"{path.name}: [{GROUPS}.{unused}] no table asks for it")
    return found


def _groups(path: Path, raw: object) -> Mapping[str, Mapping[str, LimitRow]]:
    try:
        return build_dataclass(LimitGroups, {GROUPS: raw}).limit_groups
    except Misbuilt as fault:
        raise ConfigurationError(f"{path.name}: {fault.said({GROUPS: raw})}") from fault


def _row(path: Path, id: str, table: object, groups: Mapping[str, Mapping[str, LimitRow]]) -> ProbeRow:
    try:
        row = build_dataclass(ProbeRow, table)
    except Misbuilt as fault:
        raise ConfigurationError(f"{path.name}: [{id}] {fault.said(table)}") from fault
    try:
        row = replace(row, words={name: expand_words(words) for name, words in row.words.items()})
    except KeyError as fault:
        name = str(fault.args[0])
        raise ConfigurationError(
            f"{path.name}: [{id}] words: no shared list '{name}'{name_nearest_list(name)}"
        ) from fault
    row = replace(row, limits=_limits(f"{path.name}: [{id}]", row, groups))
    unknown = next((flag for flag in row.profile if flag not in FLAGS), None)
    if unknown is not None:
        raise ConfigurationError(f"{path.name}: [{id}] profile: unknown flag '{unknown}'{name_nearest(unknown, FLAGS)}")
    return row


def _limits(place: str, row: ProbeRow, groups: Mapping[str, Mapping[str, LimitRow]]) -> dict[str, LimitRow]:
    """The limits of the table's groups together with its own.

    Raises ConfigurationError for an unknown group, for a limit that two of its groups hold, and for one that only
    repeats a group's.
    """
    found: dict[str, LimitRow] = {}
    for name in row.limit_groups:
        if name not in groups:
            raise ConfigurationError(f"{place} {GROUPS}: no group '{name}'{name_nearest(name, groups)}")
        twice = next((key for key in groups[name] if key in found), None)
        if twice is not None:
            raise ConfigurationError(f"{place} {GROUPS}: '{name}' has '{twice}', and so has a group before it")
        found |= groups[name]
    copied = next((key for key, limit in row.limits.items() if found.get(key) == limit), None)
    if copied is not None:
        raise ConfigurationError(f"{place} limits.{copied}: says what one of its {GROUPS} says already")
    return found | dict(row.limits)


def read_checks(path: Path = TABLE) -> tuple[Check, ...]:
    """Every enabled check in the order of the table, for judging findings only; running one of them is a bug of the caller."""
    return tuple(row.check(id, Probe((), _unasked)) for id, row in read_probe_rows(path).items() if row.enabled)


def _unasked(site: Site, params: Params) -> NoReturn:
    raise AssertionError("this check only says where its findings count")


def _refuse_orphans(path: Path, subject: str, group: Mapping[str, object]) -> None:
    """Raise ConfigurationError where only sub-tables of a probe are there: its head was left out, misspelt or renamed alone."""
    heads = {f"{subject}.{name}" for name, table in group.items() if isinstance(table, dict) and "question" in table}
    for name, table in group.items():
        if isinstance(table, dict) and table and table.keys() <= _BELOW:
            id = f"{subject}.{name}"
            orphans = ", ".join(f"[{id}.{word}]" for word in table)
            raise ConfigurationError(
                f"{path.name}: {orphans} without their head: there is no [{id}]{name_nearest(id, heads)}"
            )
