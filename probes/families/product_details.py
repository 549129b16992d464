"""Probes that ask how complete product pages are: one declaration each, judged by ``completeness.judge_completeness``."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.products import completeness
from probes.finding import Answer
from probes.pages.products.product_sample import SAMPLE_LIMITS
from probes.probe import Params, Probe
from probes.schema.roles_read import need_roles


def product_details(group: str) -> Probe:
    """Do product pages show the details of that group that their kind of goods needs?"""

    def judge(site: Site, params: Params) -> Answer:
        return completeness.judge_completeness(site, params, group)

    return Probe(
        reads=need_roles((Role.HOME, Role.PRODUCT)),
        judge=judge,
        limits=(*SAMPLE_LIMITS, "good", "part", "doubt"),
    )
