"""Times for giving goods back and for getting the money: the return window in days, and how soon a refund is promised."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from crawler.site import View
from probes.reading import periods
from probes.reading.answers import answers
from probes.reading.passages import passages
from probes.reading.periods import Bound, Period, Unit
from probes.reading.policy import Sentence, pattern
from probes.reading.remember import per_view

_DATA = tomllib.loads(files("probes.reading").joinpath("returns.toml").read_text("utf-8"))
_LIMITS: dict[str, float] = _DATA["limits"]
_WORDS: dict[str, re.Pattern[str]] = {name: pattern(tuple(words)) for name, words in _DATA["words"].items()}
_CLAUSE = re.compile(r"[，,、：:()]")
_CLAUSE_START = re.compile(r"[，,、()]")  # a label is part of the clause it heads
_SINCE = re.compile(_DATA["patterns"]["since"])
_HOURS_A_DAY = 24
_LATIN = 3  # letters that say as much as one character of Chinese


class Why(StrEnum):
    """For what goods may be given back in that time."""

    NO_REASON = "no_reason"
    ANY = "any"  # the text does not say
    QUALITY = "quality"


class Money(StrEnum):
    """What a refund time measures: until the shop sends the money, or until it is on the account."""

    SENT = "sent"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class Window:
    """How long a buyer may give goods back, as one sentence says it."""

    days: float
    why: Why
    period: Period
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Refund:
    """How soon the money comes back, as one sentence says it; ``days`` are calendar days, as the law counts."""

    days: float
    money: Money
    period: Period
    sentence: Sentence
    after_return: bool  # counted from the goods' return, or from its approval


def calendar_days(period: Period) -> float:
    """The upper end in calendar days: five working days take a week."""
    days = period.hours / _HOURS_A_DAY
    return days * 7 / _LIMITS["working_week"] if period.working else days


@per_view
def windows(view: View) -> tuple[Window, ...]:
    """Every return window a page states, in order of text."""
    return tuple(_windows(view.text))


@per_view
def refunds(view: View) -> tuple[Refund, ...]:
    """Every refund time a page states, in order of text."""
    told = tuple(_refunds(view.text))
    return told or tuple(_asked_for(view.text))


def return_window(view: View) -> Window | None:
    """The page's return window: the one without reasons before any other, the longest of its kind; None = none stated."""
    order = list(Why)
    return min(windows(view), key=lambda each: (order.index(each.why), -each.days), default=None)


def refund_time(view: View) -> Refund | None:
    """The page's refund time: until the money is sent before until it arrives, the shortest of its kind; None = none stated."""
    order = list(Money)
    return min(refunds(view), key=lambda each: (order.index(each.money), each.days), default=None)


def _windows(text: str) -> Iterator[Window]:
    for sentence in passages(text):
        if not (_WORDS["returning"].search(sentence.text) or _WORDS["returning"].search(sentence.heading)):
            continue
        for period in periods.find(sentence.text):
            if period.bound is Bound.AT_LEAST or period.unit in (Unit.SECOND, Unit.MINUTE):
                continue
            why = _why(sentence, period)
            if why is not None:
                yield Window(period.hours / _HOURS_A_DAY, why, period, sentence)


def _why(sentence: Sentence, period: Period) -> Why | None:
    """For what the buyer has this time; None where it is no return window."""
    before, behind = around(sentence.text, period)
    after = sentence.text[period.end : period.end + int(_LIMITS["behind"])]
    named = re.match(r"(?:之?内|以内)?(?:可|可以|的)?无理由", after)
    if named:
        return Why.NO_REASON
    # English says it behind: within 30 days of delivery.
    since = _SINCE.match(after) is not None and not _WORDS["refunding"].search(before)
    if _WORDS["given_back"].search(before) or not (since or _WORDS["bought"].search(before)):
        return None
    if _WORDS["other"].search(behind) or (_WORDS["refunding"].search(behind) and not _WORDS["asking"].search(behind)):
        return None
    rest = sentence.text[period.start :]
    if not (_WORDS["returning"].search(rest) or _WORDS["returning"].search(before)):
        return None
    whole = f"{sentence.heading} {sentence.text}"
    if _WORDS["no_reason"].search(whole):
        return Why.NO_REASON
    return Why.QUALITY if _WORDS["quality"].search(whole) else Why.ANY


def _refunds(text: str) -> Iterator[Refund]:
    for sentence in passages(text):
        if not _WORDS["refunding"].search(sentence.text) or _WORDS["not_price"].search(sentence.text):
            continue
        yield from _at_once(sentence)
        spoken = False  # of a refund, with its time
        for period in periods.find(sentence.text):
            if period.bound is Bound.AT_LEAST or _why(sentence, period) is not None:
                continue
            before, behind = around(sentence.text, period)
            told = before + behind
            if spoken and not _WORDS["asking"].search(told) and _WORDS["paid_by"].search(before):
                # …支付宝一至三个工作日到账，银行卡三至七个工作日: each way of paying has its own
                yield Refund(calendar_days(period), Money.ARRIVED, period, sentence, after_return=False)
                continue
            if not _WORDS["refunding"].search(told) or _WORDS["asking"].search(told):
                continue
            if _WORDS["other"].search(behind.split("退")[0]):
                continue
            money = Money.ARRIVED if _WORDS["arrival"].search(told) else Money.SENT
            after_return = _WORDS["given_back"].search(sentence.text[: period.start]) is not None
            spoken = True
            yield Refund(calendar_days(period), money, period, sentence, after_return)


def _asked_for(text: str) -> Iterator[Refund]:
    """The time an answer gives to a question after it (退款多久到账？三个工作日内。)."""
    for each in answers(text):
        question, answer = each.sentence.heading, each.sentence.text[each.led :]
        if not (_WORDS["refunding"].search(question) and _WORDS["how_long"].search(question)):
            continue
        if _WORDS["not_price"].search(each.sentence.text) or _WORDS["not_come"].search(answer):
            continue
        for period in periods.find(answer):
            if period.bound is not Bound.AT_LEAST and not _WORDS["other"].search("".join(around(answer, period))):
                money = Money.ARRIVED if _WORDS["arrival"].search(f"{question}{answer}") else Money.SENT
                after_return = _WORDS["given_back"].search(answer[: period.start]) is not None
                yield Refund(calendar_days(period), money, period, each.sentence, after_return)


def _at_once(sentence: Sentence) -> Iterator[Refund]:
    """A refund on the same or the next day, said without a number."""
    match = _WORDS["at_once"].search(sentence.text)
    if match is not None and not _WORDS["asking"].search(match.group()):
        day = Period(match.group(), match.start(), match.end(), 1, 1, Unit.DAY, working=False, bound=Bound.WITHIN)
        after_return = _WORDS["given_back"].search(sentence.text[: match.end()]) is not None
        yield Refund(1, Money.SENT, day, sentence, after_return)


def around(text: str, period: Period) -> tuple[str, str]:
    """What stands before a duration (its clause and the one in front of it) and behind it (the rest of its clause)."""
    before = text[: period.start]
    cut = [match.start() for match in _CLAUSE_START.finditer(before.rstrip("，, 在于"))]
    start = cut[-1] + 1 if cut else 0
    reach = int(_LIMITS["before"]) * (_LATIN if text.isascii() else 1)
    before = before[max(start, len(before) - reach) :]
    behind = _CLAUSE.split(text[period.end :], maxsplit=1)[0]
    return before, behind[: int(_LIMITS["behind"])]
