"""Why an item got its verdict, in one sentence composed from the findings that decided it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from crawler.settings_file import SettingsFile
from probes.finding import Finding, Text
from scoring.decisions.decision import Decision
from scoring.merge import CountedProbe
from scoring.standard_tables import Standard

BEIJING = timezone(timedelta(hours=8))  # time zone in which a decision's days are counted
LONGEST = 200  # Chinese characters; English may run to twice as many letters
_VALUES = re.compile("((?:「[^」]*」[、，])+)(?<=，)「([^」]*)」")  # values, and the sentence in which they were read
_EXAMPLES = (re.compile("(?<=，如)(?:「[^」]*」、?)+"), re.compile("(?<=, such as )(?:“[^”]*”(?:, )?)+"))
_QUOTE = (re.compile("「([^」]*)」"), re.compile("“([^”]*)”"))


@dataclass(frozen=True, slots=True)
class Briefer:
    """What is said of a sentence instead: a pattern and what stands in its place, by language."""

    zh: tuple[str, str]
    en: tuple[str, str]


@dataclass(frozen=True, slots=True)
class BriefRules:
    """explanation.toml: ``figure`` is the pattern of a number in a quote."""

    figure: str
    briefer: tuple[Briefer, ...]


FILE = SettingsFile("scoring", "explanation.toml", BriefRules)


@dataclass(frozen=True, slots=True)
class WeighedFinding:
    """A finding with the points it lost and gained."""

    finding: Finding
    lost: float
    won: float
    known: bool


def weigh_counts(counts: Iterable[CountedProbe]) -> tuple[WeighedFinding, ...]:
    """One finding per counting probe (its first deciding one), with the points it cost and earned."""
    weighed = []
    for count in counts:
        share = count.merged.share
        if share is not None and count.merged.deciding:
            lost, won = count.points * (1 - share.low), count.points * share.low
            # The device that lacks it says what is wrong; the one that has it says what is right.
            shown = count.merged.deciding[-1 if lost > won else 0]
            weighed.append(WeighedFinding(shown, lost, won, share.low == share.high))
    return tuple(weighed)


def losing_findings(weighed: Iterable[WeighedFinding], known: bool) -> list[Finding]:
    """Findings that cost points, most costly first; ``known`` selects bad answers, else what was not seen."""
    costly = [finding for finding in weighed if finding.lost > 0 and finding.known is known]
    return [finding.finding for finding in sorted(costly, key=lambda finding: (-finding.lost, finding.finding.probe))]


def gaining_findings(weighed: Iterable[WeighedFinding]) -> list[Finding]:
    """Findings that earned points, most first."""
    good = [finding for finding in weighed if finding.won > 0]
    return [finding.finding for finding in sorted(good, key=lambda finding: (-finding.won, finding.finding.probe))]


def compose_reason(findings: Sequence[Finding], lead: Text | None = None) -> Text:
    """The sentences of these findings until about 200 characters, each once, without what says nothing there."""
    texts = [lead] if lead else []
    told: set[str] = set()
    for finding in findings:
        texts.append(_without_told(shorten_sentence(finding.answer.because), told))
        told.update(_QUOTE[0].findall(texts[-1].zh))
    return Text(
        _join([text.zh for text in texts], "；", LONGEST), _join([text.en for text in texts], "; ", 2 * LONGEST)
    )


def list_told(findings: Iterable[Finding], reason: Text) -> frozenset[str]:
    """Those of the findings, by id, whose sentence the reason tells."""
    heads = ((finding.id, _head(shorten_sentence(finding.answer.because).zh)) for finding in findings)
    return frozenset(id for id, head in heads if head and head in reason.zh)


def shorten_sentence(because: Text) -> Text:
    """The sentence without what says nothing: values that the quote beside them holds as its only numbers, measures of nothing."""
    rules = FILE.load()
    zh, en = because.zh, because.en
    for briefer in rules.briefer:
        zh, en = re.sub(*briefer.zh, zh), re.sub(*briefer.en, en)
    for found in _VALUES.finditer(zh):
        values = _QUOTE[0].findall(found[1])
        numbers = set(re.findall(rules.figure, found[2]))
        held = [value for value in values if _squeeze(value) in _squeeze(found[2])]
        if numbers and numbers <= {number for value in values for number in re.findall(rules.figure, value)}:
            rest = "、".join(f"「{value}」" for value in values if value not in held)
            zh = zh.replace(found[1], f"{rest}，" if rest else "")
            for value in held:
                en = en.replace(f"“{value}”, ", "", 1)
    return Text(zh, en)


def _without_told(because: Text, told: Collection[str]) -> Text:
    """The sentence with each example once, and without those that were quoted before, if others remain."""
    said = []
    for text, examples, quote, by in zip((because.zh, because.en), _EXAMPLES, _QUOTE, ("、", ", "), strict=True):
        found = examples.search(text)
        given = {part[1]: part[0] for part in quote.finditer(found[0])} if found else {}
        if found:
            new = [part for words, part in given.items() if words not in told] or list(given.values())
            text = f"{text[: found.start()]}{by.join(new)}{text[found.end() :]}"
        said.append(text)
    return Text(*said)


def _head(sentence: str) -> str:
    """The words before the first quote of a sentence, the whole of it where it begins with one."""
    return sentence.partition("「")[0] or sentence


def _squeeze(words: str) -> str:
    return "".join(words.split())


def _join(sentences: Sequence[str], by: str, longest: int) -> str:
    text = ""
    for sentence in _each_once(sentences):
        longer = f"{text}{by}{sentence}" if text else sentence
        if len(longer) > longest:
            return text or f"{sentence[: longest - 1]}…"
        text = longer
    return text


def _each_once(sentences: Sequence[str]) -> Iterator[str]:
    """Each sentence once, where it is told first, with the remark in brackets that another device adds to it (未见资质（关于我们页正文仅 7 字）)."""
    known = dict.fromkeys(sentence for sentence in sentences if sentence)
    told: set[str] = set()
    for sentence in known:
        fullest = next((longer for longer in known if longer.startswith((f"{sentence}（", f"{sentence} ("))), sentence)
        if fullest not in told:
            told.add(fullest)
            yield fullest


def persons_reason(standard: Standard, decisions: Iterable[Decision]) -> Text:
    """The reasons persons gave, each once; a carried one says whose it is and of which day."""
    texts = {_reason(standard, decision) for decision in decisions}
    return Text("；".join(sorted(text.zh for text in texts)), "; ".join(sorted(text.en for text in texts)))


def _reason(standard: Standard, decision: Decision) -> Text:
    if not decision.carried:
        return Text(decision.reason, decision.reason)
    day = datetime.fromisoformat(decision.at).astimezone(BEIJING).date().isoformat()
    parts = {"date": day, "assessor": decision.assessor, "reason": decision.reason}
    words = standard.deciding.carried
    return Text(words.zh.format(**parts), words.en.format(**parts))
