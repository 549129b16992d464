"""What a check says of a surface when it reads it once, before other pages, other devices and entries not opened are asked about."""

from __future__ import annotations

from functools import partial

from crawler.site import Site
from probes.answers.doubts import blanks, other_topics, second_reader, unread_rest
from probes.finding import Answer
from probes.pages.absence.only_names import judge_beyond_names
from probes.pages.main.main_text import main_surface
from probes.pages.main.stated import stated_in_main
from probes.probe import Check


def read_surface(check: Check, surface: Site) -> Answer:
    """The check's answer; for what is to be stated, from the main texts and with a second reader's doubts."""
    judge = partial(_judge, check)
    if not check.stated:
        answer = judge_beyond_names(judge, surface)
        answer = other_topics.pass_over(check, surface, answer, partial(judge_beyond_names, judge))
        return unread_rest.doubt_rest(check, surface, second_reader.doubt_unstated(check, answer))
    answer = judge_beyond_names(partial(stated_in_main, judge), surface)
    answer = other_topics.pass_over(
        check, surface, answer, lambda left: judge_beyond_names(partial(stated_in_main, judge), left)
    )
    answer = unread_rest.doubt_rest(check, surface, answer)
    return blanks.doubt_blanks(check, second_reader.read_again(check, main_surface(surface), answer))


def _judge(check: Check, surface: Site) -> Answer:
    return check.probe.judge(surface, check.params)
