"""Time stamps of a real local authority, and of authorities that refuse, are slow, or lie: every failure is recorded."""

from __future__ import annotations

import dataclasses
import hashlib
import socket
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pack.tsa import Answer, Authority, serving
from xuncha.pack.verification import timestamp
from xuncha.pack.verification.manifest import AuthorityStamp
from xuncha.pack.verification.timestamp import describe_missing_stamp, load_timestamp_table, request_stamps
from xuncha.pack.verification.timestamp_settings import TimestampSettings

SIGNATURE = b"ab" * 64 + b"\n"


async def one(answer: Answer) -> AuthorityStamp:
    with serving(answer) as address:
        (stamp,) = await request_stamps((address,), SIGNATURE)
    return stamp


def proven(stamp: Path, tsa: Authority) -> bool:
    digest = hashlib.sha256(SIGNATURE).hexdigest()
    command = ["openssl", "ts", "-verify", "-digest", digest, "-in", str(stamp), "-CAfile", str(tsa.root)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.commands
async def test_an_authoritys_stamp_is_proven_by_openssl(tsa: Authority, tmp_path: Path) -> None:
    stamp = await one(lambda query: (200, tsa.reply(query)))
    assert (stamp.error, stamp.detail) == ("", "")
    assert stamp.data is not None
    (tmp_path / "one.tsr").write_bytes(stamp.data)
    assert proven(tmp_path / "one.tsr", tsa)


@pytest.mark.commands
async def test_each_authority_is_asked_and_one_that_fails_stops_no_other(tsa: Authority) -> None:
    with socket.socket() as free, serving(lambda query: (200, tsa.reply(query))) as good:
        free.bind(("127.0.0.1", 0))  # nobody listens
        dead = f"http://127.0.0.1:{free.getsockname()[1]}/"
        found = await request_stamps((dead, good, "ftp://tsa.example/", good), SIGNATURE)
    assert [stamp.error for stamp in found] == ["unreachable", "", "address", ""]
    assert [stamp.data is None for stamp in found] == [True, False, True, False]
    assert await request_stamps((), SIGNATURE) == ()


@pytest.mark.commands
async def test_refusals_are_told_apart(tsa: Authority) -> None:
    rejected = bytes.fromhex("30053003020102")  # PKIStatus rejection, no token
    assert (await one(lambda _: (200, rejected))).error == "refused"
    status = await one(lambda _: (503, b""))
    assert (status.error, status.detail) == ("status", "503")
    assert (await one(lambda _: (200, b"<html>no stamps today</html>"))).error == "unreadable"
    assert (await one(lambda _: (200, b""))).error == "unreadable"
    assert (await one(lambda _: (200, tsa.reply(b"\x30\x00")))).error == "refused"


@pytest.mark.commands
async def test_a_redirect_is_not_followed(tsa: Authority) -> None:
    assert (await one(lambda _: (302, b""))).detail == "302"


@pytest.mark.commands
async def test_a_stamp_of_something_else_or_of_another_request_is_refused(tsa: Authority) -> None:
    other = tsa.stamp(b"something else")
    assert (await one(lambda _: (200, other))).error == "imprint"
    replayed = tsa.stamp(SIGNATURE)
    assert (await one(lambda _: (200, replayed))).error == "nonce"


@pytest.mark.commands
async def test_a_damaged_stamp_is_no_accident(tsa: Authority) -> None:
    def cut(query: bytes) -> tuple[int, bytes]:
        return 200, tsa.reply(query)[:-7]

    assert (await one(cut)).error == "unreadable"


def limited(**values: Any) -> Callable[[], TimestampSettings]:
    """The table with other limits."""
    made = dataclasses.replace(
        load_timestamp_table(), limits=dataclasses.replace(load_timestamp_table().limits, **values)
    )
    return lambda: made


async def test_one_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timestamp, "load_timestamp_table", limited(whole_seconds=0.2))
    leave = threading.Event()

    def never(_: bytes) -> tuple[int, bytes]:
        leave.wait(60)
        return 200, b""

    with serving(never) as address:
        (stamp,) = await request_stamps((address,), SIGNATURE)
        leave.set()
    assert stamp.error == "slow"


async def test_an_answer_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timestamp, "load_timestamp_table", limited(most_bytes=1000))
    assert (await one(lambda _: (200, bytes(1 << 20)))).error == "large"


@pytest.mark.parametrize(
    "address", ["", "tsa.example", "http://", "http://[::1", "http://a b/", "file:///etc/passwd", "http://x:99999/"]
)
async def test_an_address_that_is_none_is_said(address: str) -> None:
    (stamp,) = await request_stamps((address,), SIGNATURE)
    assert stamp.error in ("address", "unreachable")
    assert describe_missing_stamp(stamp).zh
    assert describe_missing_stamp(stamp).en


async def test_user_password_and_query_of_an_address_are_not_told() -> None:
    (stamp,) = await request_stamps(("ftp://user:secret@tsa.example:99/path?licence=secret",), SIGNATURE)
    assert stamp.tsa == "ftp://tsa.example:99/path"
    assert "secret" not in repr(stamp)


def test_every_error_has_words_in_both_languages() -> None:
    source = Path(timestamp.__file__).read_text("utf-8")
    for field in dataclasses.fields(load_timestamp_table().errors):
        words = getattr(load_timestamp_table().errors, field.name)
        assert f'"{field.name}"' in source
        assert words.zh
        assert words.en
