"""Statements count when they stand in the main text; words around it, or in a program's manual, are only a reason to look."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from crawler.site import Site, View
from probes.finding import Answer, Outcome, Text
from probes.pages.main import headings, main_text, manual
from probes.pages.main.own_title import own_title
from probes.text.remember import per_site, per_view, replace_views, reword_view

Judge = Callable[[Site], Answer]


def stated_in_main(judge: Judge, surface: Site) -> Answer:
    """The judge's answer from the main texts of the surface's pages, manuals of programs left out.

    Where all words of the pages would give a better answer, a person is asked and shown those words: they stand in a
    footer, a link's title, a review or a manual, or name another company. Where a manual only mentions the thing, it is
    no reason to ask. A fault of the judge is raised.
    """
    own = _without_manuals(surface)
    if own is surface:
        return _in_main(judge, surface)
    whole, without = _in_main(judge, surface), _in_main(judge, own)
    if without.outcome is Outcome.NO and whole.outcome is Outcome.UNSURE and _shows_manuals_alone(whole, surface):
        return without
    answer = _weighed(without, lambda: whole, manual.WORDS, "manual")
    return whole if answer.outcome is whole.outcome is Outcome.NO else answer  # it says how long the pages are


def _shows_manuals_alone(answer: Answer, surface: Site) -> bool:
    """Whether all words that a doubt shows stand in manuals."""
    shown = {piece.view for piece in answer.evidence if piece.quote}
    return bool(shown) and shown <= {view.id for view in surface.views if manual.is_manual(view)}


def _in_main(judge: Judge, surface: Site) -> Answer:
    main = main_text.main_surface(surface)
    answer = _in_part(judge, main)
    whole = _without_trails(surface)
    return answer if main is whole else _weighed(answer, lambda: judge(whole), main_text.WORDS, "aside")


def _in_part(judge: Judge, main: Site) -> Answer:
    """The judge's answer where a page that is reached under the name of one of its parts tells that part alone."""
    parts = headings.part_surface(main)
    answer = judge(parts)
    return answer if parts is main else _weighed(answer, lambda: judge(main), headings.WORDS, "aside")


@per_site
def _without_trails(surface: Site) -> Site:
    """The surface without lines that say where the reader is (首页 > 验货与签收): they end in the page's own title, and tell nothing."""
    return replace_views(surface, map(_without_trail, surface.views))


@per_view
def _without_trail(view: View) -> View:
    lines = view.text.split("\n")
    if not any(map(main_text.begins_trail, lines)):
        return view
    title = "".join(own_title(view).split())
    kept = [
        line for line in lines if not (main_text.begins_trail(line) and title and "".join(line.split()).endswith(title))
    ]
    return view if len(kept) == len(lines) else reword_view(view, "\n".join(kept))


@per_site
def _without_manuals(surface: Site) -> Site:
    """The surface with the pages that are a program's manual emptied of text."""
    if not any(map(manual.is_manual, surface.views)):
        return surface
    return replace_views(surface, (reword_view(view, "") if manual.is_manual(view) else view for view in surface.views))


def _weighed(answer: Answer, by_all: Callable[[], Answer], words: Mapping[str, str], reason: str) -> Answer:
    """The answer from the smaller text; where all words give a better one, the question to a person."""
    if answer.outcome not in (Outcome.YES, Outcome.NO) or _share(answer) >= 1.0:
        return answer
    whole = by_all()
    if answer.outcome is Outcome.NO and whole.outcome is Outcome.UNSURE:
        return whole  # something was read that a person should see
    if whole.outcome is not Outcome.YES or _share(whole) <= _share(answer):
        return answer
    if answer.outcome is Outcome.YES:
        return dataclasses.replace(answer, by_absence=True, ceiling=max(_share(whole), answer.ceiling or 0.0))
    because = Text(
        *(words[lang].format(because=said) for lang, said in (("zh", whole.because.zh), ("en", whole.because.en)))
    )
    return dataclasses.replace(
        whole,
        outcome=Outcome.UNSURE,
        because=because,
        reason=reason,
        by_absence=False,
        ceiling=None,
        fraction=_share(answer),
        question=whole.question or Text(words["ask_zh"], words["ask_en"]),
    )


def _share(answer: Answer) -> float:
    if answer.outcome is Outcome.YES:
        return 1.0 if answer.fraction is None else answer.fraction
    return answer.fraction or 0.0
