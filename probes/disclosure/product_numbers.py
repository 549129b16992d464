"""Are the permit, certificate and book numbers on product pages well formed?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, not_applicable, unsure, yes
from probes.pages.main.listed import list_words
from probes.pages.products.product_rows import ProductRow
from probes.pages.products.product_sample import SAMPLE_LIMITS, describe_small_sample, sample_products
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.normalise import plain_text
from probes.text.numbers import licence_numbers

BOOK = re.compile(r"97[89][0-9]{10}|[0-9]{9}[0-9x]")


@dataclass(frozen=True, slots=True)
class _Number:
    view: View
    element: Element
    said: str
    good: bool


def judge(site: Site, params: Params) -> Answer:
    """A wrong number is a question, never a finding: registers deviate from their own published grammar."""
    found = sample_products(site, params)
    if isinstance(found, Answer):
        return found
    numbers = [
        number
        for view, product in found.pages
        for row in product.rows
        if row.filled and (number := _read(view, row, params, site.at.year)) is not None
    ]
    wrong = [number for number in numbers if not number.good]
    values = {"numbers": len(numbers), "doubtful": len(wrong)}
    if wrong:
        named = list_words((number.said for number in wrong), 4)
        return unsure(
            f"{len(numbers)} 个编号中格式有疑问的：{named.zh}",
            f"of {count_in_words(len(numbers), 'number')} these are not well formed: {named.en}",
            *(evidence_on_page(number.view, number.element) for number in wrong[:4]),
            guess=0.0,
            question=Text(
                f"编号{named.zh}不合公布的编码规则：截图上就是这样写的吗？",
                f"These numbers do not follow their published form: {named.en}. Does the picture have them so?",
            ),
            values=values,
        )
    if not found.full:
        zh, en, question = describe_small_sample(found)
        return unsure(
            f"{len(numbers)} 个编号格式正确；{zh}",
            f"{count_in_words(len(numbers), 'number')} well formed; {en}",
            question=question,
        )
    if not numbers:
        return not_applicable("商品页上没有可核对格式的编号", "no numbers with a known form on the product pages")
    named = list_words((number.said for number in numbers), 3)
    return yes(
        f"{len(numbers)} 个编号格式正确，如{named.zh}",
        f"{count_in_words(len(numbers), 'number')} well formed, such as {named.en}",
        *(evidence_on_page(number.view, number.element) for number in numbers[:4]),
        fraction=1.0,
        values=values,
    )


def _read(view: View, row: ProductRow, params: Params, year: int) -> _Number | None:
    """The number in the row, checked by its known grammar; None where the row holds no such number."""
    label, said = row.label, plain_text(row.value)
    bare = re.sub(r"[\s:：-]", "", said)
    quote = f"{row.label} {row.value[:40]}"
    if label in params.words["book_labels"]:
        digits = re.sub(r"[^0-9x]", "", said)
        return _Number(view, row.element, quote, bool(BOOK.fullmatch(digits)) and _book(digits))
    if label in params.words["certificate_labels"] and bare.isdigit():
        return _Number(view, row.element, quote, _formed(bare, params.words["certificate_forms"]))
    if label in params.words["permit_labels"]:
        known = licence_numbers.find_licence_numbers(row.value, year=year)
        if known:
            return _Number(view, row.element, quote, all(number.valid for number in known))
        return _Number(view, row.element, quote, _formed(bare, params.words["permit_forms"]))
    return None


def _formed(bare: str, forms: tuple[str, ...]) -> bool:
    return any(re.search(form, bare) for form in forms)


def _book(digits: str) -> bool:
    """Whether the check digit of an ISBN-13 or ISBN-10 is correct."""
    if len(digits) == 13:
        return sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(digits)) % 10 == 0
    values = [10 if digit == "x" else int(digit) for digit in digits]
    return sum(value * (10 - index) for index, value in enumerate(values)) % 11 == 0


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False)),
    judge=judge,
    words=("book_labels", "certificate_labels", "certificate_forms", "permit_labels", "permit_forms"),
    limits=SAMPLE_LIMITS,
)
