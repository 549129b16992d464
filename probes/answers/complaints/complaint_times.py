"""Time limits promised for complaints: durations in sentences, lists and tables about complaints and the stage in question."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.answers.complaints.complaint_items import FILE as COMPLAINT_ITEMS_FILE
from probes.answers.complaints.complaint_items import NOT_OURS, OTHER, RULE_ROLES, with_service
from probes.answers.complaints.day_words import find_day_words
from probes.finding import Answer, Text, evidence_on_page, in_part, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.lists.listed_lines import list_items, read_bare_lines, read_text_rows
from probes.pages.main.own_title import own_title
from probes.pages.rules.passages import read_passages
from probes.pages.rules.policy import Sentence, pattern
from probes.pages.rules.questions import join_answers
from probes.pages.rules.unfolded import unfolded_text
from probes.probe import Params
from probes.text import silence
from probes.text.normalise import fold_text
from probes.text.numbers import periods
from probes.text.numbers.periods import Period, PeriodBound
from probes.text.ranking import LABELLED, SentenceMerit, clip_quote, sentence_merit
from probes.text.remember import per_line, per_view
from probes.text.shown import list_seen

_DATA = COMPLAINT_ITEMS_FILE.load()
_SINCE, _THEIRS = pattern(tuple(_DATA.since)), pattern(tuple(_DATA.theirs))
_OF_MONEY, _ASIDE = pattern(tuple(_DATA.of_money)), pattern(tuple(_DATA.aside))
_VAGUE, _BEGINS = pattern(tuple(_DATA.vague)), pattern(tuple(_DATA.begins))
_MEDIATING = pattern(tuple(_DATA.mediating))
_NO_STAGE = pattern((*_DATA.since, *_DATA.unsettled))
_QUOTED = 3  # sentences shown, at most
_BEGUN = Text(
    "；仅为受理或首次联系的时限，未见办结时限", "; that is how soon it begins, how soon it ends was not found"
)
_OR_ELSE = Text(
    "，但另有一处时间，未能确认是否为办结时限：「{quote}」",
    ", but there is another time, and whether it is that one could not be told: “{quote}”",
)
_CLAUSE = re.compile(r"[,，、:：;；。|→]")
_UNIT = re.compile(
    r"\((?:单位)?:?(?P<unit>小时|工作日|自然日|天|日|分钟)\)"
)  # 时限(小时) heads a column of bare numbers
_CELLS = frozenset({"td", "th"})


def find_time_limits(
    view: View, params: Params, said: tuple[Sentence, ...] | None = None
) -> Iterator[tuple[Sentence, Period]]:
    """Sentences, items of lists and table rows (of these ``said`` alone, if given) that promise a duration, each with it.

    They hold a word of ``stage`` and one of ``about`` (in themselves, their heading or the page's title, or anywhere on a
    page opened for complaints), and no ``never`` word. What the parties owe (双方应在三日内举证) is no promise of the platform,
    and what speaks of another matter (发票, 咨询) and not of complaints is none for them.
    """
    own = (
        view.role is Role.COMPLAINT
        and pattern(params.words["about"]).search(fold_text(unfolded_text(view))) is not None
    )
    for sentence in _of_complaints(view, params, _timed(view) if said is None else said, whole=own):
        for period in _promised(sentence.text, params):
            if not _ends(sentence.text, period, params):
                yield sentence, period


def _of_complaints(
    view: View, params: Params, said: tuple[Sentence, ...], *, whole: bool = False
) -> Iterator[Sentence]:
    """What of the said is about complaints; all of it where the ``whole`` page may be."""
    about, never = pattern(params.words["about"]), pattern(params.words.get("never", ()) + NOT_OURS)
    titled = fold_text(own_title(view))
    if OTHER.search(titled):
        return
    for sentence in said:
        if OTHER.search(sentence.heading) or never.search(sentence.text):
            continue
        around = (whole or about.search(f"{sentence.heading}\n{titled}")) and not _ASIDE.search(sentence.text)
        if about.search(sentence.text) or around:
            yield sentence


@per_view
def _timed(view: View) -> tuple[Sentence, ...]:
    """What holds a duration at all."""
    return tuple(sentence for sentence in told_sentences(view) if _lasts(sentence.text))


@per_view
def _hasty(view: View) -> tuple[Sentence, ...]:
    """What holds a duration or promises haste."""
    return tuple(sentence for sentence in told_sentences(view) if _lasts(sentence.text) or _VAGUE.search(sentence.text))


@per_view
def told_sentences(view: View) -> tuple[Sentence, ...]:
    """Sentences, answers with their questions, items, cells and bare lines of the page.

    A question that names a time itself asks for that time, and promises none.
    """
    text = unfolded_text(view)
    answers = (answer.sentence for answer in join_answers(text) if not _lasts(answer.sentence.text[: answer.led]))
    said = (*read_passages(text), *answers, *list_items(text), *_told_cells(text), *_rows(view), *read_bare_lines(text))
    return tuple(dict.fromkeys(said))


@per_line
def _lasts(said: str) -> bool:
    return any(map(_times, _CLAUSE.split(said)))


def _times(said: str) -> tuple[Period, ...]:
    """Durations of the said but those in which its reader has to act."""
    promised = (period for period in periods.find_periods(said) if not periods.is_buyers(said, period))
    return (*promised, *find_day_words(said))


def _promised(said: str, params: Params) -> Iterator[Period]:
    """Durations in the clause that names the stage; without any there, those of the whole sentence except a refund's or a delivery's.

    A stage that only starts the clock (自受理之日起), or that is not reached (解决不了的), does not count.
    """
    stage = pattern(params.words["stage"])
    clauses = [clause for clause in _CLAUSE.split(said) if not _THEIRS.search(clause)]
    staged = [clause for clause in clauses if stage.search(_NO_STAGE.sub("", clause))]
    timed = [period for clause in staged for period in _times(clause)]
    if staged and not timed:
        timed = [period for clause in clauses if not _OF_MONEY.search(clause) for period in _times(clause)]
    yield from (period for period in timed if period.bound is not PeriodBound.AT_LEAST)


def _ends(said: str, period: Period, params: Params) -> bool:
    """Is it how long the whole takes, and too long to tell how soon an earlier stage comes (``ending``)?

    What is settled in time was answered in time; what is settled later may have been answered before.
    """
    words = params.words.get("ending", ())
    if not words or period.hours <= params.limit("good_hours"):
        return False
    return any(period.raw in clause and pattern(words).search(clause) for clause in _CLAUSE.split(said))


def _told_cells(text: str) -> Iterator[Sentence]:
    """The cells of tables in the text, each with its row's first cell and its column's name."""
    for row in read_text_rows(text):
        first, over = row.cells[0], f"{row.heading} {row.names[0]}".strip()
        for name, cell in zip(row.names[1:], row.cells[1:], strict=True):
            unit = _UNIT.search(name)
            said = f"{cell}{unit['unit']}内" if unit and cell.isdecimal() else cell
            yield Sentence(f"{first} {name} {said}", row.raw, over)


@per_view
def _rows(view: View) -> tuple[Sentence, ...]:
    """Table cells that hold a duration, with their column's head; the row's first cell and the line above the table make the heading."""
    cells = [element for element in list_seen(view.elements) if element.tag in _CELLS and (element.text or element.own)]
    lines: dict[int, list[Element]] = {}
    for cell in cells:
        lines.setdefault(round(cell.box.y), []).append(cell)
    found: list[Sentence] = []
    head: list[Element] = []
    for line in lines.values():
        texts = [fold_text(element.text or element.own).strip() for element in line]
        if not any(map(_times, texts)):
            head = head if any(map(_VAGUE.search, texts)) else line  # a row that says 立刻 names no columns
            continue
        for element, text in zip(line, texts, strict=True):
            if not _times(text):
                continue
            over = [fold_text(one.text or one.own) for one in head if abs(one.box.x - element.box.x) <= _DATA.column]
            told = " ".join((texts[0], *(other for other in texts[1:] if not _times(other)), *over[:1], text))
            found.append(Sentence(told, told, texts[0]))
    return tuple(found)


def _worth(view: View, sentence: Sentence, params: Params) -> SentenceMerit:
    """How closely a sentence is about the stage: by its chapter, and by how many of the stage's words it holds."""
    own, said = params.words.get("chapter", ()), sentence.text
    strength = len(silence.list_held(said, params.words["stage"]))
    return sentence_merit(
        said, sentence.heading, sentence.label, own=own, titled=fold_text(own_title(view)), strength=strength
    )


