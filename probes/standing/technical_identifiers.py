"""Are valid patents, software copyrights or algorithm filings of the operator listed?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.own_answers import answer_nothing_stated, own_pages_needed
from probes.finding import Answer, Text, evidence_on_page, unsure, yes
from probes.pages.absence.several import searched_views
from probes.pages.main.listed import list_words
from probes.pages.operator.whose import find_stranger, operator_names
from probes.pages.rules.policy import pattern
from probes.probe import Params, Probe
from probes.text import quotes
from probes.text.amounts import count_in_words
from probes.text.normalise import fold_text
from probes.text.numbers import identifiers, licence_numbers
from probes.text.numbers.identifiers import IdentifierKind

ROLES = (Role.ABOUT, Role.SOCIAL, Role.HOME, Role.RULES, Role.AGREEMENT, Role.LICENCE)
KINDS = frozenset(
    {
        IdentifierKind.PATENT,
        IdentifierKind.PATENT_SHORT,
        IdentifierKind.PATENT_PUBLICATION,
        IdentifierKind.SOFTWARE_COPYRIGHT,
    }
)
SUBJECT = Text(
    "本平台自有的专利、软件著作权或算法备案号", "a patent, software copyright or algorithm filing of the operator"
)
QUESTION = Text(
    "该号码在国家知识产权局或登记机构能否查到，权利人是否为本企业？",
    "Does the register know this number, and the operator as its owner?",
)


@dataclass(frozen=True, slots=True)
class _SeenIdentifier:
    view: View
    number: str
    said: str
    valid: bool


def judge(site: Site, params: Params) -> Answer:
    """YES with well-formed numbers, unless only applied for or another's; UNSURE where there are only malformed ones."""
    found = list(_numbers(site, params))
    good = [identifier for identifier in found if identifier.valid]
    if good:
        named = list_words(identifier.number for identifier in good)
        return yes(
            f"列出 {len(good)} 个号码：{named.zh}；「{good[0].said}」",
            f"{count_in_words(len(good), 'number')} listed: {named.en}; “{good[0].said}”",
            *(evidence_on_page(identifier.view, quote=identifier.said) for identifier in good[:10]),
            fraction=1.0,
            values={"numbers": tuple(identifier.number for identifier in good)},
        )
    if found:
        first = found[0]
        return unsure(
            f"号码「{first.number}」格式有误：「{first.said}」",
            f"the number “{first.number}” is malformed: “{first.said}”",
            evidence_on_page(first.view, quote=first.said),
            guess=0.0,
            question=QUESTION,
        )
    return answer_nothing_stated(site, ROLES, SUBJECT)


def _numbers(site: Site, params: Params) -> Iterator[_SeenIdentifier]:
    own, others, applied = operator_names(site), pattern(params.words["others"]), pattern(params.words["applied"])
    met: set[str] = set()
    for view in searched_views(site, ROLES)[0]:
        for text in (view.text, *(element.ocr for element in view.elements if element.seen and element.ocr)):
            year = view.at.year
            numbers = [
                (identifier.start, identifier.normalised, identifier.valid)
                for identifier in identifiers.find_identifiers(text, year=year)
                if identifier.kind in KINDS and identifier.granted
            ]
            numbers += [
                (number.start, number.normalised, number.valid)
                for number in licence_numbers.find_licence_numbers(text, year=year)
                if number.kind is licence_numbers.NumberKind.ALGORITHM_FILING
            ]
            for start, number, valid in numbers:
                said = quotes.quote_sentence(text, start)
                folded = fold_text(said)
                if others.search(folded) or applied.search(folded) or find_stranger(said, own, site.platform):
                    continue
                if number not in met:
                    met.add(number)
                    yield _SeenIdentifier(view, number, said, valid)


PROBE = Probe(reads=own_pages_needed(*ROLES), judge=judge, words=("others", "applied"))
