"""A made-up audit of all 58 items put into a store as a crawl and a judgement would have put it there."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import datetime

from crawler.site import Site
from probes.finding import Text
from storage.audits import save_audit
from storage.db.session import Store
from storage.decisions import load_decisions
from storage.visits.audit import Audit
from storage.visits.visits import begin_visit
from tests.storage.seen import keep_all
from tests.xuncha.reports.conftest import shot, things
from xuncha.judging.judged import make_audit
from xuncha.judging.rules import load_rules

HOSTILE = "=cmd|'/c calc'!A1\u202e<img src=x onerror=alert(1)>{{7*7}}\0\""


def made(at: datetime | None = None) -> Site:
    """The site of the report tests."""
    site = things()
    return dataclasses.replace(site, at=at or site.at)


def quoting(audit: Audit, quote: str) -> Audit:
    """The same audit as if pages had said this wherever they were quoted."""
    findings = tuple(
        dataclasses.replace(
            finding,
            answer=dataclasses.replace(
                finding.answer,
                because=Text(quote, quote),
                evidence=tuple(dataclasses.replace(piece, quote=quote) for piece in finding.answer.evidence),
            ),
        )
        for finding in audit.findings
    )
    verdicts = tuple(dataclasses.replace(verdict, because=Text(quote, quote)) for verdict in audit.verdicts)
    return dataclasses.replace(audit, findings=findings, verdicts=verdicts)


async def kept(store: Store, site: Site, quote: str = "") -> Audit:
    """Its audit under today's rules, with all that persons decided before."""
    async with await begin_visit(store, site.platform, {}, at=site.at) as keeper:
        for view in site.views:
            sha = await keeper.blob(shot(view), "image/jpeg")
            assert sha == view.screenshot == hashlib.sha256(shot(view)).hexdigest()
        await keep_all(keeper, site)
        await keeper.finish(site)
    decided = await load_decisions(store, site.platform.url)
    audit = make_audit(load_rules(), site, keeper.id, decided=decided)
    audit = quoting(audit, quote) if quote else audit
    await save_audit(store, audit)
    return audit
