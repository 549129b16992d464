"""The roles that a family of probes reads, as the needs that plan the visit."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.vocabulary import Role
from probes.probe import Need


def need_roles(roles: Iterable[Role]) -> tuple[Need, ...]:
    """Each role once, read if it is there; the home page, if it is one of them, first and required."""
    unique = dict.fromkeys(roles)
    home = (Need(Role.HOME),) if Role.HOME in unique else ()
    return (*home, *need_if_there(role for role in unique if role is not Role.HOME))


def need_if_there(roles: Iterable[Role]) -> tuple[Need, ...]:
    """Each role once, in that order, read if it is there."""
    return tuple(Need(role, required=False) for role in dict.fromkeys(roles))
