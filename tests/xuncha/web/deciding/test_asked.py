"""Whoever opens a subject that is open is told what to judge, or what to do first where no check has a question for it."""

from __future__ import annotations

import re

from storage.audit_list import list_audits
from tests.xuncha.web.support.web_client import Web
from xuncha.sheets.review_rows import WorksheetKind
from xuncha.web.deciding.said_word import Subject
from xuncha.web.deciding.subject_evidence import list_subject_evidence

ASK = re.compile(r'<div class="ask"><strong>To be judged</strong>(.*?)</div>', re.S)


async def test_no_open_item_leaves_its_reader_without_a_word(web: Web) -> None:
    (listed,) = await list_audits(web.store)
    audit = (await web.state.load_audit(listed.id)).audit
    said: list[str] = []
    for verdict in audit.verdicts:
        if verdict.verdict.decided or verdict.verdict.value == "not_applicable":
            continue
        page = (await web.get("assessor", f"/audits/{listed.visit}/decide/{verdict.item}")).text
        asked = ASK.findall(page)
        assert len(asked) == 1, verdict.item
        said += asked
        if verdict.verdict.value == "pending_document":
            wished = web.state.rules.standard.by_id[verdict.item].documents
            assert wished, verdict.item
            assert asked[0].count("<li>") == len(wished)
    for words in ("File what came below, then decide", "The machine did not see all of it"):
        assert any(words in line for line in said), words


async def test_a_reason_without_a_page_is_told_once_and_what_has_a_page_leads_to_its_picture(web: Web) -> None:
    (listed,) = await list_audits(web.store)
    data = await web.state.load_audit(listed.id)
    pictured = 0
    for item in web.state.rules.standard.items:
        groups = list_subject_evidence(web.state, data, Subject(WorksheetKind.ITEM, item.id))
        blind = [(group["because"]["zh"], group["surfaces"]) for group in groups if not group["pieces"]]
        assert len(blind) == len(set(blind)), item.id
        for group in groups:
            seen = {piece["view"] for piece in group["pieces"]} - {None, ""}
            assert (group["shown_at"] is not None) == bool(seen), item.id
            if group["shown_at"] is not None:
                at, view = group["shown_at"]
                assert at in data.items
                assert view in seen
                pictured += 1
    assert pictured
