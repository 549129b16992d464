"""A reason as the claims that it is made of, to be read one a line: what several claims, or the question, quote alike is read once."""

from __future__ import annotations

import re
from collections.abc import Collection

_OPENS, _CLOSES = "「『“《（(", "」』”》）)"
_BETWEEN = "；;"
_QUOTE = re.compile("「[^」]*」|“[^”]*”")
_QUOTING = re.compile(r"(?P<said>.+?)(?:：|: |，如|, such as )(?P<quotes>(?:(?:「[^」]*」|“[^”]*”)(?:[、，]|, )?)+)")


def shorten_claims(because: str, question: str, leads: Collection[str], above: str) -> tuple[str, ...]:
    """The claims; one that only quotes what the question quotes says so by ``above``, and the ``leads`` that say of a quote only
    that it stands there are left out."""
    told = set(_QUOTE.findall(question))
    claims = []
    for claim in split_claims(because):
        found = _QUOTING.fullmatch(claim)
        if found and told and set(_QUOTE.findall(found["quotes"])) <= told:
            claim = f"{found['said']}{above}"
        claims.append(_without_leads(claim, leads) if found else claim)
    return tuple(claims)


def _without_leads(claim: str, leads: Collection[str]) -> str:
    """Each part of what is said before the quotes, without a lead."""
    found = _QUOTING.fullmatch(claim)
    if found is None:
        return claim
    parts = re.split(r"(；|; )", found["said"])
    kept = (next((part.removeprefix(lead) for lead in leads if part.startswith(lead)), part) for part in parts)
    return "".join(kept) + claim[found.end("said") :]


def split_claims(because: str) -> tuple[str, ...]:
    """What stands between semicolons, but not those inside of quotes and brackets; claims of equal quotes are one."""
    claims: list[str] = []
    quoted: dict[str, int] = {}  # where each run of quotes stands among the claims
    for claim in _cut(because):
        found = _QUOTING.fullmatch(claim)
        at = quoted.get(found["quotes"]) if found else None
        if found and at is not None:
            claims[at] = _join(claims[at], found["said"])
            continue
        if found:
            quoted[found["quotes"]] = len(claims)
        claims.append(claim)
    return tuple(claims)


def _join(claim: str, said: str) -> str:
    """The claim that quotes the same, with what is said of it too before its quotes."""
    found = _QUOTING.fullmatch(claim)
    if found is None:
        return claim
    between = "；" if "：" in claim or "「" in claim else "; "
    return f"{found['said']}{between}{said}{claim[found.end('said') :]}"


def _cut(because: str) -> list[str]:
    claims, depth = [""], 0
    for letter in because:
        depth = max(0, depth + (letter in _OPENS) - (letter in _CLOSES))
        if letter in _BETWEEN and not depth:
            claims.append("")
        else:
            claims[-1] += letter
    return [claim.strip() for claim in claims if claim.strip()]
