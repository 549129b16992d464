"""Times for returns and refunds: the return window in days, and how soon a refund is promised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from crawler.settings_file import SettingsFile
from crawler.site import View
from crawler.table_builder import EveryKey
from probes.pages.lists.joined_lines import join_columns, join_lists
from probes.pages.main.own_title import own_title
from probes.pages.rules.passages import read_passages
from probes.pages.rules.policy import Sentence, pattern
from probes.pages.rules.questions import join_answers, join_labelled
from probes.schema.reading_table import Whole, Words
from probes.text.announced import names_aims
from probes.text.numbers import periods
from probes.text.numbers.periods import Period, PeriodBound, TimeUnit
from probes.text.remember import per_view


@dataclass(frozen=True, slots=True)
class ReturnsTable:
    """The file returns.toml."""

    limits: Whole[Literal["working_week", "before", "denial", "behind"]]
    words: Words[
        Literal[
            "paid_by",
            "returning",
            "no_reason",
            "quality",
            "bought",
            "given_back",
            "other",
            "looked_at",
            "refunding",
            "arrival",
            "asking",
            "given_to_buyers",
            "not_price",
            "how_long",
            "not_come",
            "at_once",
        ]
    ]
    patterns: Annotated[
        Mapping[str, str], EveryKey(("denied_before", "denied_behind", "named", "may_return", "term_before", "since"))
    ]


FILE = SettingsFile("probes.pages.service", "returns.toml", ReturnsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_WORDS: dict[str, re.Pattern[str]] = {name: pattern(tuple(words)) for name, words in _DATA.words.items()}
_CLAUSE = re.compile(r"[，,、：:()]")
_CLAUSE_START = re.compile(r"[，,、()]")  # a label is part of the clause it heads
_SINCE, _NAMED, _MAY_RETURN = (re.compile(_DATA.patterns[name]) for name in ("since", "named", "may_return"))
_TERM_BEFORE = re.compile(_DATA.patterns["term_before"])
_DENIED_BEFORE, _DENIED_BEHIND = (re.compile(_DATA.patterns[f"denied_{side}"]) for side in ("before", "behind"))
_HOURS_A_DAY = 24
_REACH = int(_LIMITS["denial"])
_LATIN = 3  # letters that say as much as one character of Chinese


class ReturnScope(StrEnum):
    """The reasons for which goods may be returned within that time."""

    NO_REASON = "no_reason"
    ANY = "any"  # the text does not say
    QUALITY = "quality"


class RefundMoment(StrEnum):
    """What a refund time measures: until the shop sends the money, or until it reaches the account."""

    SENT = "sent"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class ReturnWindow:
    """How long a buyer may return goods, as one sentence states it."""

    days: float
    why: ReturnScope
    period: Period
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class RefundTime:
    """How soon a refund comes, as one sentence states it; ``days`` are calendar days, as in the law."""

    days: float
    money: RefundMoment
    period: Period
    sentence: Sentence
    after_return: bool  # counted from the goods' return, or from its approval
    by_way: bool = False  # a time of one way of paying, beside which others have their own


def calendar_days(period: Period) -> float:
    """The upper end in calendar days; five working days make a week."""
    days = period.hours / _HOURS_A_DAY
    return days * 7 / _LIMITS["working_week"] if period.working else days


@per_view
def return_windows(view: View) -> tuple[ReturnWindow, ...]:
    """Every return window a page states, in order of text."""
    return tuple(_windows(view.text))


@per_view
def find_refunds(view: View) -> tuple[RefundTime, ...]:
    """Every refund time a page states, in order of text."""
    text = f"{own_title(view)}\n{view.text}"
    told = tuple(_refunds(_given_back(read_passages(view.text), text)))
    return told or tuple(_asked_for(view.text)) or tuple(_refunds(_given_back(_listed(view), text)))


def _given_back(said: Iterable[Sentence], text: str) -> Iterator[Sentence]:
    """What is said of money on its way back: by itself, below such a heading or title, or behind such words in its line."""
    if _is_given_back(text.split("\n", 1)[0]):
        yield from said
        return
    for sentence in said:
        if _is_given_back(f"{sentence.heading} {sentence.text}") or _is_given_back(_before(sentence.raw, text)):
            yield sentence


def _before(raw: str, text: str) -> str:
    """What stands before the words in their line."""
    at = text.find(raw)
    return text[text.rfind("\n", 0, at) + 1 : at] if at > 0 else ""


def _is_given_back(said: str) -> bool:
    """Does it speak of money on its way back? What a buyer pays arrives somewhere too."""
    return _WORDS["given_to_buyers"].search(said) is not None


def _listed(view: View) -> Iterator[Sentence]:
    """Labelled lines, lists and rows of columns, each as one sentence."""
    for row in (*join_labelled(view.text), *join_lists(view), *join_columns(view)):
        yield row.sentence


def return_window(view: View) -> ReturnWindow | None:
    """The page's return window: those without reasons first, then the longest; None if none is stated."""
    order = list(ReturnScope)
    return min(return_windows(view), key=lambda window: (order.index(window.why), -window.days), default=None)


