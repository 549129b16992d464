"""Signing an audit, and having its evidence pack made and handed out once."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from storage.audit_list import ListedAudit
from storage.jobs.pack_jobs import PackJob, PackJobState, list_pack_jobs
from storage.people.action_log import add_action
from storage.people.signoffs import add_signoff, list_signoffs
from storage.people.stored_passkeys import list_passkeys
from xuncha.judging.ruleset import compute_ruleset
from xuncha.judging.verdict_digest import hash_verdicts
from xuncha.settings.target import InvalidInput
from xuncha.web.deciding.live_audit import load_live_audit
from xuncha.web.deciding.pack_work import find_pack_job, hand_out_pack, invite_to_pack, start_again, start_pack
from xuncha.web.deciding.past_acts import list_past_acts
from xuncha.web.deciding.settling import rejudge_now, settle_visit
from xuncha.web.entrance import require_right
from xuncha.web.rendering import render_page, say_words
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.passwords import is_password
from xuncha.web.security.scopes import find_audit_in_scope
from xuncha.web.security.separation import Act, find_conflict_of_roles
from xuncha.web.views.open_subjects import count_decided
from xuncha.web.web_state import get_state

router = APIRouter()
Seeing = Annotated[Visitor, Depends(require_right(Right.SEE))]
Signing = Annotated[Visitor, Depends(require_right(Right.SIGN))]
Exporting = Annotated[Visitor, Depends(require_right(Right.EXPORT))]
_WRONG = {lang: say_words(lang, "sign.sign.wrong") for lang in ("zh", "en")}
_MOVED = {lang: say_words(lang, "sign.sign.moved") for lang in ("zh", "en")}


@router.get("/audits/{id}/sign")
async def show_signing(request: Request, visitor: Seeing, id: str) -> Response:
    """What is signed, who has signed, and the pack."""
    return await _show(request, visitor, id)


@router.post("/audits/{id}/sign/judge")
async def judge_whole(request: Request, visitor: Signing, id: str) -> Response:
    """Make decisions of all that waits, and judge the whole visit again, so that what is signed is what the pack will hold."""
    state = get_state(request)
    listed = await find_audit_in_scope(state, visitor, id, Right.SIGN)
    await settle_visit(state, listed.visit)
    await rejudge_now(state, listed.visit)
    return RedirectResponse(f"/audits/{listed.visit}/sign", 303)


@router.post("/audits/{id}/sign")
async def sign_audit(request: Request, visitor: Signing, id: str) -> Response:
    """Sign the digest that was shown, by the password or a passkey given a moment ago. 409 where the verdicts have changed since."""
    state = get_state(request)
    listed = await find_audit_in_scope(state, visitor, id, Right.SIGN)
    listed = await find_audit_in_scope(state, visitor, listed.visit, Right.SIGN)
    form = await request.form()
    password = str(form.get("password", ""))
    proven = await is_password(visitor.account.password, password) if password else False
    method = "password" if proven else "passkey" if _is_proved_by_passkey(visitor) else ""
    if not method:
        return await _show(request, visitor, id, 401, fault=_WRONG)
    against = find_conflict_of_roles(
        Act.SIGN, visitor.account.assessor, "", await list_past_acts(state, listed.url, listed.visit)
    )
    if against is not None:
        return await _show(request, visitor, id, 409, fault={"zh": against.zh, "en": against.en})
    live = await load_live_audit(state, visitor, listed)
    digest = hash_verdicts(live.data.audit)
    stored = await state.load_audit(listed.id)
    if digest != str(form.get("digest", "")) or digest != hash_verdicts(stored.audit):
        return await _show(request, visitor, id, 409, fault=_MOVED)
    ruleset, now = live.data.audit.ruleset, state.now()
    await add_signoff(state.store, listed.visit, listed.id, visitor.account.id, digest, ruleset, method, now)
    detail = {"audit": listed.id, "digest": digest, "ruleset": ruleset, "method": method}
    await add_action(state.store, now, visitor.actor, "sign", f"visit:{listed.visit}", detail)
    return RedirectResponse(f"/audits/{listed.visit}/sign", 303)


@router.post("/audits/{id}/pack")
async def ask_for_pack(request: Request, visitor: Exporting, id: str) -> Response:
    """Have the pack made; with unmasked originals for those alone who may see them."""
    state = get_state(request)
    listed = await find_audit_in_scope(state, visitor, id, Right.EXPORT)
    listed = await find_audit_in_scope(state, visitor, listed.visit, Right.EXPORT)
    if listed.audit is None:
        raise HTTPException(404)
    form = await request.form()
    sealed, why = bool(form.get("sealed")), str(form.get("why", "")).strip()[:400]
    if sealed:
        await find_audit_in_scope(state, visitor, listed.visit, Right.SEALED)
        if not why:
            raise InvalidInput("请写明为何需要未遮盖的原件", "say why the unmasked originals are needed")
        await add_action(state.store, state.now(), visitor.actor, "unmask", f"visit:{listed.visit}", {"why": why})
    await settle_visit(state, listed.visit)
    job = await start_pack(state, visitor, listed.visit, await rejudge_now(state, listed.visit), sealed)
    return RedirectResponse(f"/audits/{listed.visit}/packs/{job.id}", 303)


@router.get("/audits/{id}/packs/{job}")
async def show_pack(request: Request, visitor: Exporting, id: str, job: str) -> Response:
    """How far a pack is, with the form that hands it out, or makes it again where it was interrupted. 404 for another person's."""
    listed, made = await _find_pack(request, visitor, id, job)
    page = render_page(request, visitor, "pack.html.j2", listed=listed, job=made)
    if made.state is PackJobState.RUNNING:
        page.headers["Refresh"] = "2"
    return page


