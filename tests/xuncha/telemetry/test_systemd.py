"""What the service manager hears: ready once, alive as long as the event loop goes round, and that it is leaving."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from xuncha.telemetry import systemd


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """A socket as the manager has one; its address is in the test's folder."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.bind(str(tmp_path / "s"))
        there.settimeout(30)
        yield there


def given(manager: socket.socket, **more: str) -> dict[str, str]:
    return {systemd.SOCKET: manager.getsockname(), **more}


def heard(manager: socket.socket) -> list[str]:
    """All that was told and not heard yet."""
    manager.setblocking(False)
    said = []
    while True:
        try:
            said.append(manager.recv(100).decode("ascii"))
        except BlockingIOError:
            return said


async def test_it_says_when_it_is_ready_lives_and_leaves(manager: socket.socket) -> None:
    environment = given(manager, WATCHDOG_USEC="300000", WATCHDOG_PID=str(os.getpid()))
    async with systemd.keep_systemd_notified(environment):
        said = [await asyncio.to_thread(manager.recv, 100) for _ in range(4)]
    assert sorted(set(said)) == [b"READY=1", b"WATCHDOG=1"]
    assert said.count(b"READY=1") == 1
    assert heard(manager)[-1] == systemd.STOPPING


async def test_a_loop_that_is_held_up_gives_no_sign(manager: socket.socket) -> None:
    async with systemd.keep_systemd_notified(given(manager, WATCHDOG_USEC="30000")):
        await asyncio.to_thread(manager.recv, 100)
        heard(manager)
        ends = time.monotonic() + 0.2  # many times as long as between two signs
        while time.monotonic() < ends:
            pass
        assert heard(manager) == []


async def test_without_a_manager_nothing_is_said(tmp_path: Path) -> None:
    for environment in (
        {},
        {systemd.SOCKET: "relative"},
        {systemd.SOCKET: str(tmp_path / "nobody"), "WATCHDOG_USEC": "1000"},
    ):
        assert not systemd.notify_systemd(systemd.READY, environment)
        async with systemd.keep_systemd_notified(environment):
            await asyncio.sleep(0)


def test_an_address_without_a_place_in_the_file_system_is_one_too() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.bind(f"\0xuncha-test-{os.getpid()}")
        assert systemd.notify_systemd(systemd.READY, {systemd.SOCKET: f"@xuncha-test-{os.getpid()}"})
        assert heard(there) == [systemd.READY]


def test_signs_come_well_before_they_are_missed() -> None:
    assert systemd.read_watchdog_interval({"WATCHDOG_USEC": "120000000"}) == 40
    for environment in (
        {},
        {"WATCHDOG_USEC": "0"},
        {"WATCHDOG_USEC": "x"},
        {"WATCHDOG_USEC": "9", "WATCHDOG_PID": "1"},
    ):
        assert systemd.read_watchdog_interval(environment) is None
