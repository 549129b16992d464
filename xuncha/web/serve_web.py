"""Run the workbench: pages on one address, evidence on another, both in one process over one store."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import uvicorn

from crawler import child_environment
from probes.finding import Text
from storage.db.session import Store
from storage.people.invitations import create_invite
from storage.people.sealed_secrets import seal_plain_secrets
from storage.people.user_accounts import count_accounts
from xuncha.console.lang import Lang, render_text
from xuncha.console.signals import Shutdown
from xuncha.judging.renewed_pool import RenewedPool
from xuncha.judging.rules import load_rules
from xuncha.judging.ruleset import compute_ruleset
from xuncha.pack.verification.keys import find_key_folder
from xuncha.settings.oidc_settings import read_oidc_settings
from xuncha.settings.stores import open_data_store
from xuncha.settings.target import InvalidInput, parse_private_place
from xuncha.settings.web_settings import FILE
from xuncha.telemetry.systemd import keep_systemd_notified
from xuncha.web.app import make_app
from xuncha.web.deciding.judging_work import give_way, load_rules_ahead
from xuncha.web.deciding.pack_work import resume_packs
from xuncha.web.deciding.settling import settle_due
from xuncha.web.evidence.evidence_app import make_evidence_app
from xuncha.web.pages.people.invitation_pages import FIRST_ADMIN
from xuncha.web.rendering import prepare_templates
from xuncha.web.security.kept_key import open_web_key
from xuncha.web.serving.kept_objects import settle_objects
from xuncha.web.serving.worker_child import run_worker_beside
from xuncha.web.web_state import WebState

LEAVING = Text("工作台正在停止", "the workbench is ending")
FOLLOWERS_SECONDS = 2  # for which pages that follow jobs are waited for at the end
LOOPBACK = ("127.0.0.1", "localhost", "::1", "127.0.0.2")


@dataclass(frozen=True, slots=True)
class WebOptions:
    """``listen`` and ``evidence_listen``: HOST:PORT; ``public`` and ``evidence_public``: how browsers reach them, "" = so."""

    data: Path
    listen: str
    evidence_listen: str
    public: str
    evidence_public: str
    first_admin: bool
    lang: Lang
    worker: bool = False  # whether a worker runs beside the pages
    may_consent: tuple[str, ...] = ()  # private places to which administrators may consent in pages


async def run_web(options: WebOptions, stop: Shutdown) -> int:
    """Serve until asked to stop; returns the exit code. Raises InvalidInput, StorageError."""
    for place in options.may_consent:
        parse_private_place(place)
    pages, evidence = (
        _open_socket("--listen", options.listen),
        _open_socket("--evidence-listen", options.evidence_listen),
    )
    app_origin = options.public.rstrip("/") or f"http://{_place(pages)}"
    evidence_origin = options.evidence_public.rstrip("/") or f"http://{_place(evidence)}"
    _refuse_open_http(app_origin, pages, options)
    key = open_web_key(find_key_folder(options.data))
    async with open_data_store(options.data) as store:
        await seal_plain_secrets(store, key)
        kind = child_environment.ChildKind.STORE
        start, settings = partial(ProcessPoolExecutor, 1, child_environment.spawn_context(kind)), FILE.load()
        begin = partial(start, initializer=give_way, initargs=(settings.deciding.judging_nice,))
        with RenewedPool(begin) as judging, RenewedPool(start) as reading:
            state = WebState(
                store, load_rules(), settings, key, app_origin, evidence_origin, judging,
                lambda: datetime.now(UTC), oidc=read_oidc_settings(os.environ), reading=reading, may_consent=options.may_consent,
            )  # fmt: skip
            await _greet(store, state, options)
            for processes in (judging, reading):
                processes.submit(load_rules_ahead)
            await asyncio.to_thread(prepare_templates)
            await asyncio.to_thread(compute_ruleset)  # all that judges is read for it: no page is to wait for that
            settle_objects()
            await settle_due(state)  # what was said before this process began
            await resume_packs(state)
            beside = run_worker_beside(options.data, options.lang) if options.worker else contextlib.nullcontext()
            try:
                async with beside, keep_systemd_notified():
                    await _serve(state, pages, evidence, stop)
            finally:
                await state.memory.end_tasks()
    return 0


class QuietServer(uvicorn.Server):
    """A server that leaves the process's signals alone: how the program ends is the command line's to say.

    When it has ended, so has all that it answered: uvicorn only asks what outlasts its time to end and goes, and then a request may
    still hold a connection of the database that is about to be closed.
    """

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End in order; what is still answered after the time for that is broken off, and waited for."""
        await super().shutdown(sockets)
        while left := [task for task in self.server_state.tasks if not task.done()]:
            for task in left:
                task.cancel()
            await asyncio.wait(left)


