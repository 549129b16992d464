"""Probes that ask whether the privacy policy states an item: one declaration each, judged by ``policy_items.judge_item``."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.policy_items import judge_item
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.schema.part_words import DOUBT, stated_words, words_beside
from probes.schema.roles_read import need_if_there

# In the plainest words, and in a small shop's own: ``_plainly`` and ``_freely`` of ``answers.policy_items``.
_BESIDE = ("plain", "plain_under", "plain_here", "plain_never", "free", "free_near")
_FOR_ALL = ("plain_never", "free_never", *DOUBT, "doubt_never")


def policy_item(*parts: str, also: tuple[Role, ...] = (), least: int = 1, whole: int | None = None) -> Probe:
    """Does the policy state the ``subject`` of the table, part by part?

    ``also`` names further pages that may state it; without them the runner answers for a shop that has no policy. A
    table with a ``learnt`` topic needs the limit ``doubtful``.
    """

    def judge(site: Site, params: Params) -> Answer:
        return judge_item(site, params, params.subject, parts, also=also, least=least, whole=whole)

    return Probe(
        reads=need_if_there((Role.PRIVACY, *also)) if also else (Need(Role.PRIVACY),),
        judge=judge,
        words=parts,
        texts=("subject",),
        may_words=(*stated_words(parts), *words_beside(parts, _BESIDE), *_FOR_ALL),
        may_limits=("doubtful",),
    )