def longest_beside(best: RefundTime, told: Iterable[RefundTime]) -> RefundTime:
    """The limit that holds for every buyer: the longest of the times that the page tells in one breath with ``best``.

    These are the times of the same kind in its sentence and, where it is of one way of paying, those of the other ways.
    How long a buyer waits before asking where the money is, is no limit.
    """

    def beside(other: RefundTime) -> bool:
        same = other.sentence == best.sentence and other.money is best.money
        return (same or (other.by_way and best.by_way)) and not _is_overdue(other)

    return max(filter(beside, told), key=lambda refund: refund.days, default=best)


def _is_overdue(refund: RefundTime) -> bool:
    text, period = refund.sentence.text, refund.period
    return _WORDS["not_come"].search("".join(words_around(text, period))) is not None


def refund_time(view: View) -> RefundTime | None:
    """The page's refund time: times until sending before times until arrival, then the shortest; None if none is stated."""
    order = list(RefundMoment)
    return min(find_refunds(view), key=lambda refund: (order.index(refund.money), refund.days), default=None)


def _windows(text: str) -> Iterator[ReturnWindow]:
    for sentence in read_passages(text):
        named = _WORDS["returning"].search(sentence.text) or _WORDS["returning"].search(sentence.heading)
        if not named or names_aims(sentence.text):
            continue
        for period in periods.find_periods(sentence.text):
            if period.bound is PeriodBound.AT_LEAST or period.unit in (TimeUnit.SECOND, TimeUnit.MINUTE):
                continue
            why = _why(sentence, period)
            if why is not None:
                yield ReturnWindow(period.hours / _HOURS_A_DAY, why, period, sentence)


def _why(sentence: Sentence, period: Period) -> ReturnScope | None:
    """The reason for which the buyer has this time; None where it is no return window."""
    before, behind = words_around(sentence.text, period)
    after = sentence.text[period.end : period.end + int(_LIMITS["behind"])]
    if _DENIED_BEHIND.match(after) or _DENIED_BEFORE.search(
        sentence.text[max(0, period.start - _REACH) : period.start]
    ):
        return None
    if _NAMED.match(after):
        return ReturnScope.NO_REASON
    # English says it behind: within 30 days of delivery.
    since = _SINCE.match(after) is not None and not _WORDS["refunding"].search(before)
    term = _MAY_RETURN.match(after) is not None or _TERM_BEFORE.search(sentence.text[: period.start]) is not None
    if _WORDS["given_back"].search(before) or not (since or term or _WORDS["bought"].search(before)):
        return None
    if _WORDS["other"].search(behind) or (_WORDS["refunding"].search(behind) and not _WORDS["asking"].search(behind)):
        return None
    rest = sentence.text[period.start :]
    if not (_WORDS["returning"].search(rest) or _WORDS["returning"].search(before)):
        return None
    whole = f"{sentence.heading} {sentence.text}"
    if _WORDS["no_reason"].search(whole):
        return ReturnScope.NO_REASON
    return ReturnScope.QUALITY if _WORDS["quality"].search(whole) else ReturnScope.ANY


