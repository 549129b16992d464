"""Logging in at another issuer: OpenID Connect's code flow with PKCE (RFC 7636), state and nonce; tokens proven by the issuer's keys.

What the issuer asks of people (a second factor, say) is its own to say, and counts here as such.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from xuncha.settings.oidc_settings import OidcSettings, is_safe_address
from xuncha.web.security.signed_steps import open_step, sign_step, use_step
from xuncha.web.web_state import WebState

CALLBACK = "/login/oidc/back"
PURPOSE = "oidc"
ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA")  # what is signed with a key of the issuer's alone
MOST, SECONDS, LEEWAY = 1 << 20, 10.0, 60
FRESH = 300  # seconds since the person last gave a password there, where that is asked for


class OidcRefused(Exception):
    """The issuer did not say who it is, or what it said proves nothing; the message is for the log."""


@dataclass(frozen=True, slots=True)
class OidcJourney:
    """What a browser was sent to the issuer for: ``wish`` is login, link, prove or invite; ``about`` where to lead back, or which link."""

    wish: str
    user: str
    about: str
    nonce: str
    verifier: str


async def begin_oidc(state: WebState, wish: str, user: str = "", about: str = "/") -> tuple[str, str]:
    """Where to send the browser, and what its cookie must hold until it comes back. Raises OidcRefused."""
    settings, said = await _discover(state)
    nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    held = sign_step(state, PURPOSE, wish, user, about, nonce, verifier)
    more = {"max_age": "0"} if wish == "prove" else {}
    address: str = prepare_grant_uri(
        _endpoint(said, "authorization_endpoint"),
        client_id=settings.client,
        response_type="code",
        redirect_uri=state.app_origin + CALLBACK,
        scope="openid",
        state=_name_step(held),
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
        **more,
    )
    return address, held


async def finish_oidc(state: WebState, held: str, given_state: str, code: str) -> tuple[OidcJourney, str]:
    """What the browser had been sent for, and who it is: "ISSUER SUBJECT". Raises OidcRefused."""
    named = open_step(state, PURPOSE, held)
    if named is None or len(named) != 5 or not hmac.compare_digest(_name_step(held).encode(), given_state.encode()):
        raise OidcRefused("another browser, or too late")
    if not code or not await use_step(state, PURPOSE, held):
        raise OidcRefused("no code, or used before")
    journey = OidcJourney(*named)
    settings, said = await _discover(state)
    try:
        subject = await _exchange(state, settings, said, journey, code)
    except (JoseError, KeyError, ValueError, TypeError) as fault:
        raise OidcRefused(f"{type(fault).__name__}: {fault}") from fault
    return journey, f"{settings.issuer} {subject}"


async def _exchange(
    state: WebState, settings: OidcSettings, said: Mapping[str, Any], journey: OidcJourney, code: str
) -> str:
    """The subject of a code's ID token, proven. Raises OidcRefused, JoseError, KeyError, ValueError, TypeError."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": state.app_origin + CALLBACK,
        "client_id": settings.client,
        "code_verifier": journey.verifier,
    }
    basic: tuple[str, str] | None = None
    if settings.secret and said.get("token_endpoint_auth_methods_supported") == ["client_secret_post"]:
        form["client_secret"] = settings.secret
    elif settings.secret:
        basic = (quote(settings.client, safe=""), quote(settings.secret, safe=""))  # RFC 6749, 2.3.1
    answer = await _ask("POST", _endpoint(said, "token_endpoint"), form, basic)
    keys = KeySet.import_key_set(await _ask("GET", _endpoint(said, "jwks_uri")))  # type: ignore[arg-type]  # plain JSON, checked there
    token = jwt.decode(str(answer["id_token"]), keys, algorithms=list(ALGORITHMS))
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={
            "iss": {"essential": True, "value": settings.issuer},
            "aud": {"essential": True, "value": settings.client},
        },
        params={"nonce": journey.nonce, "client_id": settings.client, "access_token": answer.get("access_token")},
    )
    now = int(state.now().timestamp())
    claims.validate(now=now, leeway=LEEWAY)
    if journey.wish == "prove" and now - int(claims["auth_time"]) > FRESH:
        raise OidcRefused("the issuer did not ask its person again")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255 or len(f"{settings.issuer} {subject}") > 400:
        raise OidcRefused("no subject")
    return subject


async def _discover(state: WebState) -> tuple[OidcSettings, Mapping[str, Any]]:
    """The issuer's own description (OpenID Connect Discovery 1.0). Raises OidcRefused."""
    settings = state.oidc
    if settings is None:
        raise OidcRefused("no issuer is set")
    said = await _ask("GET", f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != settings.issuer:
        raise OidcRefused("it calls itself by another name")
    return settings, said


def _endpoint(said: Mapping[str, Any], name: str) -> str:
    address = said.get(name)
    if not isinstance(address, str) or not is_safe_address(address):
        raise OidcRefused(f"no safe {name}")
    return address


async def _ask(
    method: str, url: str, form: Mapping[str, str] | None = None, basic: tuple[str, str] | None = None
) -> dict[str, Any]:
    """The table that the issuer answers with. Raises OidcRefused for anything else, slowness and size too."""
    try:
        async with (
            httpx.AsyncClient(timeout=SECONDS) as client,
            client.stream(method, url, data=form, auth=basic, headers={"accept": "application/json"}) as answer,
        ):
            body = b""
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > MOST:
                    raise OidcRefused("too large an answer")
            if answer.status_code != 200:
                raise OidcRefused(f"status {answer.status_code}")
        read = httpx.Response(200, content=body).json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as fault:
        raise OidcRefused(f"{type(fault).__name__}: {fault}") from fault
    if not isinstance(read, dict):
        raise OidcRefused("no table")
    return read


def _name_step(held: str) -> str:
    """The state parameter: the seal of what the cookie holds, which the other side can neither read nor make."""
    return held.rpartition(".")[2]
