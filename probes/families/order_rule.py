"""Probes about orders: in how many steps, in which ways, and without which obstacles; one declaration each."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.order_items import judge_free_of, judge_offered, judge_steps
from probes.answers.told_steps import TOLD_STEPS
from probes.finding import Answer
from probes.probe import Params, Probe
from probes.schema.part_words import DOUBT, stated_words, words_beside
from probes.schema.roles_read import need_if_there, need_roles


def order_steps(roles: tuple[Role, ...]) -> Probe:
    """Does the procedure named by ``about`` take at most ``most`` steps? A longer one earns ``long_share``.

    With ``effect`` words a sentence counts too that names what to press and says what that brings about; with
    ``first`` and ``last`` a line that says what is done, in at least ``acts`` clauses.
    """

    def judge(site: Site, params: Params) -> Answer:
        return judge_steps(site, params, params.subject, roles)

    return Probe(
        reads=need_if_there(roles),
        judge=judge,
        words=("about",),
        limits=("most", "long_share", "acts"),
        texts=("subject",),
        may_words=("headed", "effect", *TOLD_STEPS),
    )


def offered_kinds(roles: tuple[Role, ...], *parts: str) -> Probe:
    """How many of the kinds are offered, by a control (``<part>_entry``) or in a sentence (``<part>``)?

    ``kinds`` of them earn all points.
    """

    def judge(site: Site, params: Params) -> Answer:
        return judge_offered(site, params, params.subject, roles, parts)

    return Probe(
        reads=need_roles(roles),
        judge=judge,
        limits=("kinds", "label"),
        texts=("subject",),
        may_words=(
            *parts,
            *words_beside(parts, ("entry",)),
            "entry_never",
            "entry_page",
            "rest",
            *stated_words(parts),
            *DOUBT,
        ),
    )


def no_obstacle(roles: tuple[Role, ...]) -> Probe:
    """Is what the shop says about ``about`` free of ``bad`` words, the ``subject``?

    The text ``ask`` is the question to a person about one. Where ``by_phone`` is the only way told for what is no longer
    ``unpaid``, none ``by_oneself``, a person is asked.
    """

    def judge(site: Site, params: Params) -> Answer:
        return judge_free_of(site, params, params.subject, roles, params.texts["ask"])

    return Probe(
        reads=need_if_there(roles),
        judge=judge,
        words=("about", "bad", "never", "never_under"),
        texts=("subject", "ask"),
        may_words=("by_phone", "by_phone_never", "by_oneself", "unpaid"),
        clears_by_words=True,
    )
