"""Is the credit code valid, and the same in text, picture and link?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.operator.licence_answers import ASKED_LIMITS, SOURCES, NumberDoubt, ask_doubtful, sort_licences
from probes.finding import Answer, Text, Value, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.main.listed import join_texts
from probes.pages.operator.licence_places import WordSource
from probes.probe import Need, Params, Probe
from probes.text.numbers.number_grammar import Hint, NumberKind

ROLES = (Role.HOME, Role.LICENCE)
NAME = Text("统一社会信用代码", "the credit code")
QUESTION = Text("哪个统一社会信用代码属于本平台经营者？", "Which credit code is this platform operator's?")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    found = sort_licences(site, views, (NumberKind.USCC,))
    if not found.own and not found.doubtful:  # many shops name their company where they speak of themselves
        told = sort_licences(site, site.all(Role.ABOUT), (NumberKind.USCC,))
        found = told if told.own or told.doubtful else found
    blind = answer_hidden(site, ROLES)  # a page more could contradict as well as agree
    if blind is not None:
        return blind
    # A picture read wrongly is no contradiction where the code itself was seen.
    misread = [
        row for row in found.doubtful if row[1] is NumberDoubt.MALFORMED and row[0].place.source is WordSource.OCR
    ]
    doubtful = [row for row in found.doubtful if not (found.own and row in misread)]
    if doubtful:
        return ask_doubtful(doubtful[0], NAME, params)
    codes: dict[str, set[str]] = {}
    ways: dict[str, list[Text]] = {}
    for shown in found.own:
        codes.setdefault(shown.number.normalised, set()).add(shown.place.source.value)
        ways.setdefault(shown.number.normalised, []).append(SOURCES[shown.place.source])
    evidence = tuple({number.number.normalised: number.place.evidence for number in reversed(found.own)}.values())[:4]
    values: dict[str, Value] = {"codes": tuple(sorted(codes))}
    if len(codes) > 1:
        said_zh = "；".join(f"「{code}」（{join_texts(ways[code]).zh}）" for code in sorted(codes))
        said_en = "; ".join(f"“{code}” ({join_texts(ways[code]).en})" for code in sorted(codes))
        return unsure(
            f"各处统一社会信用代码不一致：{said_zh}",
            f"credit codes differ: {said_en}",
            *evidence,
            guess=params.limit("doubtful"),
            question=QUESTION,
            values=values,
        )
    if codes:
        code, sources = next(iter(codes.items()))
        values["sources"] = tuple(sorted(sources))
        flagged = next((number for number in found.own if number.number.hint is Hint.ASSISTED), None)
        if flagged is not None:
            return unsure(
                f"统一社会信用代码「{code}」的校验结果存疑",
                f"the check of the credit code “{code}” leaves a doubt",
                *evidence,
                guess=1.0,
                question=QUESTION,
                values=values,
            )
        return yes(
            f"统一社会信用代码「{code}」有效，各处一致",
            f"the credit code “{code}” is valid and the same everywhere",
            *evidence,
            fraction=1.0,
            values=values,
        )
    more = found.absence
    return not_found(
        site,
        (Role.LICENCE,),
        f"未见统一社会信用代码{more.zh}",
        f"no credit code was found{more.en}",
        fraction=0.0,
        where=AnswerPlace.LICENCES,
        worded=False,
        values=found.instead,
    )


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.LICENCE, required=False), Need(Role.ABOUT, required=False)),
    judge=judge,
    limits=ASKED_LIMITS,
)
