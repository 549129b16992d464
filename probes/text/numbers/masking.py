"""Masking of personal numbers: no full number ever leaves a reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_LEADING, _TRAILING = 3, 2


def mask_number(number: str) -> str:
    """The number with only its first 3 and last 2 characters, and stars between."""
    if len(number) <= _LEADING + _TRAILING:
        return "*" * len(number)
    return number[:_LEADING] + "*" * (len(number) - _LEADING - _TRAILING) + number[-_TRAILING:]


def identity_numbers(text: str) -> Iterator[str]:
    """Resident identity numbers whose check digit is right (GB 11643: weights 7 9 10 …, modulo 11)."""
    for match in _IDENTITY.finditer(text):
        number = match.group().upper()
        total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
        if _CHECK[total % 11] == number[17]:
            yield match.group()
