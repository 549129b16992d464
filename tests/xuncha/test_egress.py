"""Nothing that we start sends a byte to anywhere but the shop and the gate, or asks for a name: measured on a machine of its own.

Within that machine too: on loopback, and at its own addresses, the ports that are spoken to are those that are named here.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.dom.ocr import ocr_available
from tests.storage.servers import NoServer, postgres
from tests.xuncha.command import ROOT
from tests.xuncha.egress_stage import DATABASE, OWN, STRAY

pytestmark = [pytest.mark.browser, pytest.mark.services]
ALONE = ("unshare", "--user", "--map-root-user", "--net", "--mount")
STEPS = ("control", "doctor", "helpers", "audit", "rejudge", "export", "verify", "serve", "stores", "home")
WELL = {
    "audit": {0, 3},
    "stores": {0, 3},
    "serve": {0, 130},  # on a busy machine what it was at when told to end was handed back
    "verify": {0},
}  # exit codes: what the shop was like and whether rules are known is not asked here
# Whom each step speaks to on the machine itself. What judges, exports and verifies needs nobody, the browser that a doctor starts
# neither. Pictures and documents are read by children that are spoken to by pipes, and so is the browser; a database on this machine
# by a socket of the file system.
SPOKEN_TO = {
    "doctor": set[str](),
    "helpers": {"gate", "shop"},
    "audit": {"gate", "shop"},
    "rejudge": set[str](),
    "export": set[str](),
    "verify": set[str](),
    "serve": {"gate", "shop"},
    "stores": {"gate", "shop", "S3"},
}
WITHIN = {"S3 in itself"}  # servers of the object store's program, which speak to each other


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What each step of the stage came to."""
    for program in ("unshare", "ip", "mount"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program} here")
    tried = subprocess.run(
        [*ALONE, "sh", "-c", "ip tuntap add mode tun try0"], capture_output=True, text=True, timeout=60, check=False
    )
    if tried.returncode:
        pytest.skip(f"no namespace with a network of its own can be made here: {tried.stderr.strip()[:200]}")
    folder = tmp_path_factory.mktemp("alone")
    with contextlib.ExitStack() as stack:
        given = {"PYTHONPATH": str(ROOT)}
        with contextlib.suppress(NoServer):
            given[DATABASE] = stack.enter_context(postgres())
            open_to_everybody(given[DATABASE])
        ran = subprocess.run(
            [*ALONE, sys.executable, "-m", "tests.xuncha.egress_stage", str(folder)], cwd=ROOT,
            env={**os.environ, **given}, capture_output=True, text=True, timeout=1800, check=False,
        )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    return {row["step"]: row for row in json.loads((folder / "said.json").read_text("utf-8"))}


def open_to_everybody(address: str) -> None:
    """Lets the stage in: where the server runs as another user, its socket stands in a folder that is closed to a root of a namespace."""
    folder = Path(parse_qs(urlsplit(address).query).get("host", [""])[0])
    if folder.is_absolute():
        folder.chmod(folder.stat().st_mode | 0o011)  # a server asks for a closed folder as it starts, not later


def step_of(said: dict[str, dict[str, Any]], step: str) -> dict[str, Any]:
    if step == "stores" and step not in said:
        pytest.skip("no PostgreSQL and object store can be started here")
    return said[step]


def test_the_measurement_sees_what_leaves(said: dict[str, dict[str, Any]]) -> None:
    assert any("control.example" in name for name in said["control"]["names"])
    assert "17 198.51.100.8" in said["control"]["packets"]


def test_the_measurement_sees_strangers_on_this_machine(said: dict[str, dict[str, Any]]) -> None:
    """Somebody who listens and is none of ours, though he is spoken to as a proxy; ports where nobody listens; datagrams; own addresses."""
    assert said["control"]["loopback"] == {
        "udp 127.0.0.1:53": len(said["control"]["names"]),
        "udp 127.0.0.1:4004": 1,
        f"tcp 127.0.0.1:{STRAY} of sleep inf": 1,
        "tcp 127.0.0.1:4002 of nobody": 1,
        "tcp ::1:4003 of nobody": 1,
        f"tcp {OWN}:4002 of nobody": 1,
    }


@pytest.mark.parametrize("step", STEPS[1:-1])
def test_on_this_machine_only_the_shop_and_the_gate_are_spoken_to(step: str, said: dict[str, dict[str, Any]]) -> None:
    told = step_of(said, step)
    assert told["lost"] == 0, "packets came faster than they were read"
    assert set(told["loopback"]) - WITHIN == SPOKEN_TO[step], told


@pytest.mark.parametrize("step", STEPS[1:-1])
def test_nothing_leaves_this_machine(step: str, said: dict[str, dict[str, Any]]) -> None:
    told = step_of(said, step)
    assert told["packets"] == [], told
    assert told["names"] == [], told
    assert told["code"] in WELL.get(step, {0}), told["out"]


def test_no_mark_of_this_machine_is_left_in_the_home_folder(said: dict[str, dict[str, Any]]) -> None:
    if not ocr_available():
        pytest.skip("the OCR extra is not installed, which left one")
    caches = (
        ".cache/fontconfig/",
        ".cache/mesa",
        ".pki/",
        ".config/",
        ".local/share/",
        ".cache/dconf",
        ".cache/chromium",
    )
    assert [file for file in said["home"]["files"] if not file.startswith(caches)] == []
    assert not [file for file in said["home"]["files"] if "onnx" in file.lower() or "device" in file.lower()]
