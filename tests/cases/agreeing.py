"""Whether an answer agrees with itself: what is earned, the outcome and the sentence tell one story."""

from __future__ import annotations

import re

from probes.finding import Answer, Outcome
from probes.said_share import IN_PART, UNMET

# What a sentence says that denies what was asked, outside of quotes.
_DENIES = {
    "zh": re.compile(r"但(?:是)?(?:没有|未见|未说明|未述|不)|没有友好|有待改进|较差|只有[「\d]|仅 ?\d|（要求 \d+ 种）"),
    "en": re.compile(r"\bbut (?:no|not|without|explains nothing)\b|needs work|\bpoor\b|\bonly (?:one|“|\d)"),
}
_QUOTES = re.compile("「[^」]*」|“[^”]*”|《[^》]*》")


def contradiction(answer: Answer, good: Outcome) -> str:
    """What the sentence of a good YES denies, or what it leaves unsaid; "" where it agrees with what the answer earns."""
    if answer.outcome is not Outcome.YES or good is not Outcome.YES:
        return ""
    said = {"zh": answer.because.zh, "en": answer.because.en}
    if answer.fraction is not None and answer.fraction < 1.0:
        lead = IN_PART if answer.fraction > 0.0 else UNMET
        lacking = [words for words, text in ((lead.zh, said["zh"]), (lead.en, said["en"])) if words not in text]
        return f"earns {answer.fraction:g} and does not say so: {lacking}" if lacking else ""
    denied = (found.group() for name, text in said.items() if (found := _DENIES[name].search(_QUOTES.sub("", text))))
    return next(denied, "")
