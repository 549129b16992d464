"""Through how many channels can a consumer complain?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.answers.complaints.complaint_items import with_planned
from probes.answers.statements import ask_whether_stated, doubt_statement
from probes.finding import Answer, Evidence, Text, Value, evidence_on_page, in_part, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.layout.forms import written_fields
from probes.pages.main.linked import Unreached, linked_view
from probes.pages.rules.passages import read_lines, read_passages
from probes.pages.rules.policy import Sentence, find_statement, pattern
from probes.pages.service.channels import Channel, name_channel, own_addresses
from probes.pages.service.channels_seen import find_ways
from probes.pages.service.complaint_links import ComplaintKind, complaint_entries
from probes.pages.service.leading import is_in_nowhere
from probes.probe import Need, Params, Probe
from probes.schema.part_words import DOUBT
from probes.text.amounts import count_in_words
from probes.text.normalise import plain_text
from probes.text.numbers import authorities, phones

SUBJECT = Text("投诉渠道", "a channel for complaints")
_ENDS = re.compile(r"[。；;\n]")
_CLAUSE_ENDS = re.compile(r"[。；;\n，,！!？?]")
_QUOTED = 60  # characters of a sentence that is shown for a channel
_WHOLE = frozenset({phones.PhoneKind.LANDLINE, phones.PhoneKind.MOBILE})
ROLES = (Role.HOME, Role.COMPLAINT, Role.SERVICE, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    roles = with_planned(site, ROLES, Role.AFTER_SALES)
    views, _ = searched_views(site, roles)
    found: dict[str, Evidence] = {}
    told = find_ways(site, views)
    # What is printed for complaints shows a channel better than what every page prints.
    for view in sorted(views, key=lambda view: view.role is not Role.COMPLAINT):
        for name, evidence in _channels(site, view, params):
            found.setdefault(name, evidence)
    if Channel.CHAT in told.found:
        view, offer = told.found[Channel.CHAT]
        found["chat"] = offer.evidence(view)
    spoken = told.announced.get(Channel.CHAT) or told.hidden.get(Channel.CHAT)
    only = next(
        (channel for channel in (Channel.CHAT, Channel.PHONE) if channel in told.announced or channel in told.hidden),
        None,
    )
    if not found and only is not None:
        view, offer = told.announced.get(only) or told.hidden[only]
        what = name_channel(only)
        return answer_hidden(site, roles) or unsure(
            f"仅有文字提及{what.zh}「{offer.quote[:40]}」，未见可用的入口",
            f"{what.en}: only spoken of (“{offer.quote[:40]}”), no entry that works was seen",
            offer.evidence(view),
            guess=0.0,
            question=Text(f"消费者能否经该{what.zh}投诉？", f"Can a consumer complain by this way ({what.en})?"),
        )
    if not found:
        own = [view for view in views if view.role is Role.COMPLAINT]
        asked = answer_hidden(site, roles, public=True) or doubt_statement(own, params, SUBJECT)
        asked = asked or _ask_ways(views, params)
        return asked or not_found(site, roles, "未见任何投诉渠道", "no channel for complaints was found", fraction=0.0)
    share = params.limit(("one", "two", "three")[min(len(found), 3) - 1])
    values: dict[str, Value] = {"channels": tuple(found)}
    note_zh, note_en = (
        ("；另有文字提及在线客服，未见可用的入口", "; a chat is only spoken of, no entry that works was seen")
        if spoken is not None and Channel.CHAT in told.announced
        else ("", "")
    )
    names = dict(name.split("=", 1) for name in params.words["names"])
    answer = yes(
        f"投诉渠道 {len(found)} 种：{'、'.join(f'{names[name]}「{entry.quote[:30]}」' for name, entry in found.items())}{note_zh}",
        f"{count_in_words(len(found), 'channel')}: {', '.join(found)}{note_en}",
        *found.values(),
        fraction=share,
        values=values,
    )
    return answer if share == 1.0 else answer_hidden(site, roles) or in_part(answer)


def _channels(site: Site, view: View, params: Params) -> list[tuple[str, Evidence]]:
    """Channels this page offers, each with what shows it; a chat is judged separately."""
    found: list[tuple[str, Evidence]] = []
    text = plain_text(view.text)
    inputs = written_fields(view)
    if view.role is Role.COMPLAINT and len(inputs) >= params.limit("form_fields"):
        found.append(("form", evidence_on_page(view, inputs[0])))
    for entry in complaint_entries(view):
        href = entry.element.href
        linked = (
            entry.kind is ComplaintKind.CONSUMER
            and not entry.printed
            and href
            and not is_in_nowhere(view, entry.element)
            and not _is_download(entry.element, params)
        )
        if linked and not href.startswith(("tel:", "mailto:")) and _may_hold_form(linked_view(site, href)):
            found.append(("form", evidence_on_page(view, entry.element)))
            break
    aside = pattern(params.words["aside"])
    phone = next(
        (
            phone
            for phone in phones.find_page_phones(view)
            if _answers(phone, view, params)
            and not (phone.element is None and _is_aimed(view, phone.phone.start, params))
        ),
        None,
    )
    if phone is not None:
        found.append(("phone", evidence_on_page(view, phone.element, phone.quote)))
    if view.role is Role.COMPLAINT and all(name != "form" for name, _ in found):
        told = find_statement(read_passages(view.text), params.words["form_told"], affirmed=True)
        found += [] if told is None else [("form", evidence_on_page(view, quote=told.raw[:_QUOTED]))]
    reach = int(params.limit("near"))
    for name in ("post", "wechat"):
        near = pattern(params.words[f"{name}_near"]) if f"{name}_near" in params.words else None
        for hit in pattern(params.words[name]).finditer(text):
            around = text[max(0, hit.start() - reach) : hit.end() + reach]
            if authorities.leads_to(text, hit.start()) or not _of_complaints(view, around, params):
                continue
            if near is None or near.search(around):
                found.append((name, evidence_on_page(view, quote=hit.group()[:40])))
                break
    here = params.words["mail_here"] if view.role is Role.COMPLAINT else ()
    words = params.words["complained"] if view.role is Role.AFTER_SALES else (*params.words["mail"], *here)
    near, blank = pattern(words), pattern(params.words["mail_blank"])
    mail = next(
        (
            m
            for m in own_addresses(view.text)
            if near.search(plain_text(_around(view.text, m.start(), m.end(), reach)))
            and not _is_aside(plain_text(_ENDS.split(view.text[max(0, m.start() - reach) : m.start()])[-1]), aside)
            and not blank.search(plain_text(m.group()))
            and not _is_aimed(view, m.start(), params)
        ),
        None,
    )
    if mail is not None:
        found.append(("mail", evidence_on_page(view, quote=mail.group())))
    return found


def _ask_ways(views: Iterable[View], params: Params) -> Answer | None:
    """UNSURE where a line that leads nowhere names a way to complain (``doubt_line``), or, on a page for complaints, several ways in a bare list."""
    ways, matter = [pattern((way,)) for way in params.words["ways"]], pattern(params.words["doubt_near"])
    for view in views:
        links = {" ".join((link.text or link.own).split()) for link in view.elements if link.href}
        lines = read_lines(view.text)
        told = [Sentence(said, raw) for raw, said in lines if raw not in links and not _is_of_authority(said)]
        named = find_statement(told, params.words["doubt_line"], never=params.words["never"], affirmed=True)
        listed = (line for line in told if sum(way.search(line.text) is not None for way in ways) > 1)
        if named is None and view.role is Role.COMPLAINT:
            named = next((line for line in listed if matter.search(line.text)), None)
        if named is not None:
            return ask_whether_stated(view, named.raw, SUBJECT)
    return None


def _is_of_authority(said: str) -> bool:
    """Does a folded line give the way to an authority?"""
    return authorities.leads_to(said, len(said)) or authorities.gives_number(said)


def _answers(page: phones.PagePhone, view: View, params: Params) -> bool:
    """Does somebody answer consumers at this number? On a page for complaints also where it is only called a phone, or is to be rung."""
    if _is_aside(plain_text(page.quote), pattern(params.words["aside"])):
        return False
    if view.role is not Role.COMPLAINT:
        return page.own
    return page.own or page.phone.purpose is phones.PhonePurpose.CONTACT or _is_rung(page, view, params)


def _is_rung(page: phones.PagePhone, view: View, params: Params) -> bool:
    """Whether the text says to ring a number that bears no label (打 010-…… 找店长); those of five digits are carriers' and banks'."""
    phone = page.phone
    if page.element is not None or phone.purpose is not None or phone.kind not in _WHOLE:
        return False
    before = _ENDS.split(view.text[max(0, phone.start - int(params.limit("rung"))) : phone.start])[-1]
    return pattern(params.words["rung"]).search(plain_text(before)) is not None


def _is_aside(said: str, aside: re.Pattern[str]) -> bool:
    """Is a contact there for some other business, and not for complaints too?"""
    return aside.search(said) is not None and "投诉" not in said


def _of_complaints(view: View, said: str, params: Params) -> bool:
    """Whether what stands there may be for complaints: on a page about returns only where it says so itself."""
    return view.role is not Role.AFTER_SALES or pattern(params.words["complained"]).search(said) is not None


def _around(text: str, start: int, end: int, reach: int) -> str:
    """What stands before an address, itself, and what its own clause says behind it (… 写信到 x@y.example 投诉)."""
    return text[max(0, start - reach) : end] + _CLAUSE_ENDS.split(text[end : end + reach])[0]


def _is_aimed(view: View, at: int, params: Params) -> bool:
    """Does the case told before it in its sentence say that a contact is there for something else (如需开发票，请拨打…)?"""
    before = view.text[max(0, at - int(params.limit("case"))) : at]
    said = plain_text(_ENDS.split(before)[-1])
    told = [said[case.end() :].partition(",") for case in pattern(params.words["case"]).finditer(said)]
    aims = [aim for aim, comma, _ in told if aim and comma]
    return bool(aims) and not any(pattern(params.words["aim"]).search(aim) for aim in aims)


def _is_download(element: Element, params: Params) -> bool:
    """Is the entry a file to fill in and send some other way, and so no form?"""
    ends = params.words["file"]
    said = (element.href.partition("?")[0].partition("#")[0], element.text, element.own)
    return any(label.lower().strip().endswith(ends) for label in said)


def _may_hold_form(page: View | Unreached) -> bool:
    """Is the page behind an entry unknown, or known to hold a form? False for one hidden from us, on which nothing may rest."""
    return bool(written_fields(page)) if isinstance(page, View) else page is Unreached.NEVER


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, required=False) for role in (*ROLES[1:], Role.AFTER_SALES))),
    judge=judge,
    words=(
        "file",
        "mail_blank",
        "complained",
        "post",
        "wechat",
        "wechat_near",
        "mail",
        "mail_here",
        "names",
        "form_told",
        "aside",
        "rung",
        "case",
        "aim",
        "ways",
    ),
    may_words=("never", "rest", *DOUBT),
    limits=("one", "two", "three", "form_fields", "near", "case", "rung"),
)
