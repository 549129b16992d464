"""What only an object store can do to evidence: refuse it, be away, come back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from storage.blobs.open_blobs import open_blob_store
from storage.blobs.s3 import load_s3_settings, open_s3
from storage.errors import (
    EvidenceError,
    EvidenceNoBucket,
    EvidenceRefused,
    EvidenceUnknown,
    EvidenceUnreachable,
    StorageError,
)
from tests.storage.objects import SECRET, ObjectServer
from xuncha.errors import describe_fault

ROOT = Path(__file__).parents[3]
CLOUD = "https://objects.example"


def test_names_are_those_of_a_folder(bucket: str, tmp_path: Path) -> None:
    import obstore

    blobs = open_s3(bucket)
    sha = blobs.write(b"evidence")
    (found,) = (row["path"] for page in obstore.list(blobs._store) for row in page)
    assert found == f"{sha[:2]}/{sha[2:4]}/{sha}"
    assert blobs.where == bucket


def test_prefixes_keep_stores_apart(bucket: str) -> None:
    one, other = open_s3(f"{bucket}/one/"), open_s3(f"{bucket}/other")
    sha = one.write(b"evidence")
    assert one.where.endswith("/one")
    assert (one.has(sha), other.has(sha), other.total()) == (True, False, 0)


def test_a_store_that_knows_no_conditions_serves_too(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONDITIONAL_PUT", "disabled")
    blobs = open_s3(bucket)
    sha = blobs.write(b"evidence")
    assert blobs.write(b"evidence") == sha
    assert blobs.read(sha) == b"evidence"


@pytest.mark.parametrize(("name", "value"), [("AWS_SECRET_ACCESS_KEY", "wrong-word"), ("AWS_ACCESS_KEY_ID", "nobody")])
def test_wrong_credentials_are_named_and_not_shown(
    bucket: str, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(EvidenceRefused) as caught:
        open_s3(bucket)
    line = describe_fault(caught.value)
    assert "AWS_ACCESS_KEY_ID" in line.zh
    assert "AWS_ACCESS_KEY_ID" in line.en
    assert value not in line.zh + line.en
    assert SECRET not in line.zh + line.en


def test_credentials_refused_later_are_named_too(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.blobs.s3.S3BlobStore.prove", lambda self: None)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong-word")
    blobs = open_s3(bucket)
    for call in (lambda: blobs.write(b"x"), lambda: blobs.read("a" * 64), lambda: blobs.has("a" * 64), blobs.total):
        with pytest.raises(EvidenceRefused):
            call()


def test_a_bucket_that_is_not_there_is_named(bucket: str) -> None:
    with pytest.raises(EvidenceNoBucket, match="s3://no-such-bucket/x") as caught:
        open_s3("s3://no-such-bucket/x")
    assert "XUNCHA_EVIDENCE" in describe_fault(caught.value).zh


def test_a_server_that_is_not_there_is_said_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ObjectServer(Path(), "", {"s3.port": 1}).environment().items():
        monkeypatch.setenv(name, value)
    with pytest.raises(EvidenceUnreachable, match="s3://evidence") as caught:
        open_s3("s3://evidence")
    line = describe_fault(caught.value)
    assert "AWS_ENDPOINT_URL" in line.zh
    assert "\n" not in line.zh + line.en
    assert len(line.en) < 400


def test_no_call_waits_for_minutes() -> None:
    """Retries and times are set here, not left to the library, whose ten retries cost minutes a call."""
    table = load_s3_settings()
    assert 1 <= table.retries.max_retries <= 5
    longest = table.retries.retry_timeout + table.client.timeout
    assert longest <= 120


@pytest.mark.parametrize(
    "address",
    [
        "s3://", "s3:///evidence", "s3://BUCKET/x", "s3://a", "s3://user:word@bucket/x", "s3://bucket/x?secret=word",
        "s3://bucket/../x", "s3://[::1", "s3://bucket:80/x", "s3://buck et/x",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_not_shown(address: str) -> None:
    with pytest.raises(EvidenceUnknown) as caught:
        open_s3(address, {"AWS_ENDPOINT_URL": CLOUD})
    assert "word" not in str(caught.value)


@pytest.mark.parametrize("endpoint", ["http://objects.example", "http://192.0.2.7:9000", "ftp://objects.example"])
def test_evidence_goes_nowhere_unencrypted_unless_asked_to(endpoint: str) -> None:
    with pytest.raises(EvidenceUnknown):
        open_s3("s3://bucket/x", {"AWS_ENDPOINT_URL": endpoint})


def test_it_does_where_it_was_asked_to(bucket: str, object_server: ObjectServer) -> None:
    """The name of a host that is not known to be this machine: it is tried, and not found."""
    given = {"AWS_ENDPOINT_URL": "http://objects.invalid", "AWS_ALLOW_HTTP": "true"}
    with pytest.raises(EvidenceUnreachable):
        open_s3("s3://bucket/x", given)


@pytest.mark.commands
def test_the_client_is_loaded_only_where_it_is_asked_for(tmp_path: Path) -> None:
    code = """
import sys, pathlib
from storage.blobs.open_blobs import open_blob_store
open_blob_store(pathlib.Path(sys.argv[1]))
assert not [name for name in sys.modules if name.startswith("obstore") or name == "storage.blobs.s3"]
sys.modules["obstore"] = None
try:
    open_blob_store(pathlib.Path(sys.argv[1]), "s3://bucket/x")
except Exception as fault:
    print(type(fault).__name__, fault)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.startswith("DriverMissing")
    assert "xuncha[s3]" in done.stdout


def test_a_server_that_goes_and_comes_back_loses_nothing(
    bucket: str, object_server: ObjectServer, tmp_path: Path
) -> None:
    blobs = open_blob_store(tmp_path, bucket)
    kept = blobs.write(b"before")
    object_server.stop()
    try:
        for call in (lambda: blobs.write(b"while it is away"), lambda: blobs.read(kept), lambda: blobs.has(kept)):
            with pytest.raises(EvidenceUnreachable):
                call()
    finally:
        object_server.start()
    assert blobs.read(kept) == b"before"
    assert blobs.read(blobs.write(b"while it is away")) == b"while it is away"


def test_all_of_it_is_a_fault_of_the_store() -> None:
    """So a crawl that cannot keep what it sees is interrupted, and a run is put back."""
    assert issubclass(EvidenceError, StorageError)
