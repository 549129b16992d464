"""A reason as the claims that it is made of, to be read one a line: what several claims quote alike is read once."""

from __future__ import annotations

import re

_OPENS, _CLOSES = "「『“《（(", "」』”》）)"
_BETWEEN = "；;"
_QUOTING = re.compile(r"(?P<said>.+?)(?:：|: |，如|, such as )(?P<quotes>(?:「[^」]*」|“[^”]*”)+)")


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
