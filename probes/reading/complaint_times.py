"""Time limits promised for complaints: durations in sentences that speak of complaints and of that stage."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from crawler.site import Element, Site, View
from probes.finding import Answer, Text, in_part, shown, yes
from probes.pages.unread import Where
from probes.probe import Params
from probes.reading import periods
from probes.reading.complaint_items import NOT_OURS, OTHER, RULE_ROLES, with_service
from probes.reading.passages import passages
from probes.reading.periods import Bound, Period
from probes.reading.policy import Sentence, fold, pattern
from probes.reading.remember import per_line, per_view
from probes.reading.rulebook import title
from probes.reading.several import hidden, not_found, searched
from probes.text.ranking import LABELLED, Merit, clip, merit

_DATA = tomllib.loads(files("probes.reading").joinpath("complaint_items.toml").read_text("utf-8"))
_SINCE, _THEIRS = pattern(tuple(_DATA["since"])), pattern(tuple(_DATA["theirs"]))
_QUOTED = 3  # sentences shown, at most
_CLAUSE = re.compile(r"[,，、:：]")
_CELLS = frozenset({"td", "th"})


def limits(view: View, params: Params) -> Iterator[tuple[Sentence, Period]]:
    """Sentences and rows of tables with a duration, a word of ``stage`` and one of ``about`` (in them, their heading or the
    page's title), and no ``never`` word; what the parties owe (双方应在三日内举证) is no promise of the platform.
    """
    about, never = pattern(params.words["about"]), pattern(params.words.get("never", ()) + NOT_OURS)
    titled = fold(title(view))
    if OTHER.search(titled):
        return
    for sentence in _timed(view):
        where = f"{sentence.heading}\n{titled}"
        if OTHER.search(sentence.heading) or never.search(sentence.text):
            continue
        if about.search(sentence.text) or about.search(where):
            for period in _promised(sentence.text, params):
                yield sentence, period


@per_view
def _timed(view: View) -> tuple[Sentence, ...]:
    """Those that hold a duration at all."""
    said = (*passages(view.text), *_rows(view))
    return tuple(each for each in said if _lasts(each.text))


@per_line
def _lasts(said: str) -> bool:
    return any(map(periods.find, _CLAUSE.split(said)))


def _promised(said: str, params: Params) -> Iterator[Period]:
    """Durations of the clause that names the stage; of the whole sentence where that clause has none. A stage from which time is
    only counted (自受理之日起) is none."""
    stage = pattern(params.words["stage"])
    clauses = [each for each in _CLAUSE.split(said) if not _THEIRS.search(each)]
    staged = [each for each in clauses if stage.search(_SINCE.sub("", each))]
    timed = [period for each in staged for period in periods.find(each)]
    if staged and not timed:
        timed = [period for each in clauses for period in periods.find(each)]
    yield from (each for each in timed if each.bound is not Bound.AT_LEAST)


@per_view
def _rows(view: View) -> tuple[Sentence, ...]:
    """Cells of tables that hold a duration, with the head of their column; the row's first cell and what leads to the table are
    their heading."""
    cells = [each for each in view.elements if each.seen and each.tag in _CELLS and (each.text or each.own)]
    lines: dict[int, list[Element]] = {}
    for each in cells:
        lines.setdefault(round(each.box.y), []).append(each)
    found: list[Sentence] = []
    head: list[Element] = []
    for line in lines.values():
        texts = [fold(each.text or each.own).strip() for each in line]
        if not any(periods.find(text) for text in texts):
            head = line
            continue
        for each, text in zip(line, texts, strict=True):
            if not periods.find(text):
                continue
            over = next(
                (fold(one.text or one.own) for one in head if abs(one.box.x - each.box.x) <= _DATA["column"]), ""
            )
            found.append(Sentence(f"{texts[0]} {over} {text}", f"{texts[0]} {over} {text}", texts[0]))
    return tuple(found)


def _worth(view: View, sentence: Sentence, params: Params) -> Merit:
    """How much a sentence is about the stage: by its chapter, and by how many of the stage's words it holds."""
    own, said = params.words.get("chapter", ()), sentence.text
    strength = sum(pattern((word,)).search(said) is not None for word in params.words["stage"])
    return merit(said, sentence.heading, sentence.label, own=own, titled=fold(title(view)), strength=strength)


def judge_limit(site: Site, params: Params, subject: Text) -> Answer:
    """YES with the duration quoted that is most about the stage, for all before urgent cases and then the shortest.

    All points up to ``good_hours``, half of them up to ``most_hours``, none beyond.
    """
    roles = with_service(site, RULE_ROLES)
    views, _ = searched(site, roles)
    found = [
        (_worth(view, sentence, params), view, sentence, period)
        for view in views
        for sentence, period in limits(view, params)
    ]
    if not found:
        return not_found(
            site, roles, f"未见{subject.zh}", f"{subject.en} is not stated", fraction=0.0, where=Where.TEXTS
        )
    _, view, sentence, period = max(found, key=lambda each: (each[0], -each[3].hours))
    hours = period.hours
    # Where each stage stands by its label, all of them are shown: one alone would not say how long the whole takes.
    staged = [
        (page, each) for worth, page, each, _ in found if page is view and worth.place > LABELLED and worth.general
    ]
    shown_all = {each.raw: each for _, each in (staged if len(staged) > 1 else ())} or {sentence.raw: sentence}
    quote = "」「".join(clip(raw, 120) for raw in list(shown_all)[:_QUOTED])
    quote_en = quote.replace("」「", "” “")
    fraction = 1.0 if hours <= params.limit("good_hours") else 0.5 if hours <= params.limit("most_hours") else 0.0
    answer = yes(
        f"{subject.zh}：{period.raw}，「{quote}」",
        f"{subject.en}: {period.raw}, “{quote_en}”",
        *(shown(view, quote=clip(raw, 200)) for raw in list(shown_all)[:_QUOTED]),
        fraction=fraction,
        values={"hours": hours},
    )
    return answer if fraction == 1.0 else hidden(site, roles) or in_part(answer)
