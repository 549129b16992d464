"""Personal numbers in the words of a page, and whose a mobile number is by the words near it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum

from probes.text.normalise import plain_text
from probes.text.numbers.masking import identity_numbers

MOBILE = re.compile(r"(?<![\d-])1[3-9]\d{9}(?![\d-])")
_BEFORE, _AFTER = 20, 6  # characters in which a word speaks of the number
Words = Mapping[str, Collection[str]]  # published, not_phone and buyer of privacy.public_personal_data


class NearbyWords(StrEnum):
    """What the words near an apparent mobile number say about it."""

    BUYER = "buyer"  # a buyer's, however it is labelled (收货人…电话)
    PUBLISHED = "published"  # labelled as one to call
    NO_PHONE = "no_phone"  # an order, a code
    NOTHING = "nothing"


def describe_number(text: str, start: int, end: int, words: Words) -> NearbyWords:
    """What the words around the number ``text[start:end]`` say about it."""
    before = text[max(0, start - _BEFORE) : start]
    near = plain_text(before + text[start : end + _AFTER])
    if any(word.lower() in near for word in words["not_phone"]):
        return NearbyWords.NO_PHONE
    line = plain_text(before.rpartition("\n")[2])
    if any(word in line for word in words["buyer"]):
        return NearbyWords.BUYER
    return NearbyWords.PUBLISHED if any(word.lower() in near for word in words["published"]) else NearbyWords.NOTHING


def personal_leaks(text: str, words: Words) -> Iterator[str]:
    """Personal numbers: identity numbers with a correct check digit, and mobile numbers that no word nearby calls published.

    A number said to be a buyer's (收货人…电话) is never a published one, whatever label stands before it.
    """
    yield from identity_numbers(text)
    for match in MOBILE.finditer(text):
        if describe_number(text, *match.span(), words) in (NearbyWords.BUYER, NearbyWords.NOTHING):
            yield match.group()
