"""Short pieces of a page that say something by themselves: labels of controls, and lines that are no navigation."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown, yes
from probes.probe import Params
from probes.reading.answers import Joined, answers, rows
from probes.reading.measure import CONTROL_ROLES, CONTROL_TAGS
from probes.reading.passages import vain
from probes.reading.policy import fold, heap, menu, pattern, sentences
from probes.reading.remember import per_line, per_view
from probes.reading.several import not_found, searched
from probes.text.contents import without_contents

LABEL = 16  # characters of a label, at most
LINE = 120  # and of a line that says one thing


def labelled(view: View, words: tuple[str, ...], never: tuple[str, ...] = ()) -> Iterator[Element]:
    """Seen controls with a short label that holds one of the words and none of ``never``."""
    wanted, banned = pattern(words), pattern(never)
    controls, whole = _controls(view)
    for each, parts in controls if wanted.search(whole) else ():
        if any(wanted.search(said) and not (never and banned.search(said)) for said in parts):
            yield each


@per_view
def _controls(view: View) -> tuple[tuple[tuple[Element, tuple[str, ...]], ...], str]:
    """Seen controls with their short labels, as patterns see them; and all of these, for what is in none."""
    found = []
    for each in view.elements:
        if each.seen and (each.clickable or each.tag in CONTROL_TAGS or each.role in CONTROL_ROLES):
            said = filter(None, (each.text or each.own, each.name, each.pseudo, each.ocr))
            found.append((each, tuple(filter(None, map(_label, said)))))
    return tuple(found), "\n".join(label for _, labels in found for label in labels)


@per_line
def _label(words: str) -> str:
    """The words as patterns see them; empty where they are too many for a label."""
    said = fold(" ".join(words.split()))
    return said if len(said) <= LABEL else ""


def lines(view: View, words: tuple[str, ...], never: tuple[str, ...] = ()) -> Iterator[str]:
    """What the page says in sentences or in short lines that are no control's label, with one of the words and none of ``never``."""
    wanted, banned = pattern(words), pattern(never)
    statements, whole = _statements(view)
    for line, folded in statements if wanted.search(whole) else ():
        if wanted.search(folded) and not (never and banned.search(folded)) and not vain(folded):
            yield " ".join(line.split())
    joined, whole = _joined(view)
    for each in joined if wanted.search(whole) else ():
        text = each.sentence.text
        if each.says(wanted) and not (never and banned.search(text)) and not vain(text):
            yield each.sentence.raw


@per_view
def _joined(view: View) -> tuple[tuple[Joined, ...], str]:
    """Answers and rows of tables; and all that they say, for what is in none."""
    found = (*answers(view.text), *rows(view))
    return found, "\n".join(each.sentence.text for each in found)


@per_view
def _statements(view: View) -> tuple[tuple[tuple[str, str], ...], str]:
    """Sentences and short lines, each with its folded text; and all of the latter, for what is in none."""
    said = [sentence.raw for sentence in sentences(view.text)]
    known = frozenset(said)
    said += [line for line in _short(view) if line not in known]
    folded = tuple((line, fold(line)) for line in said)
    return folded, "\n".join(text for _, text in folded)


def _short(view: View) -> list[str]:
    controls = {
        _flat(each.text or each.own)
        for each in view.elements
        if each.clickable or each.tag in CONTROL_TAGS or each.role in CONTROL_ROLES
    }
    if view.role is Role.HELP:  # its headings are contents; elsewhere a tile's heading is what it offers
        controls |= {" ".join(each.text.split()) for each in view.elements if each.heading}
    found = map(_flat, without_contents(view.text).splitlines())
    return [line for line in found if line and len(line) <= LINE and line not in controls and not _heap(line)]


@per_line
def _flat(words: str) -> str:
    return " ".join(words.split())


@per_line
def _heap(line: str) -> bool:
    """After a colon, words in a row are a list of something."""
    return menu(line) or (heap(line) and "：" not in line and ":" not in line)


def judge_said(site: Site, params: Params, subject: Text, roles: tuple[Role, ...]) -> Answer:
    """YES with the quote where a sentence, a short line or a control's label on those pages holds a word of ``rule``.

    Words of ``near`` must stand in the line too; those of ``never`` spoil it; ``label`` are words that only controls need hold.
    """
    never, near = params.words.get("never", ()), params.words.get("near", ())
    for view in searched(site, roles)[0]:
        for line in lines(view, params.words["rule"], never):
            if not near or pattern(near).search(fold(line)):
                return yes(
                    f"有{subject.zh}：「{line[:120]}」", f"{subject.en}: “{line[:120]}”", shown(view, quote=line[:200])
                )
        for element in labelled(view, params.words.get("label", ()), never):
            said = " ".join(element.words.split())[:40]
            return yes(f"有{subject.zh}：「{said}」", f"{subject.en}: “{said}”", shown(view, element))
    return not_found(site, roles, f"未见{subject.zh}", f"not found: {subject.en}", fraction=0.0)