@router.post("/audits/{id}/packs/{job}/again")
async def make_pack_again(request: Request, visitor: Exporting, id: str, job: str) -> Response:
    """Make a pack whose making was interrupted."""
    listed, made = await _find_pack(request, visitor, id, job)
    state = get_state(request)
    await settle_visit(state, listed.visit)
    await start_again(state, made)
    return RedirectResponse(f"/audits/{listed.visit}/packs/{job}", 303)


@router.post("/audits/{id}/packs/{job}/link")
async def make_pack_link(request: Request, visitor: Exporting, id: str, job: str) -> Response:
    """A link that hands the pack out once, and there."""
    _, made = await _find_pack(request, visitor, id, job)
    if made.state is not PackJobState.DONE:
        raise HTTPException(404)
    state = get_state(request)
    secret = await invite_to_pack(state, made, timedelta(minutes=state.settings.deciding.pack_minutes))
    return RedirectResponse(f"/packs/{job}/{secret}", 303)


@router.get("/packs/{job}/{secret}")
async def send_pack(request: Request, visitor: Exporting, job: str, secret: str) -> Response:
    """The pack, as a file to keep; its link is used up by it. 404 for a link that is used, too old, or another person's."""
    state = get_state(request)
    made = await find_pack_job(state, visitor, job)
    await find_audit_in_scope(state, visitor, made.visit, Right.SEALED if made.sealed else Right.EXPORT)
    return await hand_out_pack(state, made, secret)


async def _find_pack(request: Request, visitor: Visitor, id: str, job: str) -> tuple[ListedAudit, PackJob]:
    """The visit and the pack of it that this person asked for. Raises 404."""
    state = get_state(request)
    listed = await find_audit_in_scope(state, visitor, id, Right.EXPORT)
    made = await find_pack_job(state, visitor, job)
    if made.visit != listed.visit:
        raise HTTPException(404)
    return listed, made


def _is_proved_by_passkey(visitor: Visitor) -> bool:
    """Whether the person's own device has said a moment ago who it is: then no password is needed to sign."""
    return visitor.proof == "passkey" and visitor.proved


async def _show(request: Request, visitor: Visitor, id: str, status: int = 200, **given: object) -> Response:
    state = get_state(request)
    listed = await find_audit_in_scope(state, visitor, id, Right.SEE)
    listed = await find_audit_in_scope(state, visitor, listed.visit, Right.SEE)
    if listed.audit is None:
        raise HTTPException(404)
    live = await load_live_audit(state, visitor, listed)
    stored = await state.load_audit(listed.id)
    audit, digest = live.data.audit, hash_verdicts(live.data.audit)
    whole = digest == hash_verdicts(stored.audit) and audit.ruleset == compute_ruleset() and not live.waiting
    done, items = count_decided(live.data)
    signed = await list_signoffs(state.store, listed.visit)
    holds = [signoff.voided_at is None and signoff.digest == digest for signoff in signed]
    own = any(good and signoff.who == visitor.account.shown for good, signoff in zip(holds, signed, strict=True))
    packs = await list_pack_jobs(state.store, listed.visit, visitor.account.id, state.now(), state.memory.making)
    return render_page(
        request, visitor, "sign.html.j2", status, listed=listed, audit=audit, digest=digest, whole=whole,
        holds=holds, own=own, signed=signed, packs=packs, done=done, items=items,
        scores=live.data.audit.scores, proved=_is_proved_by_passkey(visitor),
        has_passkeys=visitor.may(Right.SIGN) and bool(await list_passkeys(state.store, visitor.account.id)),
        **{"fault": None, **given},
    )  # fmt: skip
