"""Does the policy name who processes the data, and how to contact them?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.site import Site, View
from crawler.spelling import simplify_words
from crawler.vocabulary import Role
from probes.answers.policy_items import answer_missing_policy
from probes.finding import Answer, Outcome, Text, evidence_on_page, unsure, yes
from probes.pages.rules import brands, policy
from probes.probe import Need, Params, Probe
from probes.text.companies import find_companies
from probes.text.learnt.topic_weights import score_topic
from probes.text.normalise import fold_text
from probes.text.ranking import clip_quote

SUBJECT = Text("个人信息处理者名称和联系方式", "who processes the data and how to reach them")
_MAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(
    r"(?<!\d)(?:400[- ]?\d{3,4}[- ]?\d{3,4}|95\d{3,4}|0\d{2,3}[- ]?\d{3,4}[- ]?\d{3,4}|1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)"
)
_ADDRESS = re.compile(r"https?://[\x21-\x7e]+")  # digits of an address on the web are no phone
_BLANK = re.compile(r"[xX*＊]{4,}|^(?:xxx+|your|example|test)@|@(?:[\w-]+\.)?example\.(?:com|org|net)$", re.IGNORECASE)
_SENTENCE = re.compile(r"[^。！!；;\n]+")
_CLAUSE = re.compile(r"[，,；;：:]")
_TOPIC = "contact"


@dataclass(frozen=True, slots=True)
class _Said:
    """A name or a contact, with its page and the line that gives it, as written."""

    what: str
    view: View
    line: str


def judge(site: Site, params: Params) -> Answer:
    name: _Said | None = None
    contact: _Said | None = None
    at: View | None = None
    for view in policy.policy_documents(site):
        name = name or _name(view, params)
        contact = contact or _contact(view, params)
        name = name or _beside(view, contact, params)
        at = at or (view if name or contact or policy.find_placeholder(view) else None)
    if at is None:
        return _mentioned(site, params, answer_missing_policy(site, params, SUBJECT))
    blank = policy.find_placeholder(at)
    brand = brands.foreign_brand(at, site.platform)
    said = dict.fromkeys((statement.view.id, statement.line) for statement in (contact, name) if statement is not None)
    views = {view.id: view for view in policy.policy_documents(site)}
    evidence = [evidence_on_page(views[id], quote=clip_quote(line, policy.QUOTE)) for id, line in said] or [
        evidence_on_page(at)
    ]
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
    who, how = (statement.what if statement is not None else "" for statement in (name, contact))
    zh = f"政策写明处理者：「{who or '未写明名称'}」，联系方式：「{how or '未写明'}」"
    en = f"the policy names “{who or 'nobody'}”, to be reached at “{how or 'nowhere'}”"
    if name and contact:
        return yes(zh, en, *evidence, fraction=1.0, values={"name": who, "contact": how})
    lacking = answer_missing_policy(site, params, SUBJECT)
    if lacking.outcome not in (Outcome.NO, Outcome.UNSURE):
        return lacking
    ask = Text(
        "政策中是否以其他方式写明处理者的名称和联系方式？",
        "Does the policy name the processor and a way to reach it in other words?",
    )
    half = params.limit("half_share")  # the other half may stand there in a shape that we do not know
    evidence += lacking.evidence if lacking.outcome is Outcome.UNSURE else ()
    return unsure(zh, en, *evidence, guess=half, question=ask, values={"name": who, "contact": how})


def _mentioned(site: Site, params: Params, lacking: Answer) -> Answer:
    """The answer; where it is NO but a company or its seat is mentioned all the same, a person is asked who that is."""
    if lacking.outcome is not Outcome.NO:
        return lacking
    others, seat = policy.pattern(params.words["name_never"]), policy.pattern(params.words["seat"])
    for view in policy.policy_documents(site):
        for at, written in _pieces(_folded(view), params):
            if (find_companies(written) or seat.search(written)) and not others.search(fold_text(written)):
                line = _said("", view, at).line
                return unsure(
                    f"政策提及公司或其住所，但未能确认其为个人信息处理者：「{clip_quote(line, policy.SAID)}」",
                    f"a company or its seat is spoken of, yet whether it is the processor could not be told: “{clip_quote(line, policy.SAID)}”",
                    evidence_on_page(view, quote=clip_quote(line, policy.QUOTE)),
                    guess=params.limit("half_share"),
                    question=Text("所提及的公司是否为个人信息处理者？", "Is the company spoken of the processor?"),
                )
    return lacking


def _pieces(text: str, params: Params) -> Iterator[tuple[int, str]]:
    """Sentences of the text, each with the position where it begins; unending ones are cut into pieces."""
    most = int(params.limit("sentence"))
    for said in _SENTENCE.finditer(text):
        for at in range(said.start(), said.end(), most):
            yield at, text[at : min(at + most, said.end())]


def _name(view: View, params: Params) -> _Said | None:
    """The company a sentence names as speaking, running the shop or being responsible; else the words by which a person is named."""
    text = _folded(view)
    for words in ("own", "name"):  # who calls himself "we" may speak of others in the same breath
        wanted, others = policy.pattern(params.words[words]), policy.pattern(params.words[f"{words}_never"])
        for at, written in _pieces(text, params):
            plain = fold_text(written)
            if others.search(plain):
                continue
            for match in wanted.finditer(plain):
                if company := _company(written, plain, match):
                    return _said(company, view, at)
    if (headed := _headed(view, params)) is not None:
        return headed
    person = policy.pattern(params.words["person"]).search(text)
    return _said(person.group(), view, person.start()) if person else None


def _headed(view: View, params: Params) -> _Said | None:
    """The only company of the policy's title (某某有限公司隐私政策), or of the line under a heading of who processes the data.

    A title stands before the first sentence: later ones are of other policies.
    """
    titled, over = policy.pattern(params.words["titled"]), policy.pattern(params.words["headed"])
    others = policy.pattern(params.words["name_never"] + params.words["beside_never"])
    before, begun = policy.LineKind.OTHER, False
    for line, heading, kind in policy.list_headed_lines(view.text):
        plain = fold_text(line)
        title = kind is policy.LineKind.HEADING and not begun and titled.search(plain)
        first = before is policy.LineKind.HEADING and kind is not before and over.search(heading)
        before, begun = kind, begun or bool(policy.split_sentences(line))
        named = find_companies(plain) if (title or first) and not others.search(f"{heading}\n{plain}") else ()
        if len(named) == 1:
            return _Said(named[0], view, line.strip())
    return None


def _beside(view: View, contact: _Said | None, params: Params) -> _Said | None:
    """The only company of the page, where it stands beside the contact and does nothing else there; else None."""
    if contact is None or contact.view is not view:
        return None
    others = policy.pattern(params.words["name_never"] + params.words["beside_never"])
    text = _folded(view)
    named = [(at, written, company) for at, written in _pieces(text, params) for company in find_companies(written)]
    if len({name for _, _, name in named}) != 1:
        return None
    reached = next((n for n, line in enumerate(view.text.split("\n")) if line.strip() == contact.line), None)
    for at, written, company in named:
        far = reached is None or abs(text.count("\n", 0, at) - reached) > params.limit("beside_lines")
        if not far and not others.search(fold_text(written)) and not _does_else(written, company, params):
            return _said(company, view, at)
    return None


def _does_else(written: str, company: str, params: Params) -> bool:
    """Whether the deed told behind "by" says that the company is there for something else than the shop or the data (由…供货)."""
    before, _, behind = written.partition(company)
    deed = fold_text(_CLAUSE.split(behind, 1)[0])
    return before.endswith(params.words["beside_by"]) and not policy.pattern(params.words["beside_deed"]).search(deed)


def _company(written: str, plain: str, match: re.Match[str]) -> str:
    """The first company that the matched words of the folded sentence name, as written, or empty."""
    named, as_written = find_companies(plain), find_companies(written)
    for index, company in enumerate(named):
        at = plain.find(company)
        if at < match.end() and at + len(company) > match.start():
            return as_written[index] if len(as_written) == len(named) else company
    return ""


def _contact(view: View, params: Params) -> _Said | None:
    """The mail or phone in the line most about getting in touch, or an address; contacts of other companies do not count."""
    text = _folded(view)
    others = policy.pattern(params.words["name_never"])
    lines = zip(text.split("\n"), view.text.split("\n"), strict=True)
    ways = ((_way(line, shape), written) for line, written in lines for shape in (_MAIL, _PHONE))
    found = [_Said(way, view, written.strip()) for way, written in ways if way]
    own = [statement for statement in found if not others.search(fold_text(statement.line))]
    if own:
        return max(own, key=lambda statement: score_topic(_TOPIC, fold_text(statement.line)))
    address = policy.pattern(params.words["address"]).search(text)
    return _said(clip_quote(_line(text, address.start()), policy.SAID), view, address.start()) if address else None


def _way(line: str, shape: re.Pattern[str]) -> str:
    """The first contact of that shape in the line that is no blank form field, or empty."""
    found = shape.finditer(_ADDRESS.sub(" ", line))
    return next((match.group() for match in found if not _BLANK.search(match.group())), "")


def _folded(view: View) -> str:
    """The text with its characters composed and simplified, line by line, so that no lines are joined."""
    return simplify_words(unicodedata.normalize("NFKC", view.text))


def _said(what: str, view: View, at: int) -> _Said:
    written = view.text.split("\n")[_folded(view).count("\n", 0, at)]
    return _Said(what, view, written.strip())


def _line(text: str, at: int) -> str:
    """The whole line at that position."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return text[start : end if end >= 0 else len(text)].strip()


PROBE = Probe(
    reads=(Need(Role.PRIVACY),),
    judge=judge,
    words=(
        "learnt",
        "own",
        "name",
        "own_never",
        "name_never",
        "titled",
        "headed",
        "person",
        "seat",
        "address",
        "beside_never",
        "beside_by",
        "beside_deed",
    ),
    limits=("sentence", "doubtful", "half_share", "beside_lines"),
)
