"""Learns a shop's own address of a product from those that are known to be one, to tell others by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crawler.addressing import identity

_DIGITS = re.compile(r"\d+")
LEAST = 2  # addresses a template is learnt from
MOST = 400  # addresses that are looked at
PARTS = 12  # of a path
FORMS = 20  # learnt at one time
LONGEST = 300  # characters of an address that is looked at
Template = re.Pattern[str]


def learn_templates(urls: Iterable[str]) -> tuple[Template, ...]:
    """Patterns of the tails of addresses: the same but for their numbers, or but for one part of the path beside a part that stays.

    At least two addresses make one; what would fit any address of the shop makes none.
    """
    tails = list(dict.fromkeys(tail_of(url) for url in urls))[:MOST]
    groups: dict[str, list[str]] = {}
    for tail in tails:
        if 1 < len(tail) <= LONGEST:
            groups.setdefault(_DIGITS.sub("\0", tail), []).append(tail)
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
    """Whether an address has the form of a known product's."""
    tail = tail_of(url)
    return len(tail) <= LONGEST and any(template.fullmatch(tail) for template in templates)


def tail_of(url: str) -> str:
    """Path, query and hash route of an address, in the one spelling of its page."""
    _, _, tail = identity(url).removeprefix("//").partition("/")
    return f"/{tail}"


def _numbered(form: str) -> str:
    return r"\d+".join(re.escape(part) for part in form.split("\0"))


def _named(rest: str) -> str:
    """One part of the path stands open; an ending such as .html is kept by all."""
    return r"[^/?#]+".join(re.escape(part) for part in rest.split("\0"))
