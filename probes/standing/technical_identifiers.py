"""Are valid patents, software copyrights or algorithm filings of the operator listed?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown, unsure, yes
from probes.probe import Params, Probe
from probes.reading import identifiers, licence_numbers, quotes
from probes.reading.identifiers import Kind
from probes.reading.own_answers import nothing, reads
from probes.reading.policy import fold, pattern
from probes.reading.several import searched
from probes.reading.whose import names, stranger

ROLES = (Role.ABOUT, Role.SOCIAL, Role.HOME, Role.RULES, Role.AGREEMENT, Role.LICENCE)
KINDS = frozenset({Kind.PATENT, Kind.PATENT_SHORT, Kind.PATENT_PUBLICATION, Kind.SOFTWARE_COPYRIGHT})
SUBJECT = Text(
    "本平台自有的专利、软件著作权或算法备案号", "a patent, software copyright or algorithm filing of the operator"
)
QUESTION = Text(
    "该号码在国家知识产权局或登记机构能否查到，权利人是否为本企业？",
    "Does the register know this number, and the operator as its owner?",
)


@dataclass(frozen=True, slots=True)
class _Seen:
    view: View
    number: str
    said: str
    valid: bool


def judge(site: Site, params: Params) -> Answer:
    """YES with the numbers that are well formed and not said to be applied for or another's; UNSURE where only a malformed one is."""
    found = list(_numbers(site, params))
    good = [each for each in found if each.valid]
    if good:
        listed = "、".join(dict.fromkeys(each.number for each in good))
        return yes(
            f"列出 {len(good)} 个号码：{listed[:160]}；「{good[0].said}」",
            f"{len(good)} numbers are listed: {listed[:160]}; “{good[0].said}”",
            *(shown(each.view, quote=each.said) for each in good[:10]),
            fraction=1.0,
            values={"numbers": tuple(each.number for each in good)},
        )
    if found:
        first = found[0]
        return unsure(
            f"号码「{first.number}」格式有误：「{first.said}」",
            f"the number “{first.number}” is malformed: “{first.said}”",
            shown(first.view, quote=first.said),
            guess=0.0,
            question=QUESTION,
        )
    return nothing(site, ROLES, SUBJECT)


def _numbers(site: Site, params: Params) -> Iterator[_Seen]:
    own, others, applied = names(site), pattern(params.words["others"]), pattern(params.words["applied"])
    met: set[str] = set()
    for view in searched(site, ROLES)[0]:
        for text in (view.text, *(each.ocr for each in view.elements if each.seen and each.ocr)):
            year = view.at.year
            numbers = [
                (each.start, each.normalised, each.valid)
                for each in identifiers.find(text, year=year)
                if each.kind in KINDS and each.granted
            ]
            numbers += [
                (each.start, each.normalised, each.valid)
                for each in licence_numbers.find(text, year=year)
                if each.kind is licence_numbers.Kind.ALGORITHM_FILING
            ]
            for start, number, valid in numbers:
                said = quotes.sentence(text, start)
                folded = fold(said)
                if others.search(folded) or applied.search(folded) or stranger(said, own, site.platform):
                    continue
                if number not in met:
                    met.add(number)
                    yield _Seen(view, number, said, valid)


PROBE = Probe(reads=reads(*ROLES), judge=judge)
