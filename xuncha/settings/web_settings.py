"""Settings of the workbench: the file web.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class LoginSettings:
    """Log-ins, invitations, and when somebody who guesses is held off."""

    idle_minutes: Annotated[float, Setting("without a request, after which a log-in ends", "min")]
    hours: Annotated[float, Setting("after which any log-in ends", "h")]
    proof_minutes: Annotated[float, Setting("for which a password or passkey counts as just given", "min")]
    invite_hours: Annotated[float, Setting("for which a one-use link is good", "h")]
    password_letters: Annotated[int, Setting("least length of a password", "letters")]
    failures: Annotated[int, Setting("failed log-ins of a name before it is held off")]
    address_failures: Annotated[
        int, Setting("failed log-ins from an address, which a whole house may share, before it is held off")
    ]
    failure_minutes: Annotated[float, Setting("for which failed log-ins are counted", "min")]
    second_factor: Annotated[
        tuple[str, ...], Setting("roles that need more than a password wherever pages are reached by https")
    ]


@dataclass(frozen=True, slots=True)
class EvidenceSettings:
    """The host of evidence."""

    seconds: Annotated[int, Setting("for which an address of evidence is good", "s")]
    pixels: Annotated[int, Setting("most of a picture that is decoded", "px")]
    cache_mb: Annotated[int, Setting("of re-encoded pictures kept in memory", "MB")]


@dataclass(frozen=True, slots=True)
class PageSettings:
    """Pages."""

    rows: Annotated[int, Setting("of a list on one page")]
    audits_cached: Annotated[int, Setting("audits kept in memory; they never change")]
    audits_seen: Annotated[int, Setting("audits kept as persons saw them last")]
    audits_ahead: Annotated[int, Setting("audits of queues made ready before somebody opens them")]
    parts_kept: Annotated[int, Setting("pieces of pages kept, each of some hundred kB at most")]
    rows_kept: Annotated[int, Setting("rows of tables kept, each of some kB at most")]
    overview_seconds: Annotated[float, Setting("for which what pages over all platforms show is not read anew", "s")]
    awaited_seconds: Annotated[
        float, Setting("for which such a page waits at most for the little that is still to be summed up", "s")
    ]
    live_minutes: Annotated[float, Setting("after which a page that follows jobs stops to do so by itself", "min")]
    at_work: Annotated[int, Setting("requests at work at the same time; others wait before they begin")]
    at_work_seconds: Annotated[float, Setting("after which a request at work is taken to wait for something else", "s")]
    first_paths: Annotated[tuple[str, ...], Setting("paths, with what is below them, that go before others that wait")]
    passed_seconds: Annotated[float, Setting("after which a request that waits lets no other pass", "s")]


@dataclass(frozen=True, slots=True)
class UploadSettings:
    """Uploaded files."""

    mb: Annotated[int, Setting("most of one file", "MB")]
    form_kb: Annotated[int, Setting("most of a form or request without a file", "kB")]
    imports: Annotated[int, Setting("lists of platforms that one person may mend at the same time")]
    import_minutes: Annotated[float, Setting("for which a list that is not confirmed is kept", "min")]


@dataclass(frozen=True, slots=True)
class TokenSettings:
    """Tokens of programs."""

    rights: Annotated[tuple[str, ...], Setting("rights that a token may carry; others are for persons")]
    days: Annotated[int, Setting("for which a token is good where nothing else is said", "d")]
    most_days: Annotated[int, Setting("longest that a token is good", "d")]


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """The interface of programs."""

    per_minute: Annotated[float, Setting("requests of one token in the long run", "1/min")]
    burst: Annotated[int, Setting("requests of one token at once")]
    body_kb: Annotated[int, Setting("most of a request", "kB")]
    rows: Annotated[int, Setting("of a list in one answer where nothing else is asked for")]
    most_rows: Annotated[int, Setting("most of a list in one answer")]
    keys_hours: Annotated[float, Setting("for which answers to requests with an Idempotency-Key are kept", "h")]
    lost_seconds: Annotated[float, Setting("after which a request that was never answered is done again", "s")]


@dataclass(frozen=True, slots=True)
class DecidingSettings:
    """Deciding in the browser."""

    undo_seconds: Annotated[float, Setting("in which a word may be taken back before it becomes a decision", "s")]
    undo_batch_seconds: Annotated[
        float,
        Setting("in which an agreement with many platforms at once may be taken back before it becomes decisions", "s"),
    ]
    draft_seconds: Annotated[float, Setting("after which typed words are kept", "s")]
    comment_letters: Annotated[int, Setting("most of a remark", "letters")]
    reason_letters: Annotated[int, Setting("most of a reason", "letters")]
    most_work_seconds: Annotated[float, Setting("most that one report of a page counts as work", "s")]
    pack_minutes: Annotated[float, Setting("for which the one-use link to a pack is good", "min")]
    judging_nice: Annotated[int, Setting("how far the judging process gives way to pages, as nice counts it")]
    pack_days: Annotated[int, Setting("for which a person's packs are listed, to be fetched again", "d")]


@dataclass(frozen=True, slots=True)
class ExpectedMinutes:
    """What an open subject is expected to take a person."""

    suggested: Annotated[float, Setting("an item for which a verdict is suggested", "min")]
    to_confirm: Annotated[float, Setting("an item to be confirmed without a suggestion", "min")]
    inconclusive: Annotated[float, Setting("an item that was seen in part", "min")]
    not_observed: Annotated[float, Setting("an item that no probe looks at", "min")]
    pending_document: Annotated[float, Setting("an item that documents prove", "min")]
    red_line: Annotated[float, Setting("a suspected red line", "min")]
    profile: Annotated[float, Setting("a flag of the profile", "min")]


@dataclass(frozen=True, slots=True)
class RoleRights:
    """What each role may do; ``sealed`` is a right beside any role."""

    viewer: Annotated[tuple[str, ...], Setting("who looks at the audits of a district or tag")]
    assessor: Annotated[tuple[str, ...], Setting("who decides items")]
    lead: Annotated[tuple[str, ...], Setting("who assigns, resolves and signs")]
    regulator: Annotated[tuple[str, ...], Setting("who keeps the register and looks at all platforms")]
    engineer: Annotated[tuple[str, ...], Setting("who works for a platform")]
    admin: Annotated[tuple[str, ...], Setting("who keeps accounts and keys, and decides nothing")]
    sealed: Annotated[tuple[str, ...], Setting("who may see unmasked originals")]


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The workbench."""

    roles: RoleRights

    login: LoginSettings
    evidence: EvidenceSettings
    pages: PageSettings
    upload: UploadSettings
    tokens: TokenSettings
    api: ApiSettings
    deciding: DecidingSettings
    minutes: ExpectedMinutes


FILE = SettingsFile("xuncha.settings", "web.toml", WebSettings)
