"""Counts as pages write them: 48, 三, 十五, 两, 半."""

from __future__ import annotations

import cn2an

HAN_DIGITS = "零〇一二三四五六七八九"
#: For use inside a character class; bounded by its users, so that no page can make the search slow.
CLASS = "零〇一二两三四五六七八九十百"
_GUESSES = frozenset({"一二", "二三", "三四", "四五", "五六", "六七", "七八", "八九", "三五"})


def read_count(written: str) -> int | None:
    """The whole number written in at most six digits or Chinese numerals (``CLASS``); None where they make none."""
    if written.isascii():
        return int(written) if written.isdigit() else None
    try:
        value = cn2an.cn2an(written.replace("〇", "零"), "smart")
    except ValueError:
        return None
    return int(value)


def read_span(written: str) -> tuple[int, int] | None:
    """The least and the greatest number that is meant: a guess of two numerals (四五天, 三五天, 十五六天) is no 45; else both are the count.

    None as in ``read_count``.
    """
    tens, pair = written[:-2], written[-2:].replace("两", "二")
    if tens in ("", "十") and pair in _GUESSES:
        least, most = (HAN_DIGITS.index(digit) - 1 for digit in pair)
        return (least, most) if not tens else (10 + least, 10 + most)
    value = read_count(written)
    return None if value is None else (value, value)


def read_digits(written: str) -> int | None:
    """A number written digit by digit, as years are (2024 or 二〇二四); None where there is any other character."""
    values = [HAN_DIGITS.find(character) for character in written]
    if written.isascii():
        return int(written) if written.isdigit() else None
    if any(value < 0 for value in values):
        return None
    return int("".join(str(max(0, value - 1)) for value in values))
