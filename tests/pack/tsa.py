"""A time-stamp authority on loopback: ``openssl ts`` behind a small HTTP server, with a root certificate of its own."""

from __future__ import annotations

import itertools
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIG = """
[req]
distinguished_name = dn
prompt = no
[dn]
CN = Test Root
[tsa_dn]
CN = Test TSA
[root_ext]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[tsa_ext]
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = tsa_one
[tsa_one]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/root.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
"""
Answer = Callable[[bytes], tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Authority:
    """Answers queries; ``root`` is the certificate that a verifier has to trust."""

    folder: Path
    numbers: Iterator[int]

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def reply(self, query: bytes) -> bytes:
        number = next(self.numbers)
        asked, answer = self.folder / f"{number}.tsq", self.folder / f"{number}.tsr"
        asked.write_bytes(query)
        command = ["ts", "-reply", "-config", self.folder / "openssl.cnf", "-section", "tsa_one"]
        _openssl(*command, "-queryfile", asked, "-out", answer)
        return answer.read_bytes()

    def stamp(self, data: bytes) -> bytes:
        """The answer for this data, as for a query without nonce."""
        number = next(self.numbers)
        signed, query = self.folder / f"{number}.bin", self.folder / f"{number}.q"
        signed.write_bytes(data)
        _openssl("ts", "-query", "-data", signed, "-sha256", "-cert", "-out", query)
        return self.reply(query.read_bytes())


def authority(folder: Path) -> Authority:
    """Make the root, the authority's certificate and its configuration."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "openssl.cnf"
    config.write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    new = ["req", "-config", config, "-newkey", "rsa:2048", "-nodes"]
    _openssl(
        *new,
        "-x509",
        "-days",
        "30",
        "-extensions",
        "root_ext",
        "-keyout",
        folder / "root.key",
        "-out",
        folder / "root.pem",
    )
    _openssl(*new, "-subj", "/CN=Test TSA", "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr")
    _openssl(
        "x509", "-req", "-in", folder / "tsa.csr", "-CA", folder / "root.pem", "-CAkey", folder / "root.key", "-days", "30",
        "-extfile", config, "-extensions", "tsa_ext", "-out", folder / "tsa.pem",
    )  # fmt: skip
    return Authority(folder, itertools.count(1))


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """The address of a server that answers every POST with that status and body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, data = answer(body)
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                self.close_connection = True  # the client has had enough

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
        finally:
            server.shutdown()
            thread.join()


def _openssl(*arguments: object) -> None:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
