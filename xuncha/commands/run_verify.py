"""The commands ``verify`` and ``key``: the verifier of a pack's own verify.py, and the key that signs packs."""

from __future__ import annotations

import asyncio
from pathlib import Path

from probes.finding import Text
from xuncha.console.lang import Lang, render_text
from xuncha.pack.verification import keys, verifier, verify
from xuncha.pack.verification.keys import KeyFault, PublicKey
from xuncha.settings.target import InvalidInput


async def run_verify(pack: Path, key: str, previous: Path | None, data: Path, lang: Lang, as_json: bool) -> int:
    """Print what is proven of the pack; returns an exit code of ``verify.CODES``.

    Keys of the data folder are known without ``key``. Raises InvalidInput where there is nothing to verify.
    """
    from xuncha.pack.verification.rebuilt import make_document_check

    own = () if key else _own(data)
    try:
        rules = await asyncio.to_thread(verifier.hash_installed_rules)
        report = await asyncio.to_thread(
            verify.check, pack, key.strip().lower(), previous, own=own, more=make_document_check(), rules=rules
        )
    except verify.Damaged as fault:
        line = verify.Line(False, fault.word, fault.about)
        raise InvalidInput(line.said("zh"), line.said("en")) from fault
    print(verify.as_json(report) if as_json else verify.printed(report, lang))
    return verify.CODES[report.end]


def _own(data: Path) -> tuple[str, ...]:
    """The public keys this machine has signed with; none where they cannot be read, say by another user."""
    where = keys.find_key_folder(data)
    try:
        signer = keys.find_signer(where)
        return () if signer is None else tuple(key.public for key in keys.load_key_history(where, signer.public.public))
    except KeyFault:
        return ()


async def run_key_show(data: Path, lang: Lang) -> int:
    """Print the public key and its predecessors. Raises KeyFault; InvalidInput where no key has been made yet."""
    signer = keys.find_signer(keys.find_key_folder(data))
    if signer is None:
        raise InvalidInput(
            "还没有签名密钥；首次 xuncha export 时生成", "there is no key yet: the first 'xuncha export' makes it"
        )
    print(signer.public.public)
    for key in keys.load_key_history(keys.find_key_folder(data), signer.public.public):
        print(render_text(_told(key), lang))
    return 0


async def run_key_rotate(data: Path, lang: Lang) -> int:
    """Rotate the key. Raises KeyFault."""
    old, new = keys.rotate_key(keys.find_key_folder(data))
    print(new.public)
    zh = f"已换用新密钥 {new.public}，由旧密钥 {old.public} 签字；请把新公钥另行告知收件人，旧包仍按旧公钥核验"
    en = f"{new.public} signs from now on, vouched for by {old.public}; hand the new key out by another way, packs made before keep the old one"
    print(render_text(Text(zh, en), lang))
    return 0


def _told(key: PublicKey) -> Text:
    at = key.made_at or "?"
    if not key.previous:
        return Text(f"{key.public}，生成于 {at}", f"{key.public}, made {at}")
    if not keys.is_vouched_for(key):
        return Text(
            f"{key.public}，生成于 {at}，旧密钥的签字不成立",
            f"{key.public}, made {at}; the key before does not vouch for it",
        )
    return Text(
        f"{key.public}，生成于 {at}，由 {key.previous} 签字",
        f"{key.public}, made {at}, vouched for by {key.previous}",
    )
