"""Roles whose pages were found by names that are not the role's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crawler import discover
from crawler.site import View
from crawler.vocabulary import Role


def ill_named(had: Mapping[Role, Iterable[View]]) -> list[Role]:
    """Roles whose pages were all found by labels that say more than the role's name: a news item about a policy is not the policy."""
    found = {role: tuple(views) for role, views in had.items()}
    return [
        role
        for role, views in found.items()
        if views and not any(view.path and discover.is_name(role, view.path[-1]) for view in views)
    ]
