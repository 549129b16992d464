"""Sentences of a template that nobody filled in: what they promise is shown to a person, and no YES rests on them alone."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from crawler.settings_file import SettingsFile
from probes.finding import Answer, Outcome, Text
from probes.probe import Check
from probes.schema.reading_table import Spoken


@dataclass(frozen=True, slots=True)
class BlanksTable:
    """The file blanks.toml."""

    left: str
    words: Spoken


FILE = SettingsFile("probes.answers.doubts", "blanks.toml", BlanksTable)
_DATA = FILE.load()
_LEFT = re.compile(_DATA.left)
_WORDS = _DATA.words


def doubt_blanks(check: Check, answer: Answer) -> Answer:
    """The answer; UNSURE where each sentence that a YES quotes holds a blank (``客服电话：****``, ``【】``, ``{{date}}``)."""
    quotes = [evidence.quote for evidence in answer.evidence if evidence.quote]
    if answer.outcome is not Outcome.YES or check.good is not Outcome.YES or not quotes:
        return answer
    if not all(map(_LEFT.search, quotes)):
        return answer
    because = Text(
        *(
            _WORDS[lang].format(because=said)
            for lang, said in zip(("zh", "en"), (answer.because.zh, answer.because.en), strict=True)
        )
    )
    question = answer.question or check.question
    return dataclasses.replace(answer, outcome=Outcome.UNSURE, because=because, ceiling=None, question=question)
