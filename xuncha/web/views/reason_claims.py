"""A reason as the claims that it is made of, to be read one a line: what several claims, or the question, quote alike is read once."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_OPENS, _CLOSES = "「『“《（(", "」』”》）)"
_BETWEEN = "；;"
_QUOTE = re.compile("「[^」]*」|“[^”]*”")
_QUOTING = re.compile(
    r"(?P<said>.+?)(?P<lead>：|: |，如|, such as )(?P<quotes>(?:(?:「[^」]*」|“[^”]*”)(?:[、，]|, )?)+)"
)
_SUCH = ("，如", ", such as ")  # the leads of mere examples
VALUE = 20  # letters at most of a quote that is a value out of the sentence beside it


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """What shortens claims: ``leads`` say of a quote only that it stands there; ``above``: what stands for quotes that were read already;
    ``needless``: patterns whose group ``cut`` tells nothing; ``counted``: of the heads that claims share, which are read once; ``home``:
    what stands for the shop's own first page."""

    leads: Collection[str] = ()
    above: str = ""
    needless: Sequence[str] = ()
    counted: Sequence[str] = ()
    home: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One line. ``values``: what was found in its quotes, to be marked there."""

    words: str
    values: tuple[str, ...] = ()

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The words cut where values stand, each piece with whether it is one."""
        if not self.values:
            return ((self.words, False),)
        found = re.split(f"({'|'.join(map(_spread, self.values))})", self.words)
        return tuple((piece, at % 2 == 1) for at, piece in enumerate(found) if piece)


def shorten_claims(because: str, question: str, words: ClaimWords, own: str = "") -> tuple[Claim, ...]:
    """The claims, without what was read already: what the question or an earlier claim quotes, and values that stand in the sentence beside.

    ``own``: the shop's address, of whose pages the path is enough.
    """
    told = set(_QUOTE.findall(question))
    read: set[str] = set()
    claims = []
    plain = [_shorten_plain(claim, words, own) for claim in split_claims(because)]
    for claim in _join_counted(plain, words.counted):
        found = _QUOTING.fullmatch(claim)
        if found is None:
            claims.append(Claim(claim))
            continue
        quotes = _QUOTE.findall(found["quotes"])
        if told and set(quotes) <= told:
            claims.append(Claim(_without_leads(found["said"], words.leads) + words.above))
            continue
        said, run, values = _without_values(_without_leads(found["said"], words.leads), found["quotes"])
        if found["lead"] in _SUCH and (new := [quote for quote in quotes if quote not in read]) != quotes:
            run = _keep_quotes(run, new)
        claims.append(Claim(f"{said}{found['lead']}{run}" if run else f"{said}{words.above}", values))
        read.update(quotes)
    return tuple(claims)


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


def _without_leads(said: str, leads: Collection[str]) -> str:
    """Each part of what is said before the quotes, without a lead; a lead alone stays."""
    made = ""
    for part in re.split(r"(；|; )", said):
        lead = next((lead for lead in leads if part.startswith(lead)), "")
        made += part.removeprefix(lead) or part
    return made


def _shorten_plain(claim: str, words: ClaimWords, own: str) -> str:
    """The claim without what tells nothing, quotes as they are."""
    found = _QUOTING.fullmatch(claim)
    said, rest = (found["said"], claim[found.end("said") :]) if found else (claim, "")
    for pattern in words.needless:
        if (needless := re.search(pattern, said)) is not None:
            said = said[: needless.start("cut")] + said[needless.end("cut") :]
    if _QUOTE.search(said) is None and (parts := urlsplit(own)).netloc:
        address = re.escape(f"{parts.scheme}://{parts.netloc}/")
        said = re.sub(rf"(?<![\w/]){address}(?=[\w.])", "/", said)
        said = re.sub(rf"(?<![\w/]){address}(?![^\s，；、。,;])", words.home, said)
    return said + rest


def _without_values(said: str, run: str) -> tuple[str, str, tuple[str, ...]]:
    """What is said, and its quotes, without those short ones that stand in a later quote; and these values."""
    quotes = _QUOTE.findall(run)
    values = [quote for at, quote in enumerate(quotes) if _stands_in(quote, quotes[at + 1 :])]
    named = [quote for quote in _QUOTE.findall(said) if _stands_in(quote, quotes)]
    for quote in named:
        said = said.replace(quote, "", 1)
    return said, _keep_quotes(run, [quote for quote in quotes if quote not in values]), tuple(
        quote[1:-1] for quote in dict.fromkeys((*named, *values))
    )  # fmt: skip


def _stands_in(quote: str, others: Sequence[str]) -> bool:
    inner = quote[1:-1]
    longer = (other for other in others if len(other) > len(quote))
    return 0 < len(inner) <= VALUE and any(re.search(_spread(inner), other) for other in longer)


def _spread(value: str) -> str:
    """A pattern of the value however its letters are spaced; a number is no part of a longer one."""
    letters = r"\s*".join(re.escape(letter) for letter in value if not letter.isspace())
    return f"{'(?<![0-9.])' if value[:1].isdigit() else ''}{letters}{'(?![0-9])' if value[-1:].isdigit() else ''}"


def _keep_quotes(run: str, kept: Collection[str]) -> str:
    """The run of quotes with those alone, each after what stood before it."""
    made, at = "", 0
    for found in _QUOTE.finditer(run):
        if found[0] in kept:
            made += (run[at : found.start()] if made else "") + found[0]
        at = found.end()
    return made


def _join_counted(claims: Sequence[str], heads: Sequence[str]) -> tuple[str, ...]:
    """Claims that begin with the same count of the same things, one after the other, as one."""
    made: list[str] = []
    last = ""
    for claim in claims:
        head = next((found[0] for pattern in heads if (found := re.match(pattern, claim))), "")
        if head and head == last:
            made[-1] += ("；" if head[-1] > "\u2e80" else "; ") + claim[len(head) :].strip()
        else:
            made.append(claim)
        last = head
    return tuple(made)


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
