"""Does the policy name who processes the data, and how to reach them?"""

from __future__ import annotations

import re
import unicodedata

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading import policy
from probes.reading.policy_items import missing

SUBJECT = Text("个人信息处理者名称和联系方式", "who processes the data and how to reach them")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:400-?\d{3,4}-?\d{3,4}|95\d{3,4}|0\d{2,3}-?\d{7,8}|1[3-9]\d{9})(?!\d)")
_BLANK = re.compile(r"[xX*＊]{4,}|^(?:xxx+|your|example|test)@", re.IGNORECASE)


def judge(site: Site, params: Params) -> Answer:
    name, contact = "", ""
    at: View | None = None
    for view in policy.documents(site):
        folded = unicodedata.normalize("NFKC", view.text)
        name = name or _name(folded, params)
        contact = contact or _contact(folded, params)
        at = at or (view if name or contact or policy.placeholder(view) else None)
    if at is None:
        return missing(site, params, SUBJECT)
    blank = policy.placeholder(at)
    brand = policy.foreign(at, site.platform)
    evidence = shown(at, quote=f"{name} {contact}".strip()[:200])
    if brand or (blank and not (name and contact)):
        return unsure(
            f"处理者名称疑为他人或未填写：「{brand or blank}」",
            f"the processor seems to be somebody else or left blank: “{brand or blank}”",
            evidence,
            guess=0.0,
            question=Text(
                "政策中的处理者是否为本平台经营者？", "Is the processor named in the policy the shop's operator?"
            ),
        )
    if not name or not contact:
        lacking = missing(site, params, SUBJECT)
        if lacking.outcome != "no":
            return lacking
    return yes(
        f"政策写明处理者：「{name or '未写明名称'}」，联系方式：「{contact or '未写明'}」",
        f"the policy names “{name or 'nobody'}”, to be reached at “{contact or 'nowhere'}”",
        evidence,
        fraction=1.0 if name and contact else 0.5,
        values={"name": name, "contact": contact},
    )


def _name(text: str, params: Params) -> str:
    """The company of the first line that says who runs the shop, else the words by which a person says so."""
    for match in policy.pattern(params.words["name"]).finditer(text):
        found = policy.companies(_line(text, match.start()))
        if found:
            return found[0]
    person = policy.pattern(params.words["person"]).search(text)
    return person.group() if person else ""


def _line(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : (text.find("\n", at) + len(text) + 1) % (len(text) + 1)]


def _contact(text: str, params: Params) -> str:
    for shape in (_MAIL, _PHONE):
        for match in shape.finditer(text):
            if not _BLANK.search(match.group()):
                return match.group()
    address = policy.pattern(params.words["address"]).search(text)
    return _line(text, address.start())[:80] if address else ""


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
