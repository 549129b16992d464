"""The rules that a policy lays down: what is collected, used, kept, shared, protected, and what people may ask for.

Titles, thanks, mottos, vows and what is only announced lay down nothing, however many of them a page has: rules on
collecting and using personal data are what a policy is published for (国信办秘字〔2019〕191号 一).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import View
from probes.pages.rules import policy
from probes.pages.rules.policy import Sentence
from probes.pages.rules.short_policy import is_brief
from probes.pages.rules.unfolded import unfolded_text
from probes.schema.reading_table import Whole
from probes.text.announced import announces_only
from probes.text.hollow import is_hollow
from probes.text.learnt import topic_weights
from probes.text.remember import per_text


@dataclass(frozen=True, slots=True)
class PolicyRulesTable:
    """The file policy_rules.toml."""

    topics: tuple[str, ...]
    hollow: tuple[str, ...]
    lawful: str
    limits: Whole[Literal["weight", "subjects"]]


FILE = SettingsFile("probes.pages.rules", "policy_rules.toml", PolicyRulesTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_TOPICS: tuple[str, ...] = tuple(_DATA.topics)
_HOLLOW: tuple[str, ...] = tuple(_DATA.hollow)
_LAWFUL = re.compile(_DATA.lawful)
_NAMED = "named"  # the subject of a sentence that calls data by their names


def has_rules(view: View) -> bool:
    """Does this policy lay down rules: any at all where it is brief, else rules on several subjects?"""
    found = find_rules(unfolded_text(view))
    if is_brief(view):
        return bool(found)
    return len({subject for _, of in found for subject in of}) >= _LIMITS["subjects"]


def clearest_rule(view: View) -> Sentence | None:
    """The sentence to be shown for the policy's rules: one that names data if any does, then the clearest; None without rules."""
    found = find_rules(unfolded_text(view))
    clear = max(found, key=lambda rule: (_NAMED in rule[1], len(rule[1]) > 0, _clearness(rule[0])), default=None)
    return None if clear is None else clear[0]


@per_text
def find_rules(text: str) -> tuple[tuple[Sentence, frozenset[str]], ...]:
    """The sentences that say what is done with personal data, each with the subjects it is heard to be about, perhaps none."""
    handled = (*policy.handled_sentences(text), *_headed(text))
    return tuple((said, frozenset(_subjects(said))) for said in dict.fromkeys(handled) if _states(said))


def _headed(text: str) -> Iterator[Sentence]:
    """Sentences that name data alone, below a heading that says what is done with them (我们会记下什么: 姓名、电话。)."""
    named = policy.pattern(policy.NAMED)
    for said in policy.split_sentences(text):
        over = named.search(f"{said.heading}:{said.text}") if said.heading else None
        if over is not None and over.start() < len(said.heading) < over.end():
            yield said


def _states(said: Sentence) -> bool:
    if announces_only(said.text) or is_hollow(said.text, said.heading, _HOLLOW):
        return False
    return _LAWFUL.fullmatch(said.text) is None


def _subjects(said: Sentence) -> Iterator[str]:
    """What a second reader hears it is about, or that it names data; one that it cannot read is a subject of its own."""
    if policy.pattern(policy.NAMED).search(said.text):
        yield _NAMED
    if not topic_weights.is_readable_sentence(said.text):
        yield said.text
        return
    yield from (topic for topic in _TOPICS if _score(topic, said) >= _LIMITS["weight"])


def _clearness(said: Sentence) -> int:
    return max(_score(topic, said) for topic in _TOPICS)


def _score(topic: str, said: Sentence) -> int:
    return max(topic_weights.score_topic(topic, said.text, over) for over in {said.heading, ""})
