"""Is the credit code valid, and the same in text, picture and link?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, unsure, yes
from probes.pages.unread import Where
from probes.probe import Need, Params, Probe
from probes.reading.licence_answers import Doubt, asked, sort
from probes.reading.licence_numbers import Hint, Kind
from probes.reading.licence_places import Source
from probes.reading.several import hidden, not_found, searched

ROLES = (Role.HOME, Role.LICENCE)
NAME = Text("统一社会信用代码", "the credit code")
QUESTION = Text("哪个统一社会信用代码属于本平台经营者？", "Which credit code is this platform operator's?")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    found = sort(site, views, (Kind.USCC,))
    blind = hidden(site, ROLES)  # a page more could contradict as well as agree
    if blind is not None:
        return blind
    # A picture read wrongly is no contradiction where the code itself was seen.
    misread = [each for each in found.doubtful if each[1] is Doubt.MALFORMED and each[0].place.source is Source.OCR]
    doubtful = [each for each in found.doubtful if not (found.own and each in misread)]
    if doubtful:
        return asked(doubtful[0], NAME, params)
    codes: dict[str, set[str]] = {}
    for each in found.own:
        codes.setdefault(each.number.normalised, set()).add(each.place.source.value)
    evidence = tuple({each.number.normalised: each.place.evidence for each in reversed(found.own)}.values())[:4]
    values: dict[str, Value] = {"codes": tuple(sorted(codes))}
    if len(codes) > 1:
        listed = "；".join(f"{code}（{'、'.join(sorted(by))}）" for code, by in sorted(codes.items()))
        return unsure(
            f"各处统一社会信用代码不一致：{listed}",
            f"credit codes differ: {listed}",
            *evidence,
            guess=params.limit("doubtful"),
            question=QUESTION,
            values=values,
        )
    if codes:
        code, sources = next(iter(codes.items()))
        values["sources"] = tuple(sorted(sources))
        flagged = next((each for each in found.own if each.number.hint is Hint.ASSISTED), None)
        if flagged is not None:
            return unsure(
                f"统一社会信用代码「{code}」校验有疑：{flagged.number.reason}",
                f"the credit code “{code}” is unusual: {flagged.number.reason}",
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
        where=Where.LICENCES,
        worded=False,
        values=found.instead,
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.LICENCE, required=False)), judge=judge)
