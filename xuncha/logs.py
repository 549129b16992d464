"""Logs of long-running commands, on standard error: lines for people, or one JSON object a line for machines.

What a page said may stand in a message: nothing of it reaches a terminal or a reader of lines unescaped, and no secret is written.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from storage.register import Registered
from storage.register_tables import RunState
from storage.runs import Run
from xuncha.log_format import LogFormat
from xuncha.masking import masked
from xuncha.plain_json import dumps
from xuncha.tasks import Outcome

FORMAT = "XUNCHA_LOG"
# What a record may carry besides its message, given as ``extra`` to any logger.
FIELDS = ("run", "platform", "kind", "visit", "audit", "worker", "seconds", "outcome", "reason", "again_in")
DONE, FAILED, PUT_OFF, HANDED_BACK = "done", "failed", "put_off", "handed_back"
MOST = 4000  # characters of a message or field
NO_ATTEMPT = frozenset({"handed_back", "taken"})  # reasons: the worker leaves, or another one has the run
_MORE = "…"
_ROOMS = ("xuncha", "storage", "scoring", "probes", "crawler")
_QUEUE = ("procrastinate", "psycopg")  # what they say of a database that is away, with its trace, our own line says


class JsonLines(logging.Formatter):
    """``{"time", "level", "logger", "message", …FIELDS, "exception"}``; fields that are not known are left out."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _clean(record.getMessage()),
            **_fields(record),
        }
        if record.exc_info:
            said["exception"] = _clean(self.formatException(record.exc_info))
        return dumps(said)


class PlainLines(logging.Formatter):
    """``time LEVEL logger: message (field=value …)``, the lines of an exception below, each set in."""

    def format(self, record: logging.LogRecord) -> str:
        fields = " ".join(f"{name}={_escaped(str(value))}" for name, value in _fields(record).items())
        line = f"{_time(record)} {record.levelname} {record.name}: {_escaped(_clean(record.getMessage()))}"
        lines = [f"{line} ({fields})" if fields else line]
        if record.exc_info:
            trace = _clean(self.formatException(record.exc_info)).splitlines()
            lines += [f"    {_escaped(each)}" for each in trace]
        return "\n".join(lines)


def _of_the_queue(record: logging.LogRecord) -> bool:
    """Lets every record pass. A job that the queue could not write down, as where the database went away and another has it, is one line."""
    fault = record.exc_info[1] if record.exc_info else None
    if fault is not None and type(fault).__module__.partition(".")[0] in _QUEUE:
        cause = " ".join(str(fault.__cause__ or fault).split())
        record.msg, record.args = "a job of the queue could not be written down: %s", (cause,)
        record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
    return True


class Journal:
    """Writes the beginning and end of every run; implements ``xuncha.tasks.Telling``."""

    def __init__(self, worker: str, now: Callable[[], datetime]) -> None:
        self._worker, self._now = worker, now
        self._log = logging.getLogger("xuncha.runs")

    def began(self, run: Run, known: Registered) -> None:
        self._log.info("run began", extra=self._of(run, visit=run.visit))

    def at(self, run: Run, known: Registered, stage: str, done: int, planned: int) -> None:
        """Stages are for a line on a terminal; a journal of them would hide what matters."""

    def ended(self, run: Run, outcome: Outcome) -> None:
        named = name_of(outcome)
        level = logging.WARNING if named in (FAILED, PUT_OFF) else logging.INFO
        again = None if outcome.again_in is None else outcome.again_in.total_seconds()
        fields = self._of(
            run, audit=outcome.audit, seconds=round(took(run, self._now()), 3), outcome=named, reason=outcome.reason,
            again_in=again,
        )  # fmt: skip
        self._log.log(level, "run ended", extra=fields)

    def _of(self, run: Run, **more: object) -> dict[str, object]:
        return {"run": run.id, "platform": run.platform, "kind": run.kind.value, "worker": self._worker, **more}


def took(run: Run, now: datetime) -> float:
    """Seconds since this attempt began."""
    return max(0.0, (now - (run.started_at or now)).total_seconds())


def name_of(outcome: Outcome) -> str:
    """Done, failed, put off, or handed back, which was no attempt at all."""
    if outcome.again_in is not None:
        return HANDED_BACK if outcome.reason in NO_ATTEMPT else PUT_OFF
    return FAILED if outcome.state is RunState.FAILED else DONE


def chosen(given: LogFormat | None, environment: Mapping[str, str] = os.environ) -> LogFormat:
    """As asked on the command line, else by ``XUNCHA_LOG``, else text."""
    if given is not None:
        return given
    return LogFormat.JSON if environment.get(FORMAT, "").strip().lower() == LogFormat.JSON else LogFormat.TEXT


@contextmanager
def written(format: LogFormat, level: int = logging.INFO) -> Iterator[None]:
    """While inside, all loggers of this process write so; those of other programs only from warnings upwards, the queue's hardly ever."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if format is LogFormat.JSON else PlainLines())
    handler.addFilter(_of_the_queue)
    root, rooms = logging.getLogger(), [logging.getLogger(room) for room in _ROOMS]
    queue = [logging.getLogger(name) for name in _QUEUE]
    before = [(each, each.level) for each in (root, *rooms, *queue)]
    others, root.handlers = root.handlers, [handler]
    root.setLevel(logging.WARNING)
    for room in rooms:
        room.setLevel(level)
    for each in queue:
        each.setLevel(logging.CRITICAL)
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.handlers = others
        for each, old in before:
            each.setLevel(old)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in FIELDS:
        value = getattr(record, name, None)
        if value is None or value == "":
            continue
        found[name] = value if isinstance(value, int | float) else _clean(str(value))
    return found


def _clean(words: str) -> str:
    """Without secrets, and not too long."""
    kept = masked(words)
    return kept if len(kept) <= MOST else kept[:MOST] + _MORE


def _escaped(words: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in words)


def _time(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
