"""The column in which a subject is decided, as plain data for its template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from scoring.decisions.decision import Decision, FlagDecision, LineDecision, last_words
from scoring.decisions.decision_reuse import JudgingMoment, PlatformDecisions
from storage.people.work.comments import Comment
from storage.people.work.drafts import Draft
from xuncha.reports import words
from xuncha.sheets.review_rows import WorksheetKind, load_sheet_settings
from xuncha.web.rendering import load_web_words, render_part
from xuncha.web.views.reason_claims import Claim, ClaimWords, shorten_claims

AnyDecision = Decision | LineDecision | FlagDecision
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One decision as it is shown: ``said`` is a choice's key; ``by_cli``: who read it in where no browser did, "" = a browser."""

    who: str
    said: str
    value: float | None
    at: str
    reason: str
    agreed: bool
    carried: bool
    revised: bool
    holds: bool
    by_cli: str = ""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What the column shows. ``body``: the fields as they are to stand in the form; ``version``: what they are typed over;
    ``other``: what was kept elsewhere meanwhile; ``doubts``: questions to answer before it is stored;
    ``asked``: what to do where there is no question, a key of words, "" where there is one or nothing is open;
    ``awaited``: those of the ``open_left`` that wait for documents of the company; ``own``: the shop's address;
    ``phrases`` and ``keys_told``: as shown (``render_phrases``, ``render_keys``)."""

    kind: str
    subject: str
    audit: str
    choices: tuple[tuple[str, Mapping[str, str]], ...]
    suggested: Data | None
    because: Mapping[str, str]
    question: Mapping[str, str] | None
    hint: Mapping[str, str] | None
    asks_for: tuple[Mapping[str, str], ...]
    documents: tuple[Data, ...]
    body: Mapping[str, str]
    version: int
    said: tuple[SaidLine, ...]
    hidden: int
    comments: tuple[Comment, ...]
    previous: str
    following: str
    next_open: str
    addresses: Mapping[str, str]
    open_left: int
    undo: Data | None
    keys: bool
    may: bool
    seconds: float
    draft_seconds: float
    second_audits: tuple[Data, ...] = ()
    other: Mapping[str, str] | None = None
    doubts: tuple[Mapping[str, str], ...] = ()
    fault: Mapping[str, str] | None = None
    page: str = "decide"
    action: str = "decide"
    phrases: Markup | None = None
    keys_told: Markup | None = None
    asked: str = ""
    awaited: tuple[str, ...] = ()
    own: str = ""

    @property
    def is_finished(self) -> bool:
        """Whether the person may decide, and all that can be decided is."""
        return self.may and self.open_left == len(self.awaited)

    @property
    def all_choices(self) -> Mapping[str, Mapping[str, str]]:
        """The words of every choice of every kind."""
        return {key: words for kind in WorksheetKind for key, words in list_choices(kind)}

    def claims_in(self, lang: str) -> tuple[Claim, ...]:
        """What the machine says, one claim a line."""
        return list_claims(lang, self.because.get(lang, ""), (self.question or {}).get(lang, ""), self.own)


def list_claims(lang: str, because: str, question: str, own: str = "") -> tuple[Claim, ...]:
    """The claims of a reason as they are read beneath their question. ``own``: the shop's address."""
    said = load_web_words()["deciding"]["claims"]
    return shorten_claims(because, question, ClaimWords(**{name: by[lang] for name, by in said.items()}), own)


def list_choices(kind: WorksheetKind) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """What may be chosen, with the words of the sheet."""
    return tuple(load_sheet_settings()["choices"][kind].items())


@cache
def render_phrases(lang: str, kind: WorksheetKind) -> Markup:
    """The house phrases of a kind of subjects, as they are shown."""
    return render_part(
        lang, "decision_phrases.html.j2", choices=list_choices(kind), phrases=load_web_words()["deciding"]["phrases"]
    )


@cache
def render_keys(lang: str, kind: WorksheetKind) -> Markup:
    """What the keys do beside a subject of that kind, as it is shown."""
    return render_part(lang, "decision_keys.html.j2", choices=list_choices(kind))


def list_said(
    decided: PlatformDecisions, subject: str, now: JudgingMoment, cli: Mapping[str, str]
) -> tuple[SaidLine, ...]:
    """All that was ever decided on a subject, as far as it may be seen, newest first; ``cli``: who read it in, by the decision's time."""
    every: tuple[AnyDecision, ...] = (*decided.items, *decided.lines, *decided.flags)
    held = [decision for decision in every if _subject(decision) == subject]
    own: list[Any] = [decision for decision in held if now.owns(decision)]
    latest = set(last_words(own))
    lines = [
        _line(decision, now, decision in latest or not now.owns(decision), cli.get(decision.at, ""))
        for decision in held
    ]
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def make_undo(drafts: Iterable[Draft], now: Any) -> Data | None:
    """The word said last, while it may be taken back: its subject, its choice and the seconds left."""
    last = max(
        (draft for draft in drafts if draft.due_at and draft.due_at > now),
        key=lambda draft: draft.kept_at,
        default=None,
    )
    if last is None or last.due_at is None:
        return None
    left = (last.due_at - now).total_seconds()
    return {
        "subject": last.subject,
        "said": last.body.get("verdict", ""),
        "left": round(left),
        "agreed": "agreed" in last.body,
    }


def _line(said: AnyDecision, now: JudgingMoment, latest: bool, by_cli: str) -> SaidLine:
    carried = not now.owns(said)
    word, value = _said(said)
    return SaidLine(
        words.clean_text(said.assessor), word, value, said.at, words.clean_text(said.reason),
        isinstance(said, Decision) and said.agreed, carried, not latest, latest, by_cli,
    )  # fmt: skip


def _said(said: AnyDecision) -> tuple[str, float | None]:
    match said:
        case Decision():
            return said.verdict.value, said.value
        case LineDecision():
            return "confirm" if said.confirmed else "reject", None
        case FlagDecision():
            return "yes" if said.value else "no", None


def _subject(said: AnyDecision) -> str:
    match said:
        case Decision():
            return said.item
        case LineDecision():
            return said.line
        case FlagDecision():
            return said.flag
