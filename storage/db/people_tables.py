"""The tables of people: accounts and what they may, log-ins, what they work at, what they signed, and the log of all they did.

People are named elsewhere by plain numbers and names, so that an account may be closed and its decisions stay.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from sqlalchemy import Dialect, ForeignKey, Index, LargeBinary, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.db.tables import Moment, PageWords, Sha, Table, When


def clean_typed_text(text: str, most: int | None = None) -> str:
    """What somebody typed, made fit for a column: no NUL, no lone surrogates, at most ``most`` characters (None = all)."""
    return text[:most].replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


class TypedText(TypeDecorator[str]):
    """Text that somebody typed, of at most so many characters, cleaned where it is stored and where it is asked for alike."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        length = self.impl_instance.length if isinstance(self.impl_instance, String) else None
        return None if value is None else clean_typed_text(value, length)


class LongTypedText(TypeDecorator[str]):
    """The same of any length."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean_typed_text(value)


METADATA = Table.metadata  # all tables: these and those they refer to
OfUser = Annotated[int, mapped_column(ForeignKey("users.id"), index=True)]
Word = Annotated[str, mapped_column(TypedText(64))]
LongText = Annotated[str, mapped_column(LongTypedText())]


class Role(StrEnum):
    """What a person is here; what each role may do stands in xuncha/settings/web.toml."""

    VIEWER = "viewer"
    ASSESSOR = "assessor"
    LEAD = "lead"
    REGULATOR = "regulator"
    ENGINEER = "engineer"
    ADMIN = "admin"
    SEALED = "sealed"  # unmasked originals: a right of its own, beside any role


class UserRow(Table):
    """A person's account. ``password`` is an Argon2 hash, "" where a person logs in otherwise or not yet."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(TypedText(200), unique=True)  # what is typed to log in
    shown: Mapped[str] = mapped_column(TypedText(200))  # what stands under decisions and signatures
    password: Mapped[str] = mapped_column(TypedText(400))
    totp: Mapped[str] = mapped_column(
        String(200)
    )  # the secret of one-time codes and the number of the last used, sealed (``sealed_secrets``), "" without
    oidc: Mapped[str] = mapped_column(TypedText(400), index=True)  # issuer and subject of another log-in, "" without
    lang: Mapped[Word]
    active: Mapped[bool]
    made_at: Mapped[When]


