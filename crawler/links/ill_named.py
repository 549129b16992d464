"""Roles whose pages were found only by labels other than the role's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crawler.links import role_links
from crawler.site import View
from crawler.vocabulary import Role


def ill_named(had: Mapping[Role, Iterable[View]]) -> list[Role]:
    """Roles whose pages were all found by labels that say more than the role's name: news about a policy is not the policy."""
    found = {role: tuple(views) for role, views in had.items()}
    return [
        role
        for role, views in found.items()
        if views and not any(view.path and role_links.is_name(role, view.path[-1]) for view in views)
    ]
