"""Reads the pages, bodies and addresses of an audit for what they hold of persons, with the words of the probes that look for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.site import Site, View
from crawler.vocabulary import Region, Role
from probes.privacy import reviews_masked
from probes.probe import Check, Params
from probes.reading import normalise
from probes.reading.personal import Said, leaks, said
from xuncha.pack import mask_labels as labels
from xuncha.pack.mask_fields import fields
from xuncha.pack.mask_ledger import Ledger
from xuncha.pack.mask_numbers import Kind, digits, settings
from xuncha.pack.mask_places import Written, dialled, in_words
from xuncha.pack.mask_urls import Urls

_SPLIT = re.compile(
    r"(?<![0-9-])(?<![0-9]\.)1[3-9][0-9](?:[ -]?[0-9]{4}[ -]?[0-9]{4}|[ -][0-9]{3}[ -][0-9]{5})(?![0-9-])"
)
_IN_FILE = re.compile(r"1(?<![0-9].)(?<![0-9]\..)[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9-])")
_NICK = 6  # Latin letters of a nickname without a digit or a mark, at least
_SHELL = (Region.HEADER, Region.NAV, Region.FOOTER)


@dataclass(slots=True)
class Reader:
    """Fills a ledger. ``checks`` are the probes with their words."""

    checks: tuple[Check, ...]
    ledger: Ledger = field(default_factory=Ledger)
    words: Params = field(init=False)
    reviewers: Params = field(init=False)
    urls: Urls = field(init=False)

    def __post_init__(self) -> None:
        by_id = {check.id: check.params for check in self.checks}
        self.words = by_id["privacy.public_personal_data"]
        self.reviewers = by_id["privacy.reviews_masked"]
        self.urls = Urls(self.ledger, by_id["privacy.url_secrets"])

    def site(self, site: Site) -> None:
        """All words of it; bodies are read one by one."""
        for view in site.views:
            self._view(view)
        for fetch in site.fetches:
            self._text(fetch.text, None)
            self.body(fetch.text)
            self.urls.one(fetch.url)
        for gap in site.gaps:
            self.urls.one(gap.url)

    def _view(self, view: View) -> None:
        beyond = "\n".join(part for each in view.elements for part in (each.name, each.pseudo, each.ocr) if part)
        text = f"{view.title}\n{view.text}\n{beyond}"
        self._text(text, view)
        for number in leaks(view.text, self.words.words):
            self._leak(number)
        for value in labels.names(text, "published"):
            self.ledger.own.add(value)
        for url in {view.url, view.asked, *(each.href for each in view.elements if "?" in each.href)}:
            self.urls.one(url)
        if view.role is Role.PRODUCT:
            self._reviewers(view)
        for each in view.elements:
            if each.own and (each.clickable or each.heading or each.region in _SHELL):
                self.ledger.common.add(each.own)
        self.body(view.html)

    def _leak(self, number: str) -> None:
        if len(number) == 18:
            self.ledger.personal(Kind.IDENTITY, digits(number))
        else:
            self.ledger.unsaid.add(digits(number))

    def _reviewers(self, view: View) -> None:
        """Names in reviews that the probe calls unmasked."""
        for each in reviews_masked.names(view, self.reviewers):
            if not reviews_masked.is_masked(each, self.reviewers):
                for word in (each.own, each.text):
                    self._nick(word)

    def _nick(self, word: str) -> None:
        """Not what is a word of code or of the page itself as likely."""
        if not 2 <= len(word) <= 30 or labels.no_name(word):
            return
        letters = sum(map(str.isalpha, word))
        if letters and (not word.isascii() or letters < len(word) or letters >= _NICK):
            self.ledger.personal(Kind.NICK, word)

    def _text(self, text: str, view: View | None) -> None:
        """Words as a person reads them."""
        written = Written(view, self.reviewers)
        clean = normalise.text(text)
        for found in _SPLIT.finditer(clean.text):
            start, end = clean.span(*found.span())
            self._mobile(text, start, end, found.group(), written, view)
        for kind, value in labels.identities(clean.text):
            self.ledger.personal(kind, digits(value))
        for value in labels.cards(clean.text):
            self.ledger.personal(Kind.CARD, value)
        for value in labels.names(text):
            self.ledger.personal(Kind.NAME, value)
        for value in labels.addresses(text):
            self.ledger.personal(Kind.ADDRESS, value)
        for found in labels.mails(text):
            self._mail(text, found, written)

    def _mobile(self, text: str, start: int, end: int, number: str, written: Written, view: View | None) -> None:
        says = said(text, start, end, self.words.words)
        if says is Said.NO_PHONE:
            return
        table = settings()["phone"]
        before = text[max(0, start - table["window"]) : start]
        near = normalise.plain(text[max(0, start - 20) : end + 6])
        consumer = says is Said.BUYER or written.by_consumer(text, start)
        service = any(word in near for word in table["service"])
        if not service and not consumer and digits(number) not in self.ledger.own:
            service = digits(number) in dialled(view)
        labelled = says is Said.PUBLISHED
        if labelled and not service and any(word in before for word in table["consumer"]):
            consumer = True
        self.ledger.mobile(number, service and not consumer, consumer, labelled)

    def _mail(self, text: str, found: re.Match[str], written: Written) -> None:
        table = settings()["mail"]
        before = normalise.plain(text[max(0, found.start() - table["window"]) : found.start()])
        if any(word in before for word in table["consumer"]) or written.by_consumer(text, found.start()):
            self.ledger.personal(Kind.MAIL, found.group())
        elif any(word in before for word in table["published"]):
            self.ledger.own |= {found.group(), found.group().partition("@")[0]}  # many begin with a mobile number

    def body(self, text: str) -> None:
        """A page's source, data or a program."""
        for kind, name, value in fields(text):
            self._field(kind, name, value)
        for value in labels.identities_in_code(text):
            self.ledger.personal(Kind.IDENTITY, digits(value))
        self.urls.any(text)
        for form in (text, labels.unescaped(text)) if labels.escapes_labels(text) else (text,):
            for value in labels.names(form, code=True):
                self.ledger.personal(Kind.NAME, value)
            for value in labels.addresses(form, code=True):
                self.ledger.personal(Kind.ADDRESS, value)
        for found in _IN_FILE.finditer(text):
            if (words := in_words(text, *found.span())) is not None:
                line, at = words
                nobody = Written(None, self.reviewers)
                self._mobile(line, at, at + len(found.group()), found.group(), nobody, None)

    def _field(self, kind: str, name: str, value: str) -> None:
        ledger, keys = self.ledger, settings()["keys"]
        if kind == "phone":
            bare = digits(value)
            if re.fullmatch(r"1[3-9][0-9]{9}", bare):
                company = any(each in name for each in keys["company"])
                ledger.mobile(bare, company, any(each in name for each in keys["consumer"]) and not company, False)
        elif kind == "free":
            for found in _SPLIT.finditer(value):
                ledger.mobile(found.group(), False, True, False)
        elif kind == "name" and labels.is_name(value):
            ledger.personal(Kind.NAME, value)
        elif kind in ("name", "nick"):
            self._nick(value)
        elif kind == "address" and labels.is_address(value):
            ledger.personal(Kind.ADDRESS, value)
        elif kind == "mail" and (mail := next(labels.mails(value), None)):
            ledger.personal(Kind.MAIL, mail.group())
        elif kind == "identity" and labels.is_old_identity(value):
            ledger.personal(Kind.OLD_IDENTITY, value)
        elif kind == "card" and labels.is_card(value):
            ledger.personal(Kind.CARD, value)
