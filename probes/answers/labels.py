"""Short texts that say something by themselves: labels of controls, and lines that are not navigation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, yes
from probes.pages.absence.several import not_found, searched_views
from probes.pages.layout.measure import is_pressable
from probes.pages.main.own_title import own_title
from probes.pages.rules.passages import is_vain
from probes.pages.rules.policy import is_heap, is_menu, pattern, split_sentences
from probes.pages.rules.questions import JoinedSentence, join_answers, join_rows
from probes.probe import Params
from probes.text.announced import refuses_only
from probes.text.contents import without_contents
from probes.text.normalise import fold_text
from probes.text.remember import per_drawn, per_elements, per_line, per_view
from probes.text.shown import list_seen

LABEL = 16  # characters of a label, at most
BARE = 6  # and of one that is the head of a column or a name as often as a statement
LINE = 120  # and of a line that says one thing


def find_labelled(view: View, words: tuple[str, ...], never: tuple[str, ...] = ()) -> Iterator[Element]:
    """Visible controls with a short label that holds one of the words and none of ``never``."""
    wanted, banned = pattern(words), pattern(never)
    controls, whole = _controls(view)
    for control, parts in controls if wanted.search(whole) else ():
        if any(wanted.search(said) and not (never and banned.search(said)) for said in parts):
            yield control


@per_drawn
def _controls(view: View) -> tuple[tuple[tuple[Element, tuple[str, ...]], ...], str]:
    """Visible controls with their short labels in folded form; and all these labels as one text, to rule out words that none has."""
    found = []
    for element in list_seen(view.elements):
        if is_pressable(element):
            said = filter(None, (element.text or element.own, element.name, element.pseudo, element.ocr))
            found.append((element, tuple(filter(None, map(_label, said)))))
    return tuple(found), "\n".join(label for _, labels in found for label in labels)


@per_line
def _label(words: str) -> str:
    """The words in folded form; empty where there are too many for a label."""
    said = fold_text(" ".join(words.split()))
    return said if len(said) <= LABEL else ""


def find_label_lines(view: View, words: tuple[str, ...], never: tuple[str, ...] = ()) -> Iterator[str]:
    """Sentences and short lines other than control labels, with one of the words and none of ``never``."""
    wanted, banned = pattern(words), pattern(never)
    statements, whole = _statements(view)
    for line, folded in statements if wanted.search(whole) else ():
        if wanted.search(folded) and not (never and banned.search(folded)) and not is_vain(folded):
            yield " ".join(line.split())
    joined, whole = _joined(view)
    for labelled in joined if wanted.search(whole) else ():
        text = labelled.sentence.text
        if labelled.says(wanted) and not (never and banned.search(text)) and not is_vain(text):
            yield labelled.sentence.raw


@per_view
def _joined(view: View) -> tuple[tuple[JoinedSentence, ...], str]:
    """Answers and table rows; and everything they say as one text, to rule out words that none has."""
    found = (*join_answers(view.text), *join_rows(view))
    return found, "\n".join(sentence.sentence.text for sentence in found)


@per_view
def _statements(view: View) -> tuple[tuple[tuple[str, str], ...], str]:
    """Sentences and short lines, each with its folded text; and all folded texts as one, to rule out words that none has."""
    said = [sentence.raw for sentence in split_sentences(view.text)]
    known = frozenset(said)
    said += [line for line in _short(view) if line not in known]
    lines = [line for line in map(_flat, view.text.splitlines()) if line]
    pairs = ((line, below) for line, below in pairwise(lines) if line[-1] not in "。！!;；")
    refused = {line for line, below in pairs if refuses_only(fold_text(below))}  # 门店自提 | 暂未开通
    folded = tuple((line, fold_text(line)) for line in said if _flat(line) not in refused)
    return folded, "\n".join(text for _, text in folded)


def _short(view: View) -> list[str]:
    controls = _control_words(view.elements)
    if view.role is Role.HELP:  # its headings are contents; elsewhere a tile's heading is what it offers
        controls |= {" ".join(element.text.split()) for element in view.elements if element.heading}
    found = map(_flat, without_contents(view.text).splitlines())
    return [line for line in found if line and len(line) <= LINE and line not in controls and not _heap(line)]


@per_elements
def _control_words(elements: tuple[Element, ...]) -> frozenset[str]:
    return frozenset(_flat(element.text or element.own) for element in elements if is_pressable(element))


@per_line
def _flat(words: str) -> str:
    return " ".join(words.split())


@per_line
def _heap(line: str) -> bool:
    """Is the line just a list: words in a row after a colon?"""
    return is_menu(line) or (is_heap(line) and "：" not in line and ":" not in line)


def judge_said(site: Site, params: Params, subject: Text, roles: tuple[Role, ...]) -> Answer:
    """YES with a quote where a sentence, a short line or a control's label on those pages holds a word of ``rule``.

    The line must also hold a word of ``near`` and none of ``never``; words of ``label`` count in control labels only.
    What the page is called is quoted only where nothing else on it says so, and a few letters only before that.
    """
    never, near = params.words.get("never", ()), params.words.get("near", ())
    for view in searched_views(site, roles)[0]:
        lines = find_label_lines(view, params.words["rule"], never)
        said = (line for line in lines if not near or pattern(near).search(fold_text(line)))
        titled = _flat(own_title(view))
        line = min(said, key=lambda line: (line == titled, len(line) <= BARE), default=None)
        if line is not None:
            return yes(
                f"有{subject.zh}：「{line[:120]}」",
                f"{subject.en}: “{line[:120]}”",
                evidence_on_page(view, quote=line[:200]),
            )
        for element in find_labelled(view, params.words.get("label", ()), never):
            label = _flat(element.words)[:40]
            return yes(f"有{subject.zh}：「{label}」", f"{subject.en}: “{label}”", evidence_on_page(view, element))
    return not_found(site, roles, f"未见{subject.zh}", f"not found: {subject.en}", fraction=0.0)