def judge_limit(site: Site, params: Params, subject: Text) -> Answer:
    """YES with a quote of the duration that is most about the stage; then general cases before urgent ones, then the shortest.

    All points up to ``good_hours``, half of them up to ``most_hours``, none beyond. UNSURE where a duration stands with
    a word of ``doubt``, which may mean the stage, and where only urgent or other special cases have one.
    """
    roles = with_service(site, RULE_ROLES)
    views, _ = searched_views(site, roles)
    found = [
        (_worth(view, sentence, params), view, sentence, period)
        for view in views
        for sentence, period in find_time_limits(view, params)
    ]
    if not found:
        spoken = answer_hidden(site, roles, public=True) or _doubt_limit(views, params, subject)
        zh, en = f"未见{subject.zh}", f"{subject.en} is not stated"
        return spoken or not_found(site, roles, zh, en, fraction=0.0, where=AnswerPlace.TEXTS)
    if not any(worth.general for worth, _, _, _ in found):
        _, view, sentence, _ = found[0]
        return _ask_whether(view, sentence, subject)
    found = [row for row in found if not _MEDIATING.search(row[2].text)] or found
    named = params.words.get("named", ())
    found = [row for row in found if named and pattern(named).search(row[2].text)] or found  # 第一次答复
    _, view, sentence, period = max(found, key=lambda row: (row[0], -row[3].hours))
    hours = period.hours
    # Where each stage has a labelled limit, all are shown: one alone would not say how long the whole takes.
    staged = [
        (page, sentence)
        for worth, page, sentence, _ in found
        if page is view and worth.place > LABELLED and worth.general
    ]
    shown_all = {sentence.raw: sentence for _, sentence in (staged if len(staged) > 1 else ())} or {
        sentence.raw: sentence
    }
    quote = "」「".join(clip_quote(raw, 120) for raw in list(shown_all)[:_QUOTED])
    quote_en = quote.replace("」「", "” “")
    fraction = 1.0 if hours <= params.limit("good_hours") else 0.5 if hours <= params.limit("most_hours") else 0.0
    lacking = Text("", "") if _settles(views, params) else _BEGUN
    fraction = min(fraction, 0.5) if lacking.zh else fraction
    other = _find_other_time(views, params, sentence.raw) if lacking.zh else None
    if other is not None:
        said = Text(*(words.format(quote=clip_quote(other[1].raw, 120)) for words in (_OR_ELSE.zh, _OR_ELSE.en)))
        return unsure(
            f"{subject.zh}：「{period.raw}」，「{quote}」{lacking.zh}{said.zh}",
            f"{subject.en}: “{period.raw}”, “{quote_en}”{lacking.en}{said.en}",
            evidence_on_page(view, quote=clip_quote(sentence.raw, 200)),
            evidence_on_page(other[0], quote=clip_quote(other[1].raw, 200)),
            guess=fraction,
            question=Text(
                f"{subject.zh}中，最后所引的时间是否为办结时限？",
                f"Of {subject.en}: is the time quoted last how soon a complaint is settled?",
            ),
            values={"hours": hours},
        )
    answer = yes(
        f"{subject.zh}：「{period.raw}」，「{quote}」{lacking.zh}",
        f"{subject.en}: “{period.raw}”, “{quote_en}”{lacking.en}",
        *(evidence_on_page(view, quote=clip_quote(raw, 200)) for raw in list(shown_all)[:_QUOTED]),
        fraction=fraction,
        values={"hours": hours},
    )
    return answer if fraction == 1.0 else answer_hidden(site, roles) or in_part(answer)