async def _serve(state: WebState, pages: socket.socket, evidence: socket.socket, stop: Shutdown) -> None:
    """Both servers until one of them ends or a stop is asked for."""
    servers = [
        QuietServer(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                lifespan="off",
                timeout_graceful_shutdown=FOLLOWERS_SECONDS,
            )
        )
        for app in (make_app(state), make_evidence_app(state))
    ]
    tasks = [asyncio.create_task(server.serve([own])) for server, own in zip(servers, (pages, evidence), strict=True)]
    asked = asyncio.create_task(stop.asked.wait())
    await asyncio.wait([*tasks, asked], return_when=asyncio.FIRST_COMPLETED)
    state.memory.ending = (
        True  # before the servers wait for what they answer: followers of jobs would outlast that time
    )
    for server in servers:
        server.should_exit = True
    asked.cancel()
    await asyncio.gather(*tasks)


async def _greet(store: Store, state: WebState, options: WebOptions) -> None:
    """Say where the pages are; where nobody has an account yet, or when told to, with the link for the first administrator."""
    address = state.app_origin + "/"
    if options.first_admin or not await count_accounts(store):
        lasts = timedelta(hours=state.settings.login.invite_hours)
        address = f"{state.app_origin}/first/{await create_invite(store, FIRST_ADMIN, None, state.now(), lasts)}"
        said = Text(
            f"首位管理员请用此一次性链接登记：{address}",
            f"the first administrator signs up by this one-use link: {address}",
        )
    else:
        said = Text(f"工作台：{address}", f"the workbench: {address}")
    print(render_text(said, options.lang), flush=True)
    if options.may_consent:
        named = "、".join(options.may_consent), ", ".join(options.may_consent)
        told = Text(
            f"管理员可在网页上许可检测：{named[0]}", f"administrators may consent in pages to visits of {named[1]}"
        )
        print(render_text(told, options.lang), flush=True)


def _open_socket(option: str, said: str) -> socket.socket:
    """Listen there. Raises InvalidInput for what is no HOST:PORT, or is taken."""
    host, colon, port = said.rpartition(":")
    if not colon or not host or not port.isdigit() or int(port) > 65535:
        raise InvalidInput(f"{option} 应为 主机:端口：{said[:60]!r}", f"{option} {said[:60]!r}: write HOST:PORT")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host.strip("[]"), int(port)), family=family)
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise InvalidInput(f"{option} 无法监听 {said}：{why}", f"{option}: cannot listen on {said}: {why}") from fault


def _place(own: socket.socket) -> str:
    host, port = own.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _refuse_open_http(origin: str, own: socket.socket, options: WebOptions) -> None:
    """Log-ins go over plain http on this machine alone. Raises InvalidInput."""
    if origin.startswith("https://") or own.getsockname()[0] in LOOPBACK:
        return
    raise InvalidInput(
        f"--listen {options.listen} 不在本机：请用 --public https://… 写明经由 TLS 代理的地址",
        f"--listen {options.listen} is not this machine: name the https:// address of the TLS proxy before it with --public",
    )
