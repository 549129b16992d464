"""Learn a shop's address pattern for products from known product addresses, to recognise others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crawler.urls import page_identity

_DIGITS = re.compile(r"\d+")
_JOINED = r"\d+(?:(?:[_,-]|%2C)\d+)*"
_QUERY_DIGITS = re.compile(rf"(?<==){_JOINED}(?=&|$)|\d+")  # a path of kinds is one number: ?path=20_26
LEAST = 2  # fewest addresses to learn a pattern from
MOST = 400  # most addresses looked at
PARTS = 12  # most parts of a path
FORMS = 20  # patterns learnt at a time
LONGEST = 300  # longest address looked at, in characters
Template = re.Pattern[str]


def learn_templates(urls: Iterable[str]) -> tuple[Template, ...]:
    """Patterns of address tails that differ only in their numbers, or only in one path part beside a constant part.

    At least two addresses make a pattern; what would match any address of the shop makes none.
    """
    tails = list(dict.fromkeys(cut_address_tail(url) for url in urls))[:MOST]
    groups: dict[str, list[str]] = {}
    for tail in tails:
        if 1 < len(tail) <= LONGEST:
            groups.setdefault(_form(tail), []).append(tail)
    found = [_numbered(form) for form, group in groups.items() if len(group) >= LEAST and "\0" in form]
    left = [tail for form, group in groups.items() if len(group) < LEAST for tail in group]
    by_rest: dict[tuple[int, int, str], list[str]] = {}
    for tail in left:
        parts = tail.split("/", PARTS)
        for place, part in enumerate(parts):
            rest = "/".join((*parts[:place], "\0", *parts[place + 1 :]))
            if part and any(re.search("[a-z]{2}", one, re.I) for one in rest.replace("\0", "").split("/")):
                by_rest.setdefault((len(parts), place, rest), []).append(tail)
    found += [_named(rest) for (_, _, rest), group in by_rest.items() if len(group) > LEAST]
    return tuple(re.compile(pattern, re.I) for pattern in list(dict.fromkeys(found))[:FORMS])


def fits_template(url: str, templates: Sequence[Template]) -> bool:
    """Whether an address matches the pattern of known products."""
    tail = cut_address_tail(url)
    return len(tail) <= LONGEST and any(template.fullmatch(tail) for template in templates)


def alike_but_for_numbers(one: str, other: str) -> bool:
    """Whether two addresses differ in nothing but their numbers, as those of two products of one app do."""
    return _form(cut_address_tail(one)[:LONGEST]) == _form(cut_address_tail(other)[:LONGEST])


def cut_address_tail(url: str) -> str:
    """Path, query and hash route of an address, in normalised form."""
    _, _, tail = page_identity(url).removeprefix("//").partition("/")
    return f"/{tail}"


def _form(tail: str) -> str:
    """The tail with a mark for each number; numbers that are joined in the value of a query are one."""
    path, mark, query = tail.partition("?")
    numbers = _QUERY_DIGITS.sub("\0", query) if mark else ""
    return f"{_DIGITS.sub(chr(0), path)}{mark}{numbers}"


def _numbered(form: str) -> str:
    path, mark, query = form.partition("?")
    before, behind = (map(re.escape, part.split("\0")) for part in (path, query))
    return r"\d+".join(before) + re.escape(mark) + _JOINED.join(behind)


def _named(rest: str) -> str:
    """A pattern with one path part left open; an ending such as .html that all share is kept."""
    return r"[^/?#]+".join(re.escape(part) for part in rest.split("\0"))
