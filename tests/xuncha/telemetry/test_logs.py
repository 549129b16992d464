"""Logs as a machine and as a person read them: whole, one line each, without secrets, and with nothing a terminal obeys."""

from __future__ import annotations

import json
import logging

import pytest

from xuncha.console.redact import redact_secrets
from xuncha.telemetry import logs
from xuncha.telemetry.log_format import LogFormat

log = logging.getLogger("xuncha.test")
SECRET = "s3cr3t-Pa55"
HOSTILE = "标题\x1b]0;x\x07\n2026-11-25 INFO forged\u2028\u202e\x9b1m\ud800"


def _json(err: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in err.splitlines()]


def test_a_line_is_one_object_with_known_fields(capsys: pytest.CaptureFixture[str]) -> None:
    with logs.use_log_format(LogFormat.JSON):
        log.info("run ended", extra={"run": "ab12", "platform": 7, "seconds": 1.25, "stranger": "x", "reason": ""})
    (line,) = _json(capsys.readouterr().err)
    assert str(line.pop("time")).endswith("Z")
    assert line == {
        "level": "info", "logger": "xuncha.test", "message": "run ended", "run": "ab12", "platform": 7, "seconds": 1.25,
    }  # fmt: skip


@pytest.mark.parametrize("format", LogFormat)
def test_words_of_pages_are_escaped(format: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    with logs.use_log_format(format):
        log.warning("page says %s", HOSTILE, extra={"reason": HOSTILE})
        try:
            raise ValueError(HOSTILE)
        except ValueError:
            log.exception("broke")
    err = capsys.readouterr().err
    assert all(c.isprintable() or c == "\n" for c in err)
    assert not any(line.startswith("2026-11-25 INFO forged") for line in err.splitlines())
    assert "标题" in err
    if format is LogFormat.JSON:
        first, second = _json(err)
        assert first["message"] == f"page says {HOSTILE}"
        assert first["reason"] == HOSTILE
        assert "ValueError" in str(second["exception"])


@pytest.mark.parametrize("format", LogFormat)
def test_no_secret_is_written(
    format: LogFormat, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_DATABASE", f"postgresql://me:{SECRET}@db/x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "AbCdEf/123")
    with logs.use_log_format(format):
        log.info("connecting to %s", f"postgresql+psycopg://me:{SECRET}@db.example/x?a=1", extra={"reason": SECRET})
        log.info("told the password %s alone, and key AbCdEf/123", SECRET)
        try:
            raise ConnectionError(f"host=db password={SECRET} dbname=x")
        except ConnectionError:
            log.exception("away")
    err = capsys.readouterr().err
    assert SECRET not in err
    assert "AbCdEf/123" not in err
    assert "db.example" in err
    assert "dbname=x" in err


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("postgresql://u:p@ss/w:rd@h:5432/d", "postgresql://***@h:5432/d"),
        ("https://user:pw@shop.example/path@x", "https://***@shop.example/path@x"),
        ("https://shop.example/a@b?c=1", "https://shop.example/a@b?c=1"),
        ("password='a b' user=x", "password=*** user=x"),
        ('{"secret_access_key": "abc", "x": 1}', '{"secret_access_key": ***, "x": 1}'),
        ("Authorization: Bearer abc.def", "Authorization: ***"),
        ("密码错误 3 次", "密码错误 3 次"),
    ],
)
def test_what_is_masked(words: str, kept: str) -> None:
    assert redact_secrets(words) == kept


def test_other_programs_are_heard_from_warnings_upwards_and_all_is_as_before(
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = logging.getLogger()
    before = (list(root.handlers), root.level, logging.getLogger("xuncha").level)
    with logs.use_log_format(LogFormat.TEXT):
        logging.getLogger("other").info("chatter")
        logging.getLogger("other").warning("trouble")
        logging.getLogger("storage.x").info("ours")
        log.info("x" * 9000)
    err = capsys.readouterr().err
    assert "chatter" not in err
    assert "WARNING other: trouble" in err
    assert "INFO storage.x: ours" in err
    assert max(map(len, err.splitlines())) < logs.MOST + 100
    assert (list(root.handlers), root.level, logging.getLogger("xuncha").level) == before


def test_the_option_goes_before_the_environment() -> None:
    assert logs.choose_log_format(None, {}) is LogFormat.TEXT
    assert logs.choose_log_format(None, {"XUNCHA_LOG": "JSON"}) is LogFormat.JSON
    assert logs.choose_log_format(LogFormat.TEXT, {"XUNCHA_LOG": "json"}) is LogFormat.TEXT


def test_a_job_the_queue_could_not_write_down_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    exceptions = pytest.importorskip("procrastinate.exceptions")
    with logs.use_log_format(LogFormat.TEXT):
        try:
            try:
                raise ValueError("Job was not found\nCONTEXT: a function")
            except ValueError as cause:
                raise exceptions.ConnectorException from cause
        except exceptions.ConnectorException:
            logging.getLogger("asyncio").exception("Task exception was never retrieved")
        try:
            raise KeyError("a bug of ours")
        except KeyError:
            logging.getLogger("asyncio").exception("Task exception was never retrieved")
    first, *rest = capsys.readouterr().err.splitlines()
    assert first.endswith(
        "WARNING asyncio: a job of the queue could not be written down: Job was not found CONTEXT: a function"
    )
    assert any("Traceback" in line for line in rest)
