"""`xuncha verify` and `xuncha key`: the same verifier as verify.py of a pack, and the key that packs are signed with."""

from __future__ import annotations

from pathlib import Path

from probes.finding import Text
from xuncha.pack import keys, verify
from xuncha.pack.keys import Public
from xuncha.target import BadTarget
from xuncha.words import Lang, say

NOT_PROVEN = 1


async def run_verify(pack: Path, key: str, previous: Path | None, lang: Lang, as_json: bool) -> int:
    """Print what is proven of the pack; 1 where something is not. Raises BadTarget where there is nothing to verify."""
    try:
        report = verify.check(pack, key.strip().lower(), previous)
    except verify.Damaged as fault:
        line = verify.Line(False, fault.word, fault.about)
        raise BadTarget(line.said("zh"), line.said("en")) from fault
    print(verify.as_json(report) if as_json else verify.printed(report, lang))
    return 0 if report.proven else NOT_PROVEN


async def run_key_show(data: Path, lang: Lang) -> int:
    """Print the public key and what came before it. Raises KeyFault; BadTarget where no key was made yet."""
    signer = keys.present(keys.folder(data))
    if signer is None:
        raise BadTarget(
            "还没有签名密钥；首次 xuncha export 时生成", "there is no key yet: the first 'xuncha export' makes it"
        )
    print(signer.public.public)
    for each in keys.history(keys.folder(data), signer.public.public):
        print(say(_told(each), lang))
    return 0


async def run_key_rotate(data: Path, lang: Lang) -> int:
    """Replace the key. Raises KeyFault."""
    old, new = keys.rotate(keys.folder(data))
    print(new.public)
    zh = f"已换用新密钥 {new.public}，由旧密钥 {old.public} 签字；请把新公钥另行告知收件人，旧包仍按旧公钥核验"
    en = f"{new.public} signs from now on, vouched for by {old.public}; hand the new key out by another way, packs made before keep the old one"
    print(say(Text(zh, en), lang))
    return 0


def _told(each: Public) -> Text:
    at = each.made_at or "?"
    if not each.previous:
        return Text(f"{each.public}，生成于 {at}", f"{each.public}, made {at}")
    if not keys.vouched(each):
        return Text(
            f"{each.public}，生成于 {at}，旧密钥的签字不成立",
            f"{each.public}, made {at}; the key before does not vouch for it",
        )
    return Text(
        f"{each.public}，生成于 {at}，由 {each.previous} 签字",
        f"{each.public}, made {at}, vouched for by {each.previous}",
    )
