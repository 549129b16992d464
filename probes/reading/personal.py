"""Numbers of persons in the words of a page, and what the words near a mobile number say of whose it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum

from probes.reading.masking import identity_numbers
from probes.reading.normalise import plain

MOBILE = re.compile(r"(?<![\d-])1[3-9]\d{9}(?![\d-])")
_BEFORE, _AFTER = 20, 6  # characters in which a word speaks of the number
Words = Mapping[str, Collection[str]]  # published, not_phone and buyer of privacy.public_personal_data


class Said(StrEnum):
    """What stands near a number that looks like a mobile one."""

    BUYER = "buyer"  # a buyer's, however it is labelled (收货人…电话)
    PUBLISHED = "published"  # labelled as one to call
    NO_PHONE = "no_phone"  # an order, a code
    NOTHING = "nothing"


def said(text: str, start: int, end: int, words: Words) -> Said:
    """What is said of the number ``text[start:end]``."""
    before = text[max(0, start - _BEFORE) : start]
    near = plain(before + text[start : end + _AFTER])
    if any(word.lower() in near for word in words["not_phone"]):
        return Said.NO_PHONE
    line = plain(before.rpartition("\n")[2])
    if any(word in line for word in words["buyer"]):
        return Said.BUYER
    return Said.PUBLISHED if any(word.lower() in near for word in words["published"]) else Said.NOTHING


def leaks(text: str, words: Words) -> Iterator[str]:
    """Numbers of persons: identity numbers with a right check digit, and mobile numbers no word near calls published.

    A number said to be a buyer's (收货人…电话) is no published one, whatever label stands before it.
    """
    yield from identity_numbers(text)
    for match in MOBILE.finditer(text):
        if said(text, *match.span(), words) in (Said.BUYER, Said.NOTHING):
            yield match.group()
