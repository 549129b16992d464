"""Picks, from the sentences of a page that state a thing, the one that shows it best; rows of tables with named columns count too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import View
from crawler.vocabulary import Role
from probes.pages.main import table_rows
from probes.pages.rules.policy import Sentence, find_statement
from probes.probe import Params
from probes.schema.reading_table import Whole
from probes.text import silence
from probes.text.hollow import is_hollow
from probes.text.learnt import topic_weights
from probes.text.normalise import fold_text
from probes.text.ranking import SentenceMerit, sentence_merit
from probes.text.remember import per_line, per_view


@dataclass(frozen=True, slots=True)
class BestSentenceTable:
    """The file best_sentence.toml."""

    limits: Whole[Literal["weighed", "named", "row"]]
    places: Mapping[str, str]


FILE = SettingsFile("probes.pages.rules", "best_sentence.toml", BestSentenceTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
ASIDE, MATTER = "aside", "matter"  # lists that a reading of one subject adds to those of a table
PLACES = {Role(role): words for role, words in _DATA.places.items()}  # what pages of a role are about


@dataclass(frozen=True, slots=True)
class SoughtWords:
    """What is searched for: words that state a thing, and what must or must not stand with them.

    One of ``near`` stands in the sentence or its heading, none of ``never`` in the sentence; ``chapters`` are those on
    the thing; ``affirmed`` skips words that a sentence only denies.
    """

    words: tuple[str, ...]
    near: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    affirmed: bool = False
    topic: str = ""
    hollow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidSentences:
    """Sentences of a page, and their texts as they are searched."""

    sentences: tuple[Sentence, ...]
    lines: silence.Lines

    def speaking(self, words: tuple[str, ...]) -> tuple[Sentence, ...]:
        """Those that hold one of the words."""
        return tuple(self.sentences[at] for at in silence.find_speaking(self.lines, words))

    def leave_out(self, params: Params) -> SaidSentences:
        """The same without those that hold a word of ``aside`` and none of ``matter``, where the subject has such lists."""
        if ASIDE not in params.words:
            return self
        aside, ours = silence.find_speaking(self.lines, params.words[ASIDE]), params.words[MATTER]
        left = {at for at in aside if not silence.line_holds(self.sentences[at].text, ours)}
        if not left:
            return self
        said = tuple(one for at, one in enumerate(self.sentences) if at not in left)
        return SaidSentences(said, silence.index_lines(tuple(one.text for one in said)))


def best_sentence(
    said: Iterable[Sentence], sought: SoughtWords, titled: str = ""
) -> tuple[SentenceMerit, Sentence] | None:
    """The sentence that shows best what is sought, the first among equals; None where none states it.

    ``titled`` is the page's folded title.
    """
    found: tuple[SentenceMerit, Sentence] | None = None
    listed = silence.read_list(sought.words)
    for sentence in said:
        if (
            not listed.holds(sentence.text)  # the usual case
            or find_statement((sentence,), sought.words, near=sought.near, never=sought.never, affirmed=sought.affirmed)
            is None
        ):
            continue
        worth = _worth(sentence, sought, titled)
        if found is None or worth > found[0]:
            found = worth, sentence
    return found


@per_line
def _worth(sentence: Sentence, sought: SoughtWords, titled: str) -> SentenceMerit:
    near = sought.near if len(sought.near) <= _LIMITS["weighed"] else ()
    strength = sum(len(silence.list_held(sentence.text, wanted)) for wanted in (sought.words, near))
    score = topic_weights.score_topic(sought.topic, sentence.text, sentence.heading) if sought.topic else 0
    few = bool(sought.topic) and topic_weights.load_topics()[sought.topic].fine
    learnt, heard = (0, score) if few else (score, 0)
    own, at = sought.chapters, (sentence.text, sentence.heading, sentence.label)
    states = not is_hollow(sentence.text, sentence.heading, sought.hollow)
    return sentence_merit(*at, own=own, titled=titled, strength=strength, learnt=learnt, heard=heard, states=states)


@per_view
def told_in_rows(view: View) -> tuple[Sentence, ...]:
    """Rows of tables with named columns, each read as a sentence: 接收方:快递企业 用途:送货 信息种类:姓名、地址."""
    found = []
    for row in table_rows.table_rows(view):
        named = sum(bool(name) for name, _ in row.cells)
        if named >= _LIMITS["named"] and len(row.text) <= _LIMITS["row"]:
            found.append(Sentence(fold_text(row.text), row.text, fold_text(row.heading)))
    return tuple(found)
