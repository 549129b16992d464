"""What all requests of one web process share: the store, rules, settings, keys and the clock. Made once at start."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fastapi import Request

from storage.db.session import Store
from xuncha.judging.rules import Rules
from xuncha.settings.oidc_settings import OidcSettings
from xuncha.settings.web_settings import WebSettings
from xuncha.web.audit_data import AuditCache, AuditData
from xuncha.web.overview.city_snapshot import Snapshot
from xuncha.web.overview.overview_cache import OverviewCache
from xuncha.web.overview.overview_source import OverviewSource
from xuncha.web.web_memory import WebMemory


@dataclass(frozen=True, slots=True)
class WebState:
    """``key``: the secret for forms, addresses of evidence and sealed codes; ``app_origin`` and ``evidence_origin``: where both are
    reached; ``judging``: processes that judge, none of it is done in the event loop; ``oidc``: another log-in, where one is set;
    ``may_consent``: private places, as host:port, to which administrators may consent in pages;
    ``reading``: a process that reads audits for pages, so that none waits for a whole visit to be judged; None = those that judge."""

    store: Store
    rules: Rules
    settings: WebSettings
    key: bytes
    app_origin: str
    evidence_origin: str
    judging: Executor
    now: Callable[[], datetime]
    audits: AuditCache = field(default_factory=AuditCache)
    oidc: OidcSettings | None = None
    reading: Executor | None = None
    may_consent: tuple[str, ...] = ()
    memory: WebMemory = field(default_factory=WebMemory)
    overview: OverviewCache = field(default_factory=OverviewCache)

    @property
    def https(self) -> bool:
        """Whether pages are reached by https, as they must be but on loopback."""
        return self.app_origin.startswith("https:")

    @property
    def cookie(self) -> str:
        """The cookie's name; a browser keeps __Host- ones to this very host, and takes them by https alone."""
        return "__Host-xuncha" if self.https else "xuncha"

    @property
    def reader(self) -> Executor:
        """What does the short work that a page waits for."""
        return self.reading or self.judging

    async def load_audit(self, id: str) -> AuditData:
        """That audit as pages show it, from memory where it was looked at not long ago. Raises NotFound, Ambiguous, RecordDamaged."""
        return await self.audits.load(self.store, self.reader, id, self.settings.pages.audits_cached)

    async def load_overview(self) -> Snapshot:
        """All platforms, at most ``[pages] overview_seconds`` old; older ones serve while they are read anew. Raises StorageError."""
        lasts = timedelta(seconds=self.settings.pages.overview_seconds)
        awaited = self.settings.pages.awaited_seconds
        return await self.overview.load(OverviewSource(self.store, self.judging, self.now, lasts, awaited))


def get_state(request: Request) -> WebState:
    """The state of the application that this request came to."""
    state: WebState = request.app.state.web
    return state