class MembershipRow(Table):
    """One role of one person within one scope: a tag, district, batch or platform address, "" for everything."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("user_id", "role", "scope"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[OfUser]
    role: Mapped[Word]
    scope: Mapped[str] = mapped_column(TypedText(400))


class PasskeyRow(Table):
    """A key of a person's own device (Web Authentication, W3C)."""

    __tablename__ = "passkeys"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[OfUser]
    credential: Mapped[str] = mapped_column(TypedText(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    uses: Mapped[int]
    name: Mapped[str] = mapped_column(TypedText(200))
    made_at: Mapped[When]


class LoginRow(Table):
    """One log-in of a browser, by the SHA-256 of its cookie's secret. ``proved_at``: when the person last proved their identity."""

    __tablename__ = "logins"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[OfUser]
    made_at: Mapped[When]
    seen_at: Mapped[When]
    proved_at: Mapped[When]
    proved_by: Mapped[Word]  # password, code, passkey or oidc
    strong: Mapped[bool]  # whether this log-in ever took more than a password
    ends_at: Mapped[When] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(TypedText(100))


class InviteRow(Table):
    """A link that is used once: for the first administrator, a new person, or a forgotten password."""

    __tablename__ = "invites"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    purpose: Mapped[Word]
    made_at: Mapped[When]
    ends_at: Mapped[When]
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class FailedLoginRow(Table):
    """A log-in that failed, for the throttle."""

    __tablename__ = "failed_logins"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(TypedText(200), index=True)
    address: Mapped[str] = mapped_column(TypedText(100), index=True)
    at: Mapped[When] = mapped_column(index=True)


class TokenRow(Table):
    """An access token, by its SHA-256: a program acts as this person, with some of their rights, in one scope, until it expires."""

    __tablename__ = "tokens"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[OfUser]
    name: Mapped[str] = mapped_column(TypedText(200))
    rights: Mapped[LongText]  # names of rights with blanks between
    scope: Mapped[str] = mapped_column(TypedText(400))
    made_at: Mapped[When]
    ends_at: Mapped[When]
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    turns_full_at: Mapped[float] = mapped_column(
        server_default="0"
    )  # when its bucket of turns is full again, seconds since 1970


class AssignmentRow(Table):
    """A visit, or one item of it (``item`` "" = all), that a person is asked to decide; ``part``: first, second or third reader."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("visit_id", "item", "user_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[str] = mapped_column(String(32), index=True)
    item: Mapped[Word]
    user_id: Mapped[OfUser]
    part: Mapped[Word]
    given_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    given_at: Mapped[When]
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class DraftRow(Table):
    """A person's draft on a subject (item, red line, flag) of a visit, not yet a decision; ``version`` grows with each save.

    ``due_at``: the draft was submitted and becomes a decision then; until that moment it may be taken back. None = being written.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("visit_id", "subject", "user_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[str] = mapped_column(String(32), index=True)
    subject: Mapped[Word]
    user_id: Mapped[OfUser]
    version: Mapped[int]
    body: Mapped[LongText]  # JSON
    kept_at: Mapped[When]
    due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class ImportRow(Table):
    """A list of platforms that a person sent and has not confirmed; ``version`` grows with each change of its cells."""

    __tablename__ = "imports"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[OfUser]
    file: Mapped[str] = mapped_column(TypedText(400))
    digest: Mapped[Sha]
    version: Mapped[int]
    body: Mapped[LongText]  # JSON
    sent_at: Mapped[When] = mapped_column(index=True)


class CommentRow(Table):
    """A remark on a subject of a visit, at a place of a page where ``view`` names one; ``box`` is "x y width height" in CSS pixels."""

    __tablename__ = "comments"
    __table_args__ = (Index(None, "visit_id", "subject"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[str] = mapped_column(String(32))
    subject: Mapped[Word]
    user_id: Mapped[OfUser]
    view: Mapped[str] = mapped_column(TypedText(200))
    box: Mapped[str] = mapped_column(TypedText(100))
    words: Mapped[LongText]
    at: Mapped[When]


class SignoffRow(Table):
    """A person's signature under one audit: of this digest of its verdicts; void once anything of them changes."""

    __tablename__ = "signoffs"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[str] = mapped_column(String(32), index=True)
    audit_id: Mapped[str] = mapped_column(String(32), index=True)
    user_id: Mapped[OfUser]
    digest: Mapped[Sha]
    ruleset: Mapped[Sha]
    method: Mapped[Word]  # password or passkey
    at: Mapped[When]
    voided_at: Mapped[datetime | None] = mapped_column(Moment)
    voided_why: Mapped[PageWords]


class PreferenceRow(Table):
    """How one person wants the workbench, as whether single keys do something."""

    __tablename__ = "preferences"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, autoincrement=False)
    name: Mapped[Word] = mapped_column(primary_key=True)
    value: Mapped[Word]


class WorkTimeRow(Table):
    """Seconds that a person looked at a subject of a visit, by the page's own clock; they tell how many minutes an item takes."""

    __tablename__ = "work_times"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[str] = mapped_column(String(32), index=True)
    subject: Mapped[Word] = mapped_column(index=True)
    user_id: Mapped[OfUser]
    seconds: Mapped[float]
    at: Mapped[When]


class ActionRow(Table):
    """One line of the log: only ever added, each with the SHA-256 of the one before, so that none can be changed or left out unseen."""

    __tablename__ = "actions"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[When] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(
        TypedText(400), index=True
    )  # web:NAME, token:NAME or cli:OPERATING SYSTEM'S USER
    action: Mapped[Word]
    subject: Mapped[str] = mapped_column(TypedText(400), index=True)
    detail: Mapped[LongText]  # JSON, keys in order
    before: Mapped[Sha]
    digest: Mapped[Sha]


class AnsweredRequestRow(Table):
    """What was answered to a request with an Idempotency-Key, so that asking again does nothing twice."""

    __tablename__ = "answered_requests"
    token_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(TypedText(200), primary_key=True)
    request: Mapped[Sha]
    status: Mapped[int]
    answer: Mapped[LongText]
    at: Mapped[When] = mapped_column(index=True)
