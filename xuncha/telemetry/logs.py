"""Logs of long-running commands, on standard error: lines for people, or one JSON object a line for machines.

Messages may quote pages: nothing reaches a terminal or line reader unescaped, and no secret is written. Why no library:
docs/decisions/0018-own-code-or-library.md.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from storage.db.register_tables import JobState
from storage.jobs.jobs import Job
from storage.platforms import RegisteredPlatform
from xuncha.console.plain_json import dump_plain_json
from xuncha.console.redact import redact_secrets
from xuncha.fleet.task import JobOutcome
from xuncha.telemetry.log_format import LogFormat

FORMAT = "XUNCHA_LOG"
# What a record may carry besides its message, given as ``extra`` to any logger.
FIELDS = ("run", "platform", "kind", "visit", "audit", "worker", "seconds", "outcome", "reason", "again_in")
DONE, FAILED, PUT_OFF, HANDED_BACK = "done", "failed", "put_off", "handed_back"
MOST = 4000  # characters of a message or field
NO_ATTEMPT = frozenset({"handed_back", "taken"})  # reasons: the worker leaves, or another one has the job
_MORE = "…"
_ROOMS = ("xuncha", "storage", "scoring", "probes", "crawler")
_QUEUE = ("procrastinate", "psycopg")  # our own line says what they report of an unavailable database with a traceback


class JsonLines(logging.Formatter):
    """``{"time", "level", "logger", "message", …FIELDS, "exception"}``; unknown fields are left out."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        said: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _clean(record.getMessage()),
            **_fields(record),
        }
        if record.exc_info:
            said["exception"] = _clean(self.formatException(record.exc_info))
        return dump_plain_json(said)


class PlainLines(logging.Formatter):
    """``time LEVEL logger: message (field=value …)``, with an exception's lines indented below."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as lines of text."""
        fields = " ".join(f"{name}={_escaped(str(value))}" for name, value in _fields(record).items())
        line = f"{_time(record)} {record.levelname} {record.name}: {_escaped(_clean(record.getMessage()))}"
        lines = [f"{line} ({fields})" if fields else line]
        if record.exc_info:
            trace = _clean(self.formatException(record.exc_info)).splitlines()
            lines += [f"    {_escaped(line)}" for line in trace]
        return "\n".join(lines)


def _of_the_queue(record: logging.LogRecord) -> bool:
    """A filter that passes all records, and shortens those of the queue to one line.

    They are about a job that the queue could not store, as where the database went away and another worker has it.
    """
    fault = record.exc_info[1] if record.exc_info else None
    if fault is not None and type(fault).__module__.partition(".")[0] in _QUEUE:
        cause = " ".join(str(fault.__cause__ or fault).split())
        record.msg, record.args = "a job of the queue could not be written down: %s", (cause,)
        record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
    return True


class JobLog:
    """Logs the beginning and end of every job; implements ``xuncha.fleet.task.JobListener``."""

    def __init__(self, worker: str, now: Callable[[], datetime]) -> None:
        self._worker, self._now = worker, now
        self._log = logging.getLogger("xuncha.runs")

    def began(self, job: Job, known: RegisteredPlatform) -> None:
        """Log that the job began."""
        self._log.info("run began", extra=self._of(job, visit=job.visit))

    def at(self, job: Job, known: RegisteredPlatform, stage: str, done: int, planned: int) -> None:
        """Do nothing: stages are for a line on a terminal; in a log they would hide what matters."""

    def ended(self, job: Job, outcome: JobOutcome) -> None:
        """Log how the job ended."""
        named = name_outcome(outcome)
        level = logging.WARNING if named in (FAILED, PUT_OFF) else logging.INFO
        again = None if outcome.again_in is None else outcome.again_in.total_seconds()
        fields = self._of(
            job, audit=outcome.audit, seconds=round(measure_job_seconds(job, self._now()), 3), outcome=named, reason=outcome.reason,
            again_in=again,
        )  # fmt: skip
        self._log.log(level, "run ended", extra=fields)

    def _of(self, job: Job, **more: object) -> dict[str, object]:
        return {"run": job.id, "platform": job.platform, "kind": job.kind.value, "worker": self._worker, **more}


def measure_job_seconds(job: Job, now: datetime) -> float:
    """Seconds since this attempt began."""
    return max(0.0, (now - (job.started_at or now)).total_seconds())


def name_outcome(outcome: JobOutcome) -> str:
    """The outcome in a word: done, failed, put off, or handed back, which was no attempt at all."""
    if outcome.again_in is not None:
        return HANDED_BACK if outcome.reason in NO_ATTEMPT else PUT_OFF
    return FAILED if outcome.state is JobState.FAILED else DONE


def choose_log_format(given: LogFormat | None, environment: Mapping[str, str] = os.environ) -> LogFormat:
    """The format given on the command line, else by ``XUNCHA_LOG``, else text."""
    if given is not None:
        return given
    return LogFormat.JSON if environment.get(FORMAT, "").strip().lower() == LogFormat.JSON else LogFormat.TEXT


@contextmanager
def use_log_format(format: LogFormat, level: int = logging.INFO) -> Iterator[None]:
    """Log in this format inside the block: our loggers from ``level``, others from warnings, the queue hardly ever."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if format is LogFormat.JSON else PlainLines())
    handler.addFilter(_of_the_queue)
    root, rooms = logging.getLogger(), [logging.getLogger(room) for room in _ROOMS]
    queue = [logging.getLogger(name) for name in _QUEUE]
    before = [(logger, logger.level) for logger in (root, *rooms, *queue)]
    others, root.handlers = root.handlers, [handler]
    root.setLevel(logging.WARNING)
    for room in rooms:
        room.setLevel(level)
    for logger in queue:
        logger.setLevel(logging.CRITICAL)
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.handlers = others
        for logger, old in before:
            logger.setLevel(old)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in FIELDS:
        value = getattr(record, name, None)
        if value is None or value == "":
            continue
        found[name] = value if isinstance(value, int | float) else _clean(str(value))
    return found


def _clean(words: str) -> str:
    """Text without secrets, and not too long."""
    kept = redact_secrets(words)
    return kept if len(kept) <= MOST else kept[:MOST] + _MORE


def _escaped(words: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in words)


def _time(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