def _refunds(said: Iterable[Sentence]) -> Iterator[RefundTime]:
    for sentence in said:
        if not _WORDS["refunding"].search(sentence.text) or _WORDS["not_price"].search(sentence.text):
            continue
        yield from _at_once(sentence)
        spoken = False  # of a refund, with its time
        for period in periods.find_periods(sentence.text):
            if period.bound is PeriodBound.AT_LEAST or _why(sentence, period) is not None:
                continue
            if periods.is_buyers(sentence.text, period):
                continue
            before, behind = words_around(sentence.text, period)
            told = before + behind
            if spoken and not _WORDS["asking"].search(told) and _WORDS["paid_by"].search(before):
                # …支付宝一至三个工作日到账，银行卡三至七个工作日: each way of paying has its own
                moment = RefundMoment.ARRIVED
                yield RefundTime(calendar_days(period), moment, period, sentence, after_return=False, by_way=True)
                continue
            if not _WORDS["refunding"].search(told) or _WORDS["asking"].search(told):
                continue
            if _WORDS["other"].search(behind.split("退")[0]):
                continue
            if _WORDS["looked_at"].search(behind) and not _WORDS["given_to_buyers"].search(behind):
                continue
            money = RefundMoment.ARRIVED if _WORDS["arrival"].search(told) else RefundMoment.SENT
            after_return = _WORDS["given_back"].search(sentence.text[: period.start]) is not None
            spoken = True
            ahead = sentence.text[max(0, period.start - int(_LIMITS["before"])) : period.start]
            by_way = _WORDS["paid_by"].search(ahead) is not None  # 微信支付的订单，退款1至2个工作日到账
            yield RefundTime(calendar_days(period), money, period, sentence, after_return, by_way)


def _asked_for(text: str) -> Iterator[RefundTime]:
    """The times that answers give to questions about refunds (退款多久到账？三个工作日内。)."""
    for joined in join_answers(text):
        question, answer = joined.sentence.heading, joined.sentence.text[joined.led :]
        if not (_WORDS["refunding"].search(question) and _WORDS["how_long"].search(question)):
            continue
        if _WORDS["not_price"].search(joined.sentence.text) or _WORDS["not_come"].search(answer):
            continue
        for period in periods.find_periods(answer):
            if period.bound is not PeriodBound.AT_LEAST and not _WORDS["other"].search(
                "".join(words_around(answer, period))
            ):
                money = RefundMoment.ARRIVED if _WORDS["arrival"].search(f"{question}{answer}") else RefundMoment.SENT
                after_return = _WORDS["given_back"].search(answer[: period.start]) is not None
                yield RefundTime(calendar_days(period), money, period, joined.sentence, after_return)


def _at_once(sentence: Sentence) -> Iterator[RefundTime]:
    """Refunds on the same or the next day, stated without a number."""
    match = _WORDS["at_once"].search(sentence.text)
    if match is None or _WORDS["asking"].search(match.group()):
        return
    day = Period(match.group(), match.start(), match.end(), 1, 1, TimeUnit.DAY, working=False, bound=PeriodBound.WITHIN)
    before, behind = words_around(sentence.text, day)
    # Money that is paid in arrives at once too, and a refund may be spoken of elsewhere in the sentence.
    if not _WORDS["refunding"].search(f"{before}{match.group()}{behind}"):
        return
    after_return = _WORDS["given_back"].search(sentence.text[: match.end()]) is not None
    yield RefundTime(1, RefundMoment.SENT, day, sentence, after_return)


def words_around(text: str, period: Period) -> tuple[str, str]:
    """The words before a duration (its clause and the previous one) and after it (the rest of its clause)."""
    before = text[: period.start]
    cut = [match.start() for match in _CLAUSE_START.finditer(before.rstrip("，, 在于"))]
    start = cut[-1] + 1 if cut else 0
    reach = int(_LIMITS["before"]) * (_LATIN if text.isascii() else 1)
    before = before[max(start, len(before) - reach) :]
    behind = _CLAUSE.split(text[period.end :], maxsplit=1)[0]
    return before, behind[: int(_LIMITS["behind"])]