def _settles(views: Iterable[View], params: Params) -> bool:
    """Whether a time is that of the end, where the end is asked for (``settling``)."""
    asked = params.words.get("settling", ())
    ending = dataclasses.replace(params, words={**params.words, "stage": asked})
    return not asked or any(True for view in views for _ in find_time_limits(view, ending))


def _find_other_time(views: Iterable[View], params: Params, known: str) -> tuple[View, Sentence] | None:
    """The first time that the pages on complaints give for no stage before the end and not for money; None where there is none.

    What was quoted (``known``) is left out.
    """
    for view in views:
        for sentence in _of_complaints(view, params, _timed(view), whole=view.role is Role.COMPLAINT):
            clauses = (clause for clause in _CLAUSE.split(sentence.text) if not _THEIRS.search(clause))
            told = (clause for clause in clauses if any(_times(clause)) and not _OF_MONEY.search(clause))
            if sentence.raw != known and any(not _BEGINS.search(clause) for clause in told):
                return view, sentence
    return None


def _doubt_limit(views: tuple[View, ...], params: Params, subject: Text) -> Answer | None:
    """UNSURE with the quote of a duration for complaints beside a word that may mean the stage; else None.

    A page reached as that of complaints may call them by no word we know (不满意找谁), so all of it is asked about.
    """
    doubt = pattern(params.words.get("doubt", ()))
    for view in views:
        for sentence in _of_complaints(view, params, _hasty(view), whole=view.role is Role.COMPLAINT):
            told = (clause for clause in _CLAUSE.split(_SINCE.sub("", sentence.text)) if not _OF_MONEY.search(clause))
            clauses = [clause for clause in told if not _THEIRS.search(clause)]
            if not any(_times(clause) or _VAGUE.search(clause) for clause in clauses) or not any(
                map(doubt.search, clauses)
            ):
                continue
            return _ask_whether(view, sentence, subject)
    return None


def _ask_whether(view: View, sentence: Sentence, subject: Text) -> Answer:
    """UNSURE: the page gives a time, of which a person is to tell whether it is that of the subject."""
    quote = clip_quote(sentence.raw, 120)
    ask = Text(f"所引时限是否为{subject.zh}？", f"Do the quoted words state {subject.en}?")
    zh = f"页面写有处理投诉的时间，但未能确认是否为{subject.zh}：「{quote}」"
    en = f"the page gives a time for complaints, yet whether it is {subject.en} could not be told: “{quote}”"
    return unsure(zh, en, evidence_on_page(view, quote=quote), guess=0.5, question=ask)
