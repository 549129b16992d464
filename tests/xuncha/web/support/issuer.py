"""A small issuer of OpenID Connect on loopback: codes for whoever it is told is logged in there, tokens signed with its own key."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "xuncha", "client's secret"


@dataclass
class Issuer:
    """``subject``: who is logged in there; ``claims`` are put over those of the token; ``key`` signs, ``shown`` is published."""

    address: str = ""
    subject: str = "person-1"
    claims: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)  # put over its description of itself
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    shown: RSAKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    now: float = field(default_factory=time.time)

    def authorize(self, address: str) -> str:
        """What the browser does there: logs in, and is sent back. Returns where to."""
        asked = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.address}/authorize?")
        assert (asked["client_id"], asked["response_type"], asked["scope"]) == (CLIENT, "code", "openid")
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def answer(self, path: str, form: dict[str, str], basic: str) -> tuple[int, object]:
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.address, "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token", "jwks_uri": f"{self.address}/keys", **self.told,
            }  # fmt: skip
        if path == "/keys":
            return 200, {"keys": [(self.shown or self.key).as_dict(private=False)]}
        if path == "/token":
            return self._token(form, basic)
        return 404, {}

    def _token(self, form: dict[str, str], basic: str) -> tuple[int, object]:
        asked = self.codes.pop(form["code"], None)
        known = base64.b64encode(f"{CLIENT}:client%27s%20secret".encode()).decode()
        verifier = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if asked is None or basic != f"Basic {known}" or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        now = int(self.now)
        claims = {
            "iss": self.address, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300, "auth_time": now,
            "nonce": asked["nonce"], **self.claims,
        }  # fmt: skip
        return 200, {"access_token": "a", "id_token": jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.key)}


@contextmanager
def issuing() -> Iterator[Issuer]:
    """The issuer, listening on a port of its own."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self._send({name: value[0] for name, value in parse_qs(body).items()})

        def _send(self, form: dict[str, str]) -> None:
            status, said = issuer.answer(self.path, form, self.headers.get("authorization", ""))
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        issuer.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield issuer
        server.shutdown()
        thread.join()
