"""Are all licence numbers well formed, with correct check digits, and not somebody else's?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.operator.licence_answers import sort_licences
from probes.finding import Answer, Text, Value, no, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.main.listed import list_words
from probes.pages.operator.licences import PlacedNumber
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.numbers.number_grammar import NumberKind, Reason

ROLES = (Role.HOME, Role.LICENCE, Role.ABOUT)
# Numbers that may be genuine although a digit of theirs does not come out; the forms of earlier years are not among them.
UNCHECKED = frozenset(
    {Reason.FLAG_CHECK_DIGIT, Reason.FLAG_INNER_ORG_CHECK, Reason.FLAG_DIVISION, Reason.FLAG_FUTURE_YEAR}
)
LEFT_OPEN = Text("校验结果存疑", "its check leaves a doubt")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    found = sort_licences(site, views, NumberKind)
    good = {_key(number): number for number in found.own if number.number.reason not in UNCHECKED}
    bad = {_key(number): (number, words) for number, _, words in found.doubtful}
    bad |= {_key(number): (number, LEFT_OPEN) for number in found.own if number.number.reason in UNCHECKED}
    blanks = {(blank.number.kind, blank.place.quote): blank for blank in found.blanks}
    whole = len(good) + len(bad) + len(blanks)
    values: dict[str, Value] = {"good": len(good), "doubtful": len(bad), "placeholders": len(blanks)}
    blind = answer_hidden(site, ROLES, public=True)  # one number more could be a wrong one
    if blind is not None:
        return blind
    if blanks and not bad and not good:
        quotes = list_words(blank.place.quote for blank in blanks.values())
        return no(
            f"所示号码都只是占位符：{quotes.zh}",
            f"the numbers shown are mere placeholders: {quotes.en}",
            *[blank.place.evidence for blank in blanks.values()][:4],
            values=values,
        )
    if bad or blanks:
        listed_zh = [f"「{number.place.quote}」{words.zh}" for number, words in bad.values()]
        listed_en = [f"“{number.place.quote}” ({words.en})" for number, words in bad.values()]
        listed_zh += [f"「{blank.place.quote}」为占位符" for blank in blanks.values()]
        listed_en += [f"“{blank.place.quote}” (a placeholder)" for blank in blanks.values()]
        return unsure(
            f"{whole} 个号码中有疑问的：{'；'.join(listed_zh[:4])}",
            f"of {count_in_words(whole, 'number')} these need a look: {'; '.join(listed_en[:4])}",
            *[number.place.evidence for number, _ in bad.values()][:4],
            *[blank.place.evidence for blank in blanks.values()][:2],
            guess=len(good) / whole,
            question=Text("这些号码是否真实有效、属于本平台？", "Are these numbers genuine and this platform's?"),
            values=values,
        )
    if good:
        quotes = list_words(number.number.raw for number in good.values())
        evidence = tuple(number.place.evidence for number in list(good.values())[:6])
        return yes(
            f"{len(good)} 个号码格式正确，如{quotes.zh}",
            f"{count_in_words(len(good), 'number')} well formed, such as {quotes.en}",
            *evidence,
            fraction=1.0,
            values=values,
        )
    more = found.absence
    return not_found(
        site,
        ROLES,
        f"未见任何证照号码{more.zh}",
        f"no licence number was found{more.en}",
        fraction=0.0,
        where=AnswerPlace.LICENCES,
        worded=False,
        values=found.instead,
    )


def _key(placed: PlacedNumber) -> tuple[NumberKind, str]:
    return placed.number.kind, placed.number.normalised


PROBE = Probe(reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES[1:])), judge=judge)
