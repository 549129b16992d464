"""Rights: what each role may do (web.toml), and whether a visitor has one, for a platform or at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from storage.db.people_tables import Role
from storage.people.user_accounts import EVERYTHING, Account, Membership
from xuncha.settings.web_settings import FILE
from xuncha.web.serving.asked_ahead import AskedAhead, QueueAskedAhead


class Right(StrEnum):
    """What a route asks of its visitor."""

    SEE = "see"  # audits, items and evidence
    DECIDE = "decide"  # items, red lines and profile
    ASSIGN = "assign"
    RESOLVE = "resolve"  # disagreements of two assessors, as the third
    SIGN = "sign"
    EXPORT = "export"
    CITY = "city"  # pages over all platforms
    REGISTER = "register"  # platforms, added and changed
    AUDIT = "audit"  # ask for an audit
    RUN = "run"  # jobs, paused and cancelled
    PEOPLE = "people"  # accounts and keys
    LOG = "log"  # what everybody did
    CONSENT = "consent"  # to private addresses that were named at the start
    SETTINGS = "settings"
    SEALED = "sealed"  # unmasked originals


def list_rights(role: Role) -> frozenset[Right]:
    """The rights of a role."""
    return frozenset(Right(right) for right in getattr(FILE.load().roles, role.value))


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: a person by a browser's log-in or a program by a token, with the rights it has in each scope.

    ``csrf`` is what a form must bring; "" for programs. ``actor`` is the name in the log. ``login`` is the digest of the browser's
    log-in, ``proof`` how the person proved to be it last, ``proved`` whether that was a moment ago. ``weak``: the person's roles
    need more than the password that this log-in took.
    """

    account: Account
    grants: tuple[tuple[Right, str], ...]
    actor: str
    csrf: str = ""
    lang: str = "zh"
    proved: bool = False
    only: str = field(default=EVERYTHING)  # a token's own scope
    login: str = ""
    proof: str = ""
    strong: bool = False  # whether the log-in ever took more than a password
    weak: bool = False
    token: int | None = None  # the token's number, for programs
    ahead: AskedAhead | QueueAskedAhead | None = field(
        default=None, compare=False, repr=False
    )  # what was asked with who asks

    def may(self, right: Right) -> bool:
        """Whether the right is held in any scope."""
        return any(grant == right for grant, _ in self.grants)

    def may_for(self, right: Right, scopes: Iterable[str]) -> bool:
        """Whether the right is held for something that lies in these scopes (tags, district, batch, address)."""
        inside = {*scopes, EVERYTHING}
        return (self.only in inside) and any(grant == right and scope in inside for grant, scope in self.grants)

    def scopes_of(self, right: Right) -> frozenset[str]:
        """The scopes in which the right is held; ``EVERYTHING`` is among them where it is held for all."""
        return frozenset(scope for grant, scope in self.grants if grant == right)


def list_grants(memberships: Iterable[Membership]) -> tuple[tuple[Right, str], ...]:
    """The rights that memberships give, each with its scope."""
    return tuple(
        dict.fromkeys(
            (right, membership.scope) for membership in memberships for right in sorted(list_rights(membership.role))
        )
    )
