"""Whose number it is by its place on a page: in text that consumers wrote, or offered by the page to be called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.site import View
from crawler.vocabulary import Role
from probes.pages.products import reviews
from probes.privacy import reviews_masked
from probes.probe import Params
from probes.text.numbers import phones
from xuncha.pack.mask.mask_words import resolve_escapes

_TAG = re.compile(r"<[^<>]*>?|&nbsp;")
_CODE = re.compile(r"[{}=;\"'\\]")
_BACK = 400  # characters within which a string of data begins
_NEAR = 60


def find_dialled_numbers(view: View | None) -> frozenset[str]:
    """Mobile numbers that a page offers its buyers to call."""
    found = phones.find_page_phones(view) if view is not None else ()
    return frozenset(
        phone.phone.normalised for phone in found if phone.phone.kind is phones.PhoneKind.MOBILE and phone.own
    )


class ConsumerText:
    """What consumers wrote on a page: reviews, recognised by their classes or by the reviews' heading above them."""

    def __init__(self, view: View | None, params: Params) -> None:
        self._view, self._params = view, params
        self._lines: str | None = None

    def by_consumer(self, text: str, at: int) -> bool:
        """Whether the line around ``at`` belongs to a review."""
        if self._view is None:
            return False
        if self._lines is None:
            self._lines = "\n".join(self._written(self._view)) if self.possible else ""
        line = " ".join(text[text.rfind("\n", 0, at) + 1 : (text.find("\n", at) + 1 or len(text) + 1) - 1].split())
        return bool(line) and line in self._lines

    @property
    def possible(self) -> bool:
        """Whether the page may have reviews at all, by a quick check."""
        view = self._view
        if view is None or view.role is Role.PRODUCT:
            return view is not None
        classes = " ".join(element.classes for element in view.elements).lower()
        return any(word in classes for word in self._params.words["review"])

    def _written(self, view: View) -> Iterator[str]:
        texts = {text.id for text in reviews.read_reviews(view).texts} if view.role is Role.PRODUCT else set()
        for element in view.elements:
            if element.id in texts or (
                (element.own or element.text) and reviews_masked.in_review(view, element, self._params)
            ):
                yield " ".join((element.text or element.own).split())


def find_surrounding_words(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The text around a number in a file, and the number's position in it; None in code or for a value of its own.

    Text is what stands between tags, or a string of data that has Chinese in it.
    """
    before = text[max(0, start - _BACK) : start]
    opened = max(before.rfind(">"), before.rfind('"'))
    if opened < 0 or before.rfind("<") > opened:
        return None
    run = before[opened + 1 :]
    if before[opened] == ">":
        if _CODE.search(run):
            return None
        words = resolve_escapes(_TAG.sub(" ", before))[-_NEAR:]
    else:
        words = resolve_escapes(run)[-_NEAR:]
        if not any(ord(letter) > 0x2E80 for letter in words):
            return None
    after = resolve_escapes(_TAG.sub(" ", text[end : end + 40]))[:8]
    return f"{words}{text[start:end]}{after}", len(words)
