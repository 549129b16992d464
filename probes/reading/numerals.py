"""Counts as pages write them: 48, 三, 十五, 两, 半."""

from __future__ import annotations

import cn2an

HAN_DIGITS = "零〇一二三四五六七八九"
#: For use inside a character class; bounded by its users, so that no page can make the search slow.
CLASS = "零〇一二两三四五六七八九十百"


def count(written: str) -> int | None:
    """The whole number that at most six digits or Chinese numerals (``CLASS``) stand for; None when they make none."""
    if written.isascii():
        return int(written) if written.isdigit() else None
    try:
        value = cn2an.cn2an(written.replace("〇", "零"), "smart")
    except ValueError:
        return None
    return int(value)


def digits(written: str) -> int | None:
    """A number written digit by digit, as years are: 2024 or 二〇二四; None when another character is among them."""
    values = [HAN_DIGITS.find(character) for character in written]
    if written.isascii():
        return int(written) if written.isdigit() else None
    if any(value < 0 for value in values):
        return None
    return int("".join(str(max(0, value - 1)) for value in values))
