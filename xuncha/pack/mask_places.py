"""Where on a page a number stands: among what consumers have written, or where the page offers it to be called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.site import View
from crawler.vocabulary import Role
from probes.privacy import reviews_masked
from probes.probe import Params
from probes.reading import phones, reviews
from xuncha.pack.mask_words import plainly

_TAG = re.compile(r"<[^<>]*>?|&nbsp;")
_CODE = re.compile(r"[{}=;\"'\\]")
_BACK = 400  # characters in which a string of data begins
_NEAR = 60


def dialled(view: View | None) -> frozenset[str]:
    """Mobile numbers that a page offers its buyers to call."""
    found = phones.on_page(view) if view is not None else ()
    return frozenset(each.phone.normalised for each in found if each.phone.kind is phones.PhoneKind.MOBILE and each.own)


class Written:
    """What consumers have written on a page: the reviews, told by their classes or by standing below the reviews' heading."""

    def __init__(self, view: View | None, params: Params) -> None:
        self._view, self._params = view, params
        self._lines: str | None = None

    def by_consumer(self, text: str, at: int) -> bool:
        """Whether the line round ``at`` is of a review."""
        if self._view is None:
            return False
        if self._lines is None:
            self._lines = "\n".join(self._written(self._view)) if self.possible else ""
        line = " ".join(text[text.rfind("\n", 0, at) + 1 : (text.find("\n", at) + 1 or len(text) + 1) - 1].split())
        return bool(line) and line in self._lines

    @property
    def possible(self) -> bool:
        """Whether the page has reviews at all, as far as one glance tells."""
        view = self._view
        if view is None or view.role is Role.PRODUCT:
            return view is not None
        classes = " ".join(each.classes for each in view.elements).lower()
        return any(word in classes for word in self._params.words["review"])

    def _written(self, view: View) -> Iterator[str]:
        texts = {each.id for each in reviews.read(view).texts} if view.role is Role.PRODUCT else set()
        for each in view.elements:
            if each.id in texts or ((each.own or each.text) and reviews_masked.in_review(view, each, self._params)):
                yield " ".join((each.text or each.own).split())


def in_words(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The words round a number of a file, and where it begins in them; None where it stands in code or is a value of its own.

    Words are what stands between tags, or a string of data that holds Chinese.
    """
    before = text[max(0, start - _BACK) : start]
    opened = max(before.rfind(">"), before.rfind('"'))
    if opened < 0 or before.rfind("<") > opened:
        return None
    run = before[opened + 1 :]
    if before[opened] == ">":
        if _CODE.search(run):
            return None
        words = plainly(_TAG.sub(" ", before))[-_NEAR:]
    else:
        words = plainly(run)[-_NEAR:]
        if not any(ord(each) > 0x2E80 for each in words):
            return None
    after = plainly(_TAG.sub(" ", text[end : end + 40]))[:8]
    return f"{words}{text[start:end]}{after}", len(words)
