"""Passkeys: challenges given to browsers, and answers of devices checked (Web Authentication, W3C). A key that its person unlocked
by face, finger or number is two factors in one."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from storage.errors import NotFound
from storage.people.stored_passkeys import Passkey, add_passkey, count_passkey_use, find_passkey, list_passkeys
from storage.people.user_accounts import Account, load_account
from xuncha.web.security.signed_steps import open_step, sign_step, use_step
from xuncha.web.web_state import WebState

REGISTER, LOG_IN = "passkey_register", "passkey_login"
_VERIFIED = UserVerificationRequirement.REQUIRED


class PasskeyRefused(Exception):
    """The device's answer is not one that lets anybody in."""


def find_party(state: WebState) -> str | None:
    """The name that keys are made for: the host of our pages; None where that is an address, for which browsers make none."""
    host = urlsplit(state.app_origin).hostname or ""
    return None if not host or ":" in host or host.replace(".", "").isdigit() else host


async def make_register_options(state: WebState, account: Account) -> str:
    """The options, as JSON, by which a browser makes a key for that person; "" where none can be made."""
    party = find_party(state)
    if party is None:
        return ""
    options = generate_registration_options(
        rp_id=party,
        rp_name="Xuncha 巡查",
        user_id=str(account.id).encode("ascii"),
        user_name=account.name,
        user_display_name=account.shown,
        challenge=sign_step(state, REGISTER, str(account.id)).encode("ascii"),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential))
            for passkey in await list_passkeys(state.store, account.id)
        ],
    )
    return options_to_json(options)


def make_login_options(state: WebState) -> str:
    """The options, as JSON, by which a browser asks its person for any key of ours; "" where there can be none."""
    party = find_party(state)
    if party is None:
        return ""
    challenge = sign_step(state, LOG_IN).encode("ascii")
    return options_to_json(
        generate_authentication_options(rp_id=party, challenge=challenge, user_verification=_VERIFIED)
    )


async def register_passkey(state: WebState, account: Account, answer: str, name: str) -> None:
    """Keep the key that a device made for that person. Raises PasskeyRefused."""
    challenge = await _take_challenge(state, REGISTER, answer, str(account.id))
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=find_party(state) or "",
            expected_origin=state.app_origin,
            require_user_verification=True,
        )
        credential = bytes_to_base64url(made.credential_id)
        await add_passkey(
            state.store, account.id, credential, made.credential_public_key, made.sign_count, name, state.now()
        )
    except (WebAuthnException, ValueError) as fault:
        raise PasskeyRefused(str(fault)) from fault


async def check_passkey(state: WebState, answer: str) -> Account:
    """The open account whose key answered. Raises PasskeyRefused."""
    challenge = await _take_challenge(state, LOG_IN, answer)
    key = await _find_key(state, answer)
    try:
        shown = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=find_party(state) or "",
            expected_origin=state.app_origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.uses,
            require_user_verification=True,
        )
        account = await load_account(state.store, key.user)
    except (WebAuthnException, ValueError, NotFound) as fault:
        raise PasskeyRefused(str(fault)) from fault
    if not account.active:
        raise PasskeyRefused("the account is closed")
    await count_passkey_use(state.store, key.id, shown.new_sign_count)
    return account


async def _find_key(state: WebState, answer: str) -> Passkey:
    key = await find_passkey(state.store, str(_read(answer).get("id", "")))
    if key is None:
        raise PasskeyRefused("an unknown key")
    return key


async def _take_challenge(state: WebState, purpose: str, answer: str, *named: str) -> bytes:
    """The challenge that the answer is for: ours, for this, not too old, and not answered before."""
    response = _read(answer).get("response")
    try:
        said = json.loads(base64url_to_bytes(str(response["clientDataJSON"]))) if isinstance(response, dict) else {}
        challenge = base64url_to_bytes(str(said["challenge"]))
        step = challenge.decode("ascii")
    except (ValueError, KeyError, TypeError) as fault:
        raise PasskeyRefused("no answer of a device") from fault
    if open_step(state, purpose, step) != named or not await use_step(state, purpose, step):
        raise PasskeyRefused("not our challenge, or answered before")
    return challenge


def _read(answer: str) -> dict[str, object]:
    try:
        read = json.loads(answer)
    except (ValueError, RecursionError) as fault:
        raise PasskeyRefused("no JSON") from fault
    if not isinstance(read, dict):
        raise PasskeyRefused("no answer of a device")
    return read
