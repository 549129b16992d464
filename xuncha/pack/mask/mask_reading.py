"""Reads an audit's pages, bodies and addresses for personal data, with the words of the probes that look for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.site import Site, View
from crawler.vocabulary import Region, Role
from probes.privacy import reviews_masked
from probes.probe import Check, Params
from probes.text import normalise
from probes.text.numbers.personal import NearbyWords, describe_number, personal_leaks
from xuncha.pack.mask import mask_labels as labels
from xuncha.pack.mask.mask_fields import find_personal_fields
from xuncha.pack.mask.mask_ledger import Ledger
from xuncha.pack.mask.mask_numbers import ValueKind, load_mask_settings, normalize_number
from xuncha.pack.mask.mask_places import ConsumerText, find_dialled_numbers, find_surrounding_words
from xuncha.pack.mask.mask_urls import UrlReader

_SPLIT = re.compile(
    r"(?<![0-9-])(?<![0-9]\.)1[3-9][0-9](?:[ -]?[0-9]{4}[ -]?[0-9]{4}|[ -][0-9]{3}[ -][0-9]{5})(?![0-9-])"
)
_IN_FILE = re.compile(r"1(?<![0-9].)(?<![0-9]\..)[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9-])")
_NICK = 6  # Latin letters that a nickname without digits or marks has at least
_SHELL = (Region.HEADER, Region.NAV, Region.FOOTER)


@dataclass(slots=True)
class PersonalDataReader:
    """Fills a ledger. ``checks`` are the probes whose words it uses."""

    checks: tuple[Check, ...]
    ledger: Ledger = field(default_factory=Ledger)
    words: Params = field(init=False)
    reviewers: Params = field(init=False)
    urls: UrlReader = field(init=False)

    def __post_init__(self) -> None:
        by_id = {check.id: check.params for check in self.checks}
        self.words = by_id["privacy.public_personal_data"]
        self.reviewers = by_id["privacy.reviews_masked"]
        self.urls = UrlReader(self.ledger, by_id["privacy.url_secrets"])

    def site(self, site: Site) -> None:
        """Read all text of the Site; bodies are read one by one (``body``)."""
        for view in site.views:
            self._view(view)
        for fetch in site.fetches:
            self._text(fetch.text, None)
            self.body(fetch.text)
            self.urls.one(fetch.url)
        for gap in site.gaps:
            self.urls.one(gap.url)

    def _view(self, view: View) -> None:
        beyond = "\n".join(
            part for element in view.elements for part in (element.name, element.pseudo, element.ocr) if part
        )
        text = f"{view.title}\n{view.text}\n{beyond}"
        self._text(text, view)
        for number in personal_leaks(view.text, self.words.words):
            self._leak(number)
        for value in labels.find_names(text, "published"):
            self.ledger.own.add(value)
        for url in {view.url, view.asked, *(element.href for element in view.elements if "?" in element.href)}:
            self.urls.one(url)
        if view.role is Role.PRODUCT:
            self._reviewers(view)
        for element in view.elements:
            if element.own and (element.clickable or element.heading or element.region in _SHELL):
                self.ledger.common.add(element.own)
        self.body(view.html)

    def _leak(self, number: str) -> None:
        if len(number) == 18:
            self.ledger.personal(ValueKind.IDENTITY, normalize_number(number))
        else:
            self.ledger.unsaid.add(normalize_number(number))

    def _reviewers(self, view: View) -> None:
        """Record names in reviews that the probe calls unmasked."""
        for name in reviews_masked.reviewer_names(view, self.reviewers):
            if not reviews_masked.is_masked(name, self.reviewers):
                for word in (name.own, name.text):
                    self._nick(word)

    def _nick(self, word: str) -> None:
        """Record a nickname unless it is as likely a word of code or of the page itself."""
        if not 2 <= len(word) <= 30 or labels.cannot_be_name(word):
            return
        letters = sum(map(str.isalpha, word))
        if letters and (not word.isascii() or letters < len(word) or letters >= _NICK):
            self.ledger.personal(ValueKind.NICK, word)

    def _text(self, text: str, view: View | None) -> None:
        """Read text as a person sees it."""
        written = ConsumerText(view, self.reviewers)
        clean = normalise.normalise_text(text)
        for found in _SPLIT.finditer(clean.text):
            start, end = clean.span(*found.span())
            self._mobile(text, start, end, found.group(), written, view)
        for kind, value in labels.find_identities(clean.text):
            self.ledger.personal(kind, normalize_number(value))
        for value in labels.find_bank_cards(clean.text):
            self.ledger.personal(ValueKind.CARD, value)
        for value in labels.find_names(text):
            self.ledger.personal(ValueKind.NAME, value)
        for value in labels.find_addresses(text):
            self.ledger.personal(ValueKind.ADDRESS, value)
        for found in labels.find_email_addresses(text):
            self._mail(text, found, written)

    def _mobile(self, text: str, start: int, end: int, number: str, written: ConsumerText, view: View | None) -> None:
        says = describe_number(text, start, end, self.words.words)
        if says is NearbyWords.NO_PHONE:
            return
        table = load_mask_settings()["phone"]
        before = text[max(0, start - table["window"]) : start]
        near = normalise.plain_text(text[max(0, start - 20) : end + 6])
        consumer = says is NearbyWords.BUYER or written.by_consumer(text, start)
        service = any(word in near for word in table["service"])
        if not service and not consumer and normalize_number(number) not in self.ledger.own:
            service = normalize_number(number) in find_dialled_numbers(view)
        labelled = says is NearbyWords.PUBLISHED
        if labelled and not service and any(word in before for word in table["consumer"]):
            consumer = True
        self.ledger.mobile(number, service and not consumer, consumer, labelled)

    def _mail(self, text: str, found: re.Match[str], written: ConsumerText) -> None:
        table = load_mask_settings()["mail"]
        before = normalise.plain_text(text[max(0, found.start() - table["window"]) : found.start()])
        if any(word in before for word in table["consumer"]) or written.by_consumer(text, found.start()):
            self.ledger.personal(ValueKind.MAIL, found.group())
        elif any(word in before for word in table["published"]):
            self.ledger.own |= {found.group(), found.group().partition("@")[0]}  # many begin with a mobile number

    def body(self, text: str) -> None:
        """Read a page's source, data or a program."""
        for kind, name, value in find_personal_fields(text):
            self._field(kind, name, value)
        for value in labels.find_identities_in_code(text):
            self.ledger.personal(ValueKind.IDENTITY, normalize_number(value))
        self.urls.any(text)
        for form in (text, labels.resolve_json_escapes(text)) if labels.has_escaped_label(text) else (text,):
            for value in labels.find_names(form, code=True):
                self.ledger.personal(ValueKind.NAME, value)
            for value in labels.find_addresses(form, code=True):
                self.ledger.personal(ValueKind.ADDRESS, value)
        for found in _IN_FILE.finditer(text):
            if (words := find_surrounding_words(text, *found.span())) is not None:
                line, at = words
                nobody = ConsumerText(None, self.reviewers)
                self._mobile(line, at, at + len(found.group()), found.group(), nobody, None)

    def _field(self, kind: str, name: str, value: str) -> None:
        ledger, keys = self.ledger, load_mask_settings()["keys"]
        if kind == "phone":
            bare = normalize_number(value)
            if re.fullmatch(r"1[3-9][0-9]{9}", bare):
                company = any(inner in name for inner in keys["company"])
                ledger.mobile(bare, company, any(inner in name for inner in keys["consumer"]) and not company, False)
        elif kind == "free":
            for found in _SPLIT.finditer(value):
                ledger.mobile(found.group(), False, True, False)
        elif kind == "name" and labels.is_name(value):
            ledger.personal(ValueKind.NAME, value)
        elif kind in ("name", "nick"):
            self._nick(value)
        elif kind == "address" and labels.is_address(value):
            ledger.personal(ValueKind.ADDRESS, value)
        elif kind == "mail" and (mail := next(labels.find_email_addresses(value), None)):
            ledger.personal(ValueKind.MAIL, mail.group())
        elif kind == "identity" and labels.is_old_identity(value):
            ledger.personal(ValueKind.OLD_IDENTITY, value)
        elif kind == "card" and labels.is_card(value):
            ledger.personal(ValueKind.CARD, value)
