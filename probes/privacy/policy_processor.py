"""Does the policy name who processes the data, and how to reach them?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading import policy
from probes.reading.policy_items import missing
from probes.text.companies import companies
from probes.text.ranking import clip
from probes.text.topic_weights import score

SUBJECT = Text("个人信息处理者名称和联系方式", "who processes the data and how to reach them")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:400-?\d{3,4}-?\d{3,4}|95\d{3,4}|0\d{2,3}-?\d{7,8}|1[3-9]\d{9})(?!\d)")
_TOPIC = "contact"
_QUOTE = 200  # characters of a line that are shown
_BLANK = re.compile(r"[xX*＊]{4,}|^(?:xxx+|your|example|test)@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """A name or a way to reach somebody, with the page and the line that says so, as it is written."""

    what: str
    view: View
    line: str


def judge(site: Site, params: Params) -> Answer:
    name: _Said | None = None
    contact: _Said | None = None
    at: View | None = None
    for view in policy.documents(site):
        name = name or _name(view, params)
        contact = contact or _contact(view, params)
        at = at or (view if name or contact or policy.placeholder(view) else None)
    if at is None:
        return missing(site, params, SUBJECT)
    blank = policy.placeholder(at)
    brand = policy.foreign(at, site.platform)
    said = dict.fromkeys((each.view.id, each.line) for each in (contact, name) if each is not None)
    views = {view.id: view for view in policy.documents(site)}
    evidence = [shown(views[id], quote=clip(line, _QUOTE)) for id, line in said] or [shown(at)]
    if brand or (blank and not (name and contact)):
        return unsure(
            f"处理者名称疑为他人或未填写：「{brand or blank}」",
            f"the processor seems to be somebody else or left blank: “{brand or blank}”",
            *evidence,
            guess=0.0,
            question=Text(
                "政策中的处理者是否为本平台经营者？", "Is the processor named in the policy the shop's operator?"
            ),
        )
    if not name or not contact:
        lacking = missing(site, params, SUBJECT)
        if lacking.outcome != "no":
            return lacking
    who, how = (each.what if each is not None else "" for each in (name, contact))
    return yes(
        f"政策写明处理者：「{who or '未写明名称'}」，联系方式：「{how or '未写明'}」",
        f"the policy names “{who or 'nobody'}”, to be reached at “{how or 'nowhere'}”",
        *evidence,
        fraction=1.0 if name and contact else 0.5,
        values={"name": who, "contact": how},
    )


def _name(view: View, params: Params) -> _Said | None:
    """The company of the first line that says who runs the shop, else the words by which a person says so."""
    text = _folded(view)
    for match in policy.pattern(params.words["name"]).finditer(text):
        found = companies(_line(text, match.start()))
        if found:
            return _said(found[0], view, match.start())
    person = policy.pattern(params.words["person"]).search(text)
    return _said(person.group(), view, person.start()) if person else None


def _contact(view: View, params: Params) -> _Said | None:
    """The mail or phone of the line that is most about reaching somebody; else an address."""
    text = _folded(view)
    found = [
        _said(match.group(), view, match.start())
        for shape in (_MAIL, _PHONE)
        for match in shape.finditer(text)
        if not _BLANK.search(match.group())
    ]
    if found:
        return max(found, key=lambda each: score(_TOPIC, policy.fold(each.line)))
    address = policy.pattern(params.words["address"]).search(text)
    return _said(_line(text, address.start())[:80], view, address.start()) if address else None


def _folded(view: View) -> str:
    """The text with its characters composed, which joins no lines."""
    return unicodedata.normalize("NFKC", view.text)


def _said(what: str, view: View, at: int) -> _Said:
    written = view.text.split("\n")[_folded(view).count("\n", 0, at)]
    return _Said(what, view, written.strip())


def _line(text: str, at: int) -> str:
    """The whole line at that place."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return text[start : end if end >= 0 else len(text)].strip()


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
