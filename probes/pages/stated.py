"""What a page states it states in its main text; what only stands around that is a reason to look, not to decide."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from crawler.site import Site
from probes.finding import Answer, Outcome, Text
from probes.pages.main_text import WORDS, main_surface

Judge = Callable[[Site], Answer]


def stated_in_main(judge: Judge, surface: Site) -> Answer:
    """The judge's answer by the main texts of the surface's pages.

    Where it finds less there than in all their words, the rest is asked of a person with the words shown: they stand in a footer,
    a link's title, a review, or name another company. A fault of the judge surfaces.
    """
    main = main_surface(surface)
    answer = judge(main)
    if main is surface or answer.outcome not in (Outcome.YES, Outcome.NO) or _share(answer) >= 1.0:
        return answer
    whole = judge(surface)
    if answer.outcome is Outcome.NO and whole.outcome is Outcome.UNSURE:
        return whole  # something was read that a person should see
    if whole.outcome is not Outcome.YES or _share(whole) <= _share(answer):
        return answer
    if answer.outcome is Outcome.YES:
        return dataclasses.replace(answer, by_absence=True, ceiling=max(_share(whole), answer.ceiling or 0.0))
    because = Text(
        *(WORDS[lang].format(because=said) for lang, said in (("zh", whole.because.zh), ("en", whole.because.en)))
    )
    return dataclasses.replace(
        whole,
        outcome=Outcome.UNSURE,
        because=because,
        reason="aside",
        by_absence=False,
        ceiling=None,
        fraction=_share(answer),
        question=whole.question or Text(WORDS["ask_zh"], WORDS["ask_en"]),
    )


def _share(answer: Answer) -> float:
    if answer.outcome is Outcome.YES:
        return 1.0 if answer.fraction is None else answer.fraction
    return answer.fraction or 0.0
