"""What a gap says besides its reason: our own words in both languages, words of others in quotes.

The crawler records a detail in English, mixed with what others said: an address, a word of the page, an error of the
browser or system. In Chinese an error is left out, since its kind has already been named and the record holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.site import Gap
from crawler.table_builder import EveryKey
from crawler.vocabulary import GapReason
from probes.finding import Text
from probes.schema.absence_table import ABSENCE
from probes.schema.reading_table import Spoken


@dataclass(frozen=True, slots=True)
class GapDetailsTable:
    """The file gap_details.toml."""

    details: Mapping[str, str]
    refusals: Annotated[
        Mapping[str, Spoken],
        EveryKey(
            (
                "restricted_port",
                "itself",
                "metadata",
                "unspecified",
                "link_local",
                "broadcast",
                "multicast",
                "reserved",
                "loopback",
                "private",
                "unique_local",
                "cgnat",
                "benchmarking",
                "documentation",
            )
        ),
    ]


FILE = SettingsFile("probes.pages.absence", "gap_details.toml", GapDetailsTable)
_DATA = FILE.load()
_PHRASES = _DATA.details
_REFUSALS = _DATA.refusals
_ROLES = ABSENCE.load().roles
# For these reasons a detail besides our own words is a program's error; for all others it was read on the page or in its address.
_ERRORS = frozenset({GapReason.CRASHED, GapReason.UNREACHABLE, GapReason.TIMEOUT, GapReason.REFUSED_BY_GUARD})
_ERRING = ("失败：", "出错：", "无法使用：", "被拒绝：")  # what precedes an error, whatever the reason
_ERROR = re.compile(r":?\s*\b\w+(?:Error|Exception)\b.*$")
_ACT = re.compile(r"^[a-z]+\.[a-z_]+(?= took more than | ended without it)")
_PAGE = re.compile(r"<(\w+)>")
_PLAIN = re.compile(r"(?:HTTP|[\s\d.,/:;%+–-])*s?")
_SECONDS = re.compile(r"(?<=\d) s\b")
_OF_OTHERS = re.compile(
    r"[\u3400-\u9fff][^\s“”「」]*|[a-zA-Z\d./-]{0,80}[a-zA-Z\d]_[\w./-]{1,80}"
)  # Chinese, and names in addresses


def _alone(phrase: str) -> str:
    """A pattern for the phrase that does not match inside a longer word."""
    before, after = (r"\b" if end.isalnum() else "" for end in (phrase[0], phrase[-1]))
    return f"{before}{re.escape(phrase)}{after}"


_OURS = re.compile("|".join((*map(_alone, sorted(_PHRASES, key=len, reverse=True)), _PAGE.pattern)))


def describe_gap(gap: Gap) -> Text:
    """The detail in Chinese and English; both empty where there is none that a reader could use."""
    return describe_detail(gap.reason, gap.detail)


def describe_detail(reason: GapReason, detail: str) -> Text:
    """What was noted beside that reason, in Chinese and English; both empty where there is nothing that a reader could use."""
    if reason is GapReason.REFUSED_BY_GUARD and detail in _REFUSALS:
        return Text(**_REFUSALS[detail])
    detail = detail.replace("\n", " ")
    return Text(_in_chinese(detail, reason), _in_english(_ACT.sub("an act of ours", detail)))


def _in_chinese(detail: str, reason: GapReason) -> str:
    said = ""
    for ours, part in _parts(_ACT.sub("", detail)):
        said += part if ours else _of_others(part, said, reason)
    if _ACT.match(detail):
        said = f"页面操作{said.lstrip()}"
    return _SECONDS.sub(" 秒", said).replace(" 「", "「").strip(" ：，,:;")


def _parts(detail: str) -> Iterator[tuple[bool, str]]:
    """Splits the detail into our phrases and page names, in Chinese (True), and what stands between them, unchanged."""
    at = 0
    for found in _OURS.finditer(detail):
        yield False, detail[at : found.start()]
        yield True, _PHRASES.get(found.group()) or _page(found.group(), "zh")
        at = found.end()
    yield False, detail[at:]


def _of_others(part: str, before: str, reason: GapReason) -> str:
    """Words of others in quotes, figures unchanged, and errors left out."""
    if not part or _PLAIN.fullmatch(part) or before.count("「") > before.count("」"):
        return part.replace(": ", "：")
    if before.endswith(_ERRING) or (reason in _ERRORS and not part.strip().startswith("http")):
        return ""
    return f"「{part.strip()}」"


def _page(bracketed: str, lang: str) -> str:
    """The name of a page whose role stands in angle brackets; other bracketed text stays as it is, in quotes."""
    role = bracketed[1:-1]
    return _ROLES[role][lang] if role in _ROLES else f"「{role}」"


def _in_english(detail: str) -> str:
    """The detail in English: Chinese text and names in addresses are quoted, and an error code of a program is left out."""
    detail = _ERROR.sub("", detail)
    detail = _PAGE.sub(lambda found: _page(found[0], "en"), detail)
    parts = re.split(r"(“[^”]*”?|https?://\S+)", detail)
    return "".join(
        part if part.startswith(("“", "http")) else _OF_OTHERS.sub(lambda found: f"“{found[0]}”", part)
        for part in parts
    )
