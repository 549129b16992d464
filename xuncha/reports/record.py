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
from probes.profile import ProfileTrait, effective_profile, infer_traits
from probes.schema.flags import FLAGS
from scoring.decisions import decision_reuse
from scoring.decisions.red_line_rulings import rule_red_lines
from scoring.record import plain_scores
from scoring.score import Stage, StageScore, deducted_points, reached_stage
from scoring.standard_tables import Standard
from storage.documents import Document
from storage.visits.audit import Audit
from xuncha.reports.decided import compute_agreements, serialize_flag_decision
from xuncha.reports.judged_record import (
    serialize_evidence,
    serialize_findings,
    serialize_items,
    serialize_red_line,
    serialize_text,
    serialize_thresholds,
)
from xuncha.reports.seen import serialize_fetch, serialize_gap, serialize_host, serialize_timing, serialize_view

SCHEMA = "xuncha-audit/1"
BY = ("person", "body", "purpose", "authority")


class RecordInvalid(ValueError):
    """A record that does not match the schema; the message names the place."""


def build_record(
    audit: Audit, site: Site, standard: Standard, checks: tuple[Check, ...], documents: Iterable[Document] = ()
) -> dict[str, Any]:
    """The record of an audit and of the Site it judged. Scores are unrounded, times ISO 8601 in UTC.

    ``checks`` are those the audit was judged with. Of ``audit.facts`` it reads ``by``, ``items`` (empty = all),
    ``vantage``, ``interrupted``, ``breaches``. ``documents`` are those filed for its items.
    """
    documents = tuple(documents)
    lone = rule_red_lines(audit.line_decisions).lone
    by = _table(audit.facts.get("by"))
    off = deducted_points(standard, audit.red_lines, int(str(audit.facts.get("breaches", 0))))
    return {
        "schema": SCHEMA,
        "target": {"url": site.platform.url, "name": site.platform.name},
        "started_at": format_utc(site.at),
        "finished_at": format_utc(_finished(site)),
        "interrupted": bool(audit.facts.get("interrupted", False)),
        "audit": {
            "id": audit.id,
            "visit": audit.visit,
            "judged_at": format_utc(audit.created_at),
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
        "traits": [_trait(trait) for trait in infer_traits(site)],
        "standard": _standard(standard),
        "deducted": off,
        "stage": str(reached_stage(audit.verdicts)),
        "scores": {str(stage): plain_scores.plain_stage(standard, found) for stage, found in audit.scores.items()},
        "presets": _presets(standard, audit.scores),
        "asked": [str(item) for item in _list(audit.facts.get("items"))],
        "by": {name: by.get(name) or None for name in BY},
        "agreement": compute_agreements(audit.decisions),
        "flag_decisions": [serialize_flag_decision(decision) for decision in audit.flag_decisions],
        "red_lines": [serialize_red_line(standard, raised, audit.line_decisions, lone) for raised in audit.red_lines],
        "items": serialize_items(standard, checks, audit.verdicts, audit.decisions, documents),
        "findings": serialize_findings(checks, audit.findings),
        "thresholds": [threshold for check in checks for threshold in serialize_thresholds(check)],
        "views": [serialize_view(view) for view in site.views],
        "gaps": [serialize_gap(gap) for gap in site.gaps],
        "fetches": [serialize_fetch(fetch) for fetch in site.fetches],
        "timings": [serialize_timing(timing) for timing in site.timings],
        "hosts": [serialize_host(host) for host in site.hosts],
    }


def _flags(audit: Audit, site: Site) -> dict[str, dict[str, Any]]:
    """The platform's profile, and by whose word: a person's, the operator's, or the pages' (see ``traits``)."""
    taken = audit.facts.get("profile")
    flags = dict(taken) if isinstance(taken, Mapping) else effective_profile(site)
    stated, decided = site.platform.profile, decision_reuse.carry_profile(audit.flag_decisions)
    return {
        name: {
            "value": bool(value),
            "by": "person" if decided.get(name) is value else "stated" if stated.get(name) is value else "inferred",
            "name": FLAGS.get(name),
        }
        for name, value in flags.items()
    }


def _trait(trait: ProfileTrait) -> dict[str, Any]:
    return {
        "flag": trait.flag,
        "value": trait.value,
        "because": serialize_text(trait.because),
        "evidence": [serialize_evidence(evidence) for evidence in trait.evidence],
    }


def write_audit_json(record: Mapping[str, Any], path: Path) -> None:
    """Write the record, completely or not at all. Raises OSError."""
    write_atomically(render_record_json(record), path)


def render_record_json(record: Mapping[str, Any]) -> bytes:
    """The content of audit.json, as ASCII: page texts may hold lone surrogates, which no file encoding takes."""
    return (json.dumps(record, ensure_ascii=True, indent=1, allow_nan=False) + "\n").encode("ascii")


def write_atomically(data: bytes, path: Path, mode: int = 0o600) -> None:
    """Replace a file in one step, so that readers see the old one or the new one. Raises OSError.

    Readable by its owner alone unless ``mode`` says otherwise: a record quotes pages, and personal data in it is not
    masked.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def validate_record(record: Mapping[str, Any]) -> None:
    """Check the record against the shipped schema. Raises RecordInvalid with the first error."""
    fault = min(_validator().iter_errors(record), key=lambda error: list(map(str, error.absolute_path)), default=None)
    if fault is not None:
        where = "/".join(str(part) for part in fault.absolute_path) or "the record"
        raise RecordInvalid(f"{where}: {fault.message[:300]}")


@cache
def load_record_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the record."""
    text = files("xuncha.reports").joinpath("audit.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def _validator() -> Draft202012Validator:
    """A validator with all references inlined beforehand: looking each up again took a third of the time of a check."""
    Draft202012Validator.check_schema(load_record_schema())
    return Draft202012Validator(_placed(load_record_schema()), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _placed(part: Any) -> Any:
    """A part of the schema with ``$ref`` inlined; no definition refers to itself, and a reference stands alone."""
    if isinstance(part, dict):
        name = part.get("$ref")
        if isinstance(name, str):
            return _placed(load_record_schema()["$defs"][name.removeprefix("#/$defs/")])
        return {key: _placed(inner) for key, inner in part.items() if key != "$defs"}
    return [_placed(inner) for inner in part] if isinstance(part, list) else part


def format_utc(at: datetime) -> str:
    """ISO 8601 in UTC. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(UTC).isoformat()


def _table(value: object) -> dict[str, Any]:
    return {str(key): inner for key, inner in value.items()} if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _finished(site: Site) -> datetime:
    views, fetches, timings = site.views, site.fetches, site.timings
    times = [*(view.at for view in views), *(fetch.at for fetch in fetches), *(timing.at for timing in timings)]
    times += [gap.at for gap in site.gaps if gap.at is not None]
    return max([site.at, *times])


def _words(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _standard(standard: Standard) -> dict[str, Any]:
    """What a reader needs of the standard's table to follow and recompute the score."""
    numbers = plain_scores.plain_numbers(standard)
    weights = {chapter["id"]: chapter["weight"] for chapter in numbers["chapters"]}
    return {
        "title": _words(standard.title.text),
        **numbers,
        "chapters": [
            {"id": chapter.id, "name": _words(chapter.name.text), "weight": weights[chapter.id]}
            for chapter in standard.chapters
        ],
        "clauses": [{"id": clause.id, "name": _words(clause.name.text)} for clause in standard.clauses],
        "verdicts": {
            str(verdict): {"zh": words.zh, "en": words.en, "earl": words.earl}
            for verdict, words in standard.verdicts.items()
        },
        "reasons": {name: _words(words.text) for name, words in standard.reasons.items()},
    }


def _presets(standard: Standard, scores: Mapping[Stage, StageScore]) -> dict[str, Any]:
    """The same verdicts' scores under other weights, so that a reader sees whether the weights decide the result."""
    return {
        name: {"name": _words(preset.name.text), "scores": plain_scores.plain_preset(scores, name)}
        for name, preset in standard.presets.items()
    }
