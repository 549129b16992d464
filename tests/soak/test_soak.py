"""A short soak for real, and that each thing that is watched for would be found."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shops.answers import ShopAnswer, ShopRequest
from tests.soak import apart, outputs, resolver, watching
from tests.soak.hostile import TRAPS, Hostile, hostile
from tests.soak.sentinels import listening
from tests.soak.told import KINDS, LIMITS, SOME, Audited, Sample, growth, summed, table
from tests.soak.traps import Trap, World
from tests.soak.words import MARK
from tests.xuncha.command import ROOT, environment

WORLD = World(("127.0.0.1:9", "169.254.169.254"))
SECONDS = 400.0  # until something is surely wrong, on a machine that is busy with other things


def asked(made: Hostile, path: str, number: int = 1) -> ShopAnswer:
    return made.shop.answer(ShopRequest(path, {}, {"Host": "127.0.0.1:1"}, number, lambda seconds: True))


def body(answer: ShopAnswer) -> bytes:
    return (
        answer.body
        if isinstance(answer.body, bytes)
        else b"".join(part for part, _ in zip(answer.body, range(3), strict=False))
    )


def test_the_same_seed_makes_the_same_shops_and_all_traps_come_up() -> None:
    made = [hostile(3, number, WORLD) for number in range(len(TRAPS))]
    again = [hostile(3, number, WORLD) for number in range(len(TRAPS))]
    assert [(visit.base, visit.traps, visit.items, visit.devices) for visit in made] == [
        (visit.base, visit.traps, visit.items, visit.devices) for visit in again
    ]
    assert {trap.name for trap in TRAPS} <= {name for visit in made for name in visit.traps}
    assert len(TRAPS) >= 50
    assert made[0].traps != hostile(4, 0, WORLD).traps


def test_what_a_shop_declares_is_still_there_under_its_traps() -> None:
    """The home page is never taken away: at most it says more than it did."""
    for number in range(len(TRAPS)):
        made = hostile(5, number, WORLD)
        assert b"<title>" in body(asked(made, "/")), made.traps


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_each_trap_answers(trap: Trap) -> None:
    made = hostile(1, 0, WORLD, (trap,))
    for path in ("/", "/privacy", "/help", "/list", "/robots.txt", "/huge.png", "/calendar/5", "/nest"):
        for number in (1, 99):
            assert body(asked(made, path, number)) is not None


def test_a_fail_of_what_is_there_is_found_and_of_what_is_not_there_is_none() -> None:
    for base, absent, found in (("complete", frozenset(), ["false fail"]), ("bare", frozenset({"4.2-2"}), [])):
        made = Hostile(0, base, (), ("4.2-2",), (), hostile(1, 0, WORLD).shop, absent)
        told = Audited(made.name, "command", (), verdicts={"4.2-2": "fail", "7.3-2": "inconclusive"})
        told.judge(made)
        assert [kind for kind, _ in told.breaches] == found


def test_memory_and_disk_beyond_their_limits_are_found() -> None:
    told = Audited(
        "000", "command", (), tree_bytes=int(LIMITS["tree_bytes"]) + 1, written=int(LIMITS["written_bytes"]) + 1
    )
    told.judge(hostile(1, 0, WORLD))
    assert [kind for kind, _ in told.breaches] == ["memory", "disk"]


def test_a_process_that_grows_is_told_from_one_that_is_flat() -> None:
    count = int(LIMITS["warm"]) + SOME + 3
    flat = [Sample(300_000_000 + number % 3 * 5_000_000, 20, 1, 2) for number in range(count)]
    assert growth(flat) == []
    assert growth([Sample(sample.resident_bytes + number * 10_000_000, 20, 1, 2) for number, sample in enumerate(flat)])
    assert growth([Sample(sample.resident_bytes, 20 + number, 1, 2) for number, sample in enumerate(flat)])
    assert growth([Sample(sample.resident_bytes, 20, 1, 2 + number) for number, sample in enumerate(flat)])
    assert growth(flat[: int(LIMITS["warm"])]) == []


def test_the_figures_name_every_kind_of_breach() -> None:
    told = Audited(
        "000 complete", "command", ("loop",), seconds=9.0, verdicts={"4.2-2": "pass"}, breaches=[("hang", "it goes on")]
    )
    whole = summed([told], [Sample(1, 2, 3, 4)], {"seed": 1, "minutes": 1.0, "network": "its own"})
    assert set(KINDS) <= whole["breaches"].keys()
    assert whole["breaches"]["hang"] == 1
    assert "it goes on" in table(whole)
    json.dumps(whole)


@pytest.mark.parametrize(
    "acting",
    [f"<script>{MARK}()</script>", "<img src=x onerror=alert(1)>", "<iframe srcdoc=x></iframe>", '<a href=" javascript:1">x</a>', "<base href=x>"],
)  # fmt: skip
def test_what_acts_in_a_report_is_found(acting: str) -> None:
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src none">'
    assert outputs.report_faults(f"<html><head>{policy}</head><body><p>&lt;script&gt;{MARK}</p></body></html>") == []
    assert outputs.report_faults(f"<html><head>{policy}</head><body>{acting}</body></html>") != []
    assert outputs.report_faults("<html><p>x</p></html>") != []


def test_a_formula_of_a_page_and_control_characters_are_found(tmp_path: Path) -> None:
    sheet = tmp_path / "a.xlsx"
    for cell, faults in (
        (f"<c><f>1+{MARK}</f></c>", 1),
        (f"<c><is><t>={MARK}</t></is></c>", 0),
        ("<c><f>SUM(A1)</f></c>", 0),
    ):
        with zipfile.ZipFile(sheet, "w") as archive:
            archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet>{cell}</worksheet>")
        assert len(outputs.sheet_faults(sheet)) == faults
    assert outputs.terminal_faults("好\r\n\x1b[2K\x1b[32m✓\x1b[0m\n") == []
    for bad in ("\x1b[2J", "\x1b]0;x\x07", "\u202eabc", "\x00"):
        assert outputs.terminal_faults(f"x{bad}") != []


def test_a_folder_that_others_may_enter_is_found(tmp_path: Path) -> None:
    for mode, faults in ((0o700, 0), (0o750, 1), (0o701, 1)):
        tmp_path.chmod(mode)
        assert len(outputs.readable_faults(tmp_path, tmp_path / "not there")) == faults
    tmp_path.chmod(0o700)


def test_who_comes_to_a_sentinel_is_counted() -> None:
    with listening(apart=False) as sentinels:
        host, _, port = sentinels.places[0].rpartition(":")
        with socket.create_connection((host, int(port))) as came:
            came.sendall(b"GET /x HTTP/1.1\r\n\r\n")
            came.settimeout(10)
            came.recv(1)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sent:
            sent.sendto(b"stun", (host, int(port)))
            watching_until(lambda: len(sentinels.heard) == 2)
    assert sentinels.heard[0] == "tcp 127.0.0.1 b'GET /x HTTP/1.1'"
    assert sentinels.heard[1].startswith("udp")


def watching_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true() and time.monotonic() < deadline:
        threading.Event().wait(0.02)


def packet(to: str, protocol: int, port: int) -> bytes:
    head = bytes([0x45]) + bytes(8) + bytes([protocol]) + bytes(2) + socket.inet_aton(to) + socket.inet_aton(to)
    return head + (40_000).to_bytes(2) + port.to_bytes(2) + bytes(4)


def test_packets_that_leave_loopback_are_counted_and_questions_for_names_apart() -> None:
    packets = apart.Packets()
    for to, protocol, port in (
        ("127.0.0.1", 6, 80),
        ("10.255.255.53", 17, 53),
        ("169.254.169.254", 6, 80),
        ("198.51.100.7", 17, 3478),
    ):
        apart.note(packets, packet(to, protocol, port))
    for to in ("::1", "fe80::1"):
        apart.note(packets, bytes([0x60]) + bytes(23) + socket.inet_pton(socket.AF_INET6, to) + bytes(24))
    assert packets.names == 1
    assert dict(packets.astray) == {"tcp 169.254.169.254:80": 1, "udp 198.51.100.7:3478": 1, "ip6 fe80::1": 1}


def test_names_lead_to_sentinels_and_may_turn() -> None:
    def question(name: str, kind: int) -> bytes:
        labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
        return b"\x12\x34\1\0\0\1" + bytes(6) + labels + b"\0" + kind.to_bytes(2) + b"\0\1" + b"more"

    assert resolver.answer(question("link.soak.example", 1), 5).endswith(b"\0\4" + socket.inet_aton("169.254.169.254"))
    turning = {resolver.answer(question("Turning.soak.example", 1), number)[-4:] for number in range(3)}
    assert len(turning) == 3
    for name, kind in (("link.soak.example", 28), ("elsewhere.example", 1)):
        said = resolver.answer(question(name, kind), 0)
        assert said[:4] == b"\x12\x34\x85\x80"
        assert said[6:8] == b"\0\0"


@pytest.mark.commands
def test_a_process_that_is_left_over_is_known_though_its_parent_has_gone() -> None:
    words = (
        "import subprocess,sys;"
        "child=subprocess.Popen([sys.executable,'-c','import time;time.sleep(60)'],stdout=subprocess.DEVNULL);"
        "print(child.pid,flush=True);sys.stdin.read()"
    )
    process = subprocess.Popen([sys.executable, "-c", words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    child = int(process.stdout.readline())
    with watching.watched(process.pid) as seen:
        watching_until(lambda: any(process.pid == child for process in seen.met))
        process.communicate("")
    left = seen.alive()
    assert [process.pid for process in left] == [child]
    assert seen.tree_bytes > 0
    watching.kill(left)
    watching_until(lambda: not seen.alive())
    assert seen.alive() == []


@pytest.mark.browser
def test_a_short_soak_breaches_nothing(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "tests.soak",
        "--shops",
        "3",
        "--minutes",
        "2",
        "--seconds",
        "15",
        "--json",
        str(tmp_path / "soak.json"),
    ]
    ran = subprocess.run(
        words, cwd=ROOT, env=environment(PYTHONPATH=str(ROOT), TMPDIR=str(tmp_path)), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=SECONDS, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    whole = json.loads((tmp_path / "soak.json").read_text("ascii"))
    assert whole["shops"] == 3
    assert not any(whole["breaches"].values())
    assert {audit["way"] for audit in whole["audits"][:3]} <= {"command", "serve"}
