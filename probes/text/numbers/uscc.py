"""The unified social credit code of GB 32100: structure, check character and the organisation code inside (GB 11714)."""

from __future__ import annotations

import re

from probes.text.numbers.number_grammar import FILE as NUMBERS_FILE

_DATA = NUMBERS_FILE.load().uscc
ALPHABET: str = _DATA.alphabet
LENGTH: int = _DATA.length
_WEIGHTS = _DATA.weights
_INNER_WEIGHTS = _DATA.inner_weights
_INNER_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STRUCTURE = re.compile(_DATA.structure)
_PLACEHOLDER = re.compile(_DATA.placeholder)
_DIVISIONS = frozenset(_DATA.divisions)
_NATIONAL: str = _DATA.national_division


def check_character(first: str) -> str:
    """The 18th character for the first 17 (each in ``ALPHABET``, else ValueError): GB 32100, modulus 31."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(first, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def inner_check(body: str) -> str:
    """The ninth character of an organisation code for its first eight (0-9 A-Z): GB 11714, modulus 11."""
    total = sum(
        _INNER_ALPHABET.index(character) * weight for character, weight in zip(body, _INNER_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


def invalid_reason(code: str) -> str:
    """The verdict on a code in upper case without spaces: ok, flag_*, placeholder, masked, length, alphabet, structure or check_digit."""
    if _PLACEHOLDER.fullmatch(code):
        return "placeholder"
    if "*" in code:
        return "masked"
    if len(code) != LENGTH:
        return "length"
    if any(character not in ALPHABET for character in code):
        return "alphabet"
    if not _STRUCTURE.fullmatch(code):
        return "structure"
    if check_character(code[:-1]) != code[-1]:
        return "check_digit"
    if inner_check(code[8:16]) != code[16]:
        return "flag_inner_org_check"
    division = code[2:8]
    if division != _NATIONAL and division[:2] not in _DIVISIONS:
        return "flag_division"
    return "ok"
