"""Probes that ask whether something is written down: one declaration each, judged by ``statements.judge_stated``."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.statements import judge_stated
from probes.finding import Answer
from probes.probe import Params, Probe
from probes.schema.part_words import DOUBT, stated_words
from probes.schema.roles_read import need_roles


def statement(
    roles: Iterable[Role], parts: tuple[str, ...] = ("rule",), *, least: int = 1, whole: int | None = None
) -> Probe:
    """Is the ``subject`` of the table stated on pages of those roles? ``parts``, ``least`` and ``whole`` as in ``judge_stated``."""
    roles = tuple(roles)

    def judge(site: Site, params: Params) -> Answer:
        return judge_stated(site, params, params.subject, roles, parts, least=least, whole=whole)

    return Probe(
        reads=need_roles(roles),
        judge=judge,
        words=parts,
        texts=("subject",),
        may_words=(*stated_words(parts), *DOUBT),
    )
