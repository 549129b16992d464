"""audit.json: everything one audit says, as plain data from which a third party can recompute every score."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from crawler.site import Site
from probes.finding import Text
from probes.probe import Check
from probes.profile import FLAGS, Trait, effective, infer
from scoring import carry, plain
from scoring.rulings import rulings
from scoring.score import Stage, StageScore, deducted, reached
from scoring.tables import Standard
from storage.audits import Audit
from storage.documents import Document
from xuncha.reports.decided import agreements, flag_decision
from xuncha.reports.judged import evidence, finding, item, red_line, thresholds, words
from xuncha.reports.seen import fetch, gap, host, timing, view

SCHEMA = "xuncha-audit/1"
BY = ("person", "body", "purpose", "authority")


class RecordInvalid(ValueError):
    """A record that is not what the schema says; the message names the place."""


def build(
    audit: Audit, site: Site, standard: Standard, checks: tuple[Check, ...], documents: Iterable[Document] = ()
) -> dict[str, Any]:
    """The record of an audit and of the Site it judged. Scores are unrounded, times ISO 8601 in UTC.

    ``checks`` are those the audit was judged with. Of ``audit.facts`` it reads ``by``,
    ``items`` (empty = all), ``vantage``, ``interrupted``, ``breaches``. ``documents`` are those filed for its items.
    """
    documents = tuple(documents)
    lone = rulings(audit.line_decisions).lone
    by = _table(audit.facts.get("by"))
    off = deducted(standard, audit.red_lines, int(str(audit.facts.get("breaches", 0))))
    return {
        "schema": SCHEMA,
        "target": {"url": site.platform.url, "name": site.platform.name},
        "started_at": moment(site.at),
        "finished_at": moment(_finished(site)),
        "interrupted": bool(audit.facts.get("interrupted", False)),
        "audit": {
            "id": audit.id,
            "visit": audit.visit,
            "judged_at": moment(audit.created_at),
            "rejudged_from": audit.rejudged_from,
            "decisions": len(audit.decisions),
        },
        "engine": {
            "xuncha": site.environment.get("xuncha", ""),
            "chromium": site.environment.get("chromium", ""),
        },
        "environment": dict(site.environment),
        "ruleset": audit.ruleset,
        "vantage": _table(audit.facts.get("vantage")),
        "profile": _flags(audit, site),
        "traits": [_trait(each) for each in infer(site)],
        "standard": _standard(standard),
        "deducted": off,
        "stage": str(reached(audit.verdicts)),
        "scores": {str(stage): plain.stage(standard, found) for stage, found in audit.scores.items()},
        "presets": _presets(standard, audit.scores),
        "asked": [str(each) for each in _list(audit.facts.get("items"))],
        "by": {name: by.get(name) or None for name in BY},
        "agreement": agreements(audit.decisions),
        "flag_decisions": [flag_decision(each) for each in audit.flag_decisions],
        "red_lines": [red_line(standard, raised, audit.line_decisions, lone) for raised in audit.red_lines],
        "items": [item(standard, checks, verdict, audit.decisions, documents) for verdict in audit.verdicts],
        "findings": [finding(checks, found) for found in audit.findings],
        "thresholds": [each for check in checks for each in thresholds(check)],
        "views": [view(each) for each in site.views],
        "gaps": [gap(each) for each in site.gaps],
        "fetches": [fetch(each) for each in site.fetches],
        "timings": [timing(each) for each in site.timings],
        "hosts": [host(each) for each in site.hosts],
    }


def _flags(audit: Audit, site: Site) -> dict[str, dict[str, Any]]:
    """What the platform was taken to be, and by whose word: a person's, the operator's statement, or the pages' (see ``traits``)."""
    taken = audit.facts.get("profile")
    flags = dict(taken) if isinstance(taken, Mapping) else effective(site)
    stated, decided = site.platform.profile, carry.profile(audit.flag_decisions)
    return {
        name: {
            "value": bool(value),
            "by": "person" if decided.get(name) is value else "stated" if stated.get(name) is value else "inferred",
            "name": FLAGS.get(name),
        }
        for name, value in flags.items()
    }


def _trait(trait: Trait) -> dict[str, Any]:
    return {
        "flag": trait.flag,
        "value": trait.value,
        "because": words(trait.because),
        "evidence": [evidence(each) for each in trait.evidence],
    }


def write(record: Mapping[str, Any], path: Path) -> None:
    """Put the record down whole or not at all. Raises OSError."""
    write_whole(text(record), path)


def text(record: Mapping[str, Any]) -> bytes:
    """The content of audit.json. Escaped to ASCII: page texts may hold lone surrogates, which no encoding of files takes."""
    return (json.dumps(record, ensure_ascii=True, indent=1, allow_nan=False) + "\n").encode("ascii")


def write_whole(data: bytes, path: Path) -> None:
    """Replace a file in one step, so that a reader meets the old one or the new one. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)  # a temporary file is private, a report is for others to read
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def validate(record: Mapping[str, Any]) -> None:
    """Raises RecordInvalid, naming the first fault, unless the record is what the shipped schema says."""
    fault = min(_validator().iter_errors(record), key=lambda each: list(map(str, each.absolute_path)), default=None)
    if fault is not None:
        where = "/".join(str(part) for part in fault.absolute_path) or "the record"
        raise RecordInvalid(f"{where}: {fault.message[:300]}")


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the record."""
    text = files("xuncha.reports").joinpath("audit.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def _validator() -> Draft202012Validator:
    """With every reference put in its place beforehand: looking each up again took a third of the time of a check."""
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(_placed(schema()), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _placed(part: Any) -> Any:
    """A part of the schema with what ``$ref`` names in its place; no definition there names itself, and a reference stands alone."""
    if isinstance(part, dict):
        name = part.get("$ref")
        if isinstance(name, str):
            return _placed(schema()["$defs"][name.removeprefix("#/$defs/")])
        return {key: _placed(each) for key, each in part.items() if key != "$defs"}
    return [_placed(each) for each in part] if isinstance(part, list) else part


def moment(at: datetime) -> str:
    """ISO 8601 in UTC. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(UTC).isoformat()


def _table(value: object) -> dict[str, Any]:
    return {str(key): each for key, each in value.items()} if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _finished(site: Site) -> datetime:
    views, fetches, timings = site.views, site.fetches, site.timings
    times = [*(each.at for each in views), *(each.at for each in fetches), *(each.at for each in timings)]
    times += [each.at for each in site.gaps if each.at is not None]
    return max([site.at, *times])


def _words(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _standard(standard: Standard) -> dict[str, Any]:
    """What of the standard's table a reader needs to follow and recompute the score."""
    numbers = plain.numbers(standard)
    weights = {each["id"]: each["weight"] for each in numbers["chapters"]}
    return {
        "title": _words(standard.title.text),
        **numbers,
        "chapters": [
            {"id": each.id, "name": _words(each.name.text), "weight": weights[each.id]} for each in standard.chapters
        ],
        "clauses": [{"id": each.id, "name": _words(each.name.text)} for each in standard.clauses],
        "verdicts": {
            str(verdict): {"zh": words.zh, "en": words.en, "earl": words.earl}
            for verdict, words in standard.verdicts.items()
        },
        "reasons": {name: _words(words.text) for name, words in standard.reasons.items()},
    }


def _presets(standard: Standard, scores: Mapping[Stage, StageScore]) -> dict[str, Any]:
    """The same verdicts under other weights, so that a reader sees whether the weights decide the result."""
    return {
        name: {"name": _words(preset.name.text), "scores": plain.preset(scores, name)}
        for name, preset in standard.presets.items()
    }
