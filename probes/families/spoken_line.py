"""Probes that ask for a line or a label that says something: one declaration each, judged by ``labels.judge_said``."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.labels import judge_said
from probes.finding import Answer
from probes.probe import Params, Probe
from probes.schema.roles_read import need_roles


def spoken_line(*roles: Role) -> Probe:
    """Does a sentence, a short line or a control on pages of those roles say the ``subject`` (words of ``rule``)?"""

    def judge(site: Site, params: Params) -> Answer:
        return judge_said(site, params, params.subject, roles)

    return Probe(
        reads=need_roles(roles),
        judge=judge,
        words=("rule",),
        texts=("subject",),
        may_words=("near", "never", "label"),
    )
