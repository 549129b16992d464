"""Links to registers of licences and filings: which register, which number, and whether the link is valid (criteria 0.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

from probes.text import normalise
from probes.text.numbers import uscc
from probes.text.numbers.number_grammar import DATA, NumbersHostsRow
from probes.text.remember import per_line

_HOSTS = DATA.hosts
_WORDS = re.compile("|".join(DATA.licence_words["words"]))
_NO_PARAMETERS = 60  # more parameters than any register uses; parse_qs refuses beyond it


class LinkKind(StrEnum):
    ICP_REGISTRY = "icp_registry"
    ICP_REGISTRY_LEGACY = "icp_registry_legacy"
    PSB_REGISTRY = "psb_registry"
    BUSINESS_LICENCE_LINK = "business_licence_link"
    BUSINESS_LICENCE_LINK_LEGACY = "business_licence_link_legacy"
    THIRD_PARTY_SEAL = "third_party_seal"
    REGULATOR_REPORT = "regulator_report"
    REGULATOR_CONSUMER = "regulator_consumer"


class LinkNote(StrEnum):
    """The one remark to make on a link; the more serious kind wins."""

    CODE_DIFFERS = "code_differs"
    NO_CODE = "no_code"
    CHECK_CHARACTER = "check_character"
    RETIRED_HOST = "retired_host"
    SEAL = "seal"
    LEGACY_SITE = "legacy_site"
    OLDER_HOST = "older_host"
    REGULATOR_CHANNEL = "regulator_channel"
    NOT_HTTPS = "not_https"


@dataclass(frozen=True, slots=True)
class RegistryLink:
    """A link to a register: ``code`` is a public security number, ``uscc`` a credit code; ``ok`` False earns part at best."""

    kind: LinkKind
    ok: bool
    code: str | None
    uscc: str | None
    note: LinkNote | None


def _entry(host: str, path: str) -> NumbersHostsRow | None:
    for entry in _HOSTS:
        name = entry.host
        if (host == name or host.endswith("." + name)) and path.startswith(entry.path):
            return entry
    return None


def _parameters(query: str, fragment: str) -> dict[str, list[str]]:
    """Parameters of the query, and of a query inside the fragment, where single-page registers put them."""
    text = query + "&" + fragment.partition("?")[2]
    try:
        return parse_qs(text, max_num_fields=_NO_PARAMETERS)
    except ValueError:
        return {}


@per_line
def read_registry_link(url: str, *, shown: str | None = None) -> RegistryLink | None:
    """The register a link leads to, or None where it leads to none.

    ``url`` may still hold HTML-escaped ampersands or lack a scheme. ``shown`` is the number printed beside the link
    (digits of a public security filing, or a credit code): if the link holds a different number, it is not ok. Never
    raises on any text.
    """
    address = url.strip()
    while "&amp;" in address:
        address = address.replace("&amp;", "&")
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]{0,20}:", address) and not address.startswith("//"):
        address = "//" + address
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https"):
        return None
    entry = _entry(host, parts.path)
    if entry is None:
        return None
    ok = entry.ok
    note = LinkNote(entry.note) if entry.note else None
    code = credit = None
    parameters = _parameters(parts.query, parts.fragment)
    if entry.code:
        values = [
            found.group()
            for name in entry.code
            for value in parameters.get(name, ())
            if (found := re.search(r"[0-9]{6,20}", value))
        ]
        code = values[0] if values else None
        if code is None:
            ok, note = False, LinkNote.NO_CODE
        elif shown is not None and re.sub(r"[^0-9]", "", shown) != code:
            ok, note = False, LinkNote.CODE_DIFFERS
    elif entry.serial:
        serial = normalise.upper_text(parameters.get(entry.serial, [""])[0])
        credit = serial.partition("-")[0][: uscc.LENGTH] or None
        reason = uscc.invalid_reason(credit) if credit else None
        if reason is None:
            ok, note = False, LinkNote.NO_CODE
        elif reason != "ok" and not reason.startswith("flag_"):
            ok, note = False, LinkNote.CHECK_CHARACTER
        elif (
            shown is not None and "".join(normalise.upper_text(normalise.normalise_text(shown).text).split()) != credit
        ):
            ok, note = False, LinkNote.CODE_DIFFERS
    if note is None and parts.scheme == "http":
        note = LinkNote.NOT_HTTPS
    return RegistryLink(LinkKind(entry.kind), ok, code, credit, note)


def is_keyless(url: str) -> bool:
    """Whether an address is only the front page of a register of licences, which leads to no single licence."""
    link = read_registry_link(url) if url else None
    return link is not None and link.code is None and link.uscc is None


@per_line
def register_words(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text names the business licence (营业执照, 亮照 …): raw spans, in order."""
    seen = normalise.normalise_text(text)
    return tuple(seen.span(*match.span()) for match in _WORDS.finditer(seen.text))
