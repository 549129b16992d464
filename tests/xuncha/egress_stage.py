"""A machine of its own for programs, with a way out that leads nowhere and is written down: what they send, and which names they ask for.

Run as ``unshare --user --map-root-user --net --mount python -m tests.xuncha.egress_stage FOLDER``: it writes, as JSON, what each step ended
with, what left the machine in it and which ports of the machine itself were spoken to. The way out is a tun device with the default
routes, the resolver a server on loopback that knows every name to be far away.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from crawler.browser.launch import find_chromium
from tests.shops.server import serving
from tests.storage.objects import BUCKET, objects
from tests.storage.servers import NoServer
from tests.xuncha.command import ITEM, ROOT, command, environment
from tests.xuncha.loopback import Loopback

FAR = "198.51.100.7"  # where every name is said to be
MARK = "198.51.100.250"  # where the measurement itself writes to, to know that all before it was read
OWN = "10.99.0.1"  # an address of the machine itself: what goes there goes by loopback
DATABASE = "XUNCHA_STAGE_DATABASE"  # leads to a PostgreSQL outside, by a socket of the file system
STRAY = 4001  # a port on which somebody listens who is none of ours
# What the kernel itself sends as a device comes up (RFC 4861, 3810), by the type of the ICMPv6 message.
KERNEL = frozenset({130, 131, 132, 133, 134, 135, 136, 143})
SECONDS = 600.0  # a bound for what hangs: on an idle machine no step takes a tenth of it
# A page that tries what goes round proxies, a document and a picture, each by the process that reads such.
HELPERS = (
    "import asyncio, io\n"
    "from PIL import Image\n"
    "from pypdf import PdfWriter\n"
    "from crawler.dom import document_text as documents\n"
    "from crawler.dom.ocr import Ocr, ocr_available\n"
    "from tests.crawler.crawl_helpers import Shop, crawled, page, served\n"
    "BODY = '''<link rel=dns-prefetch href=//early.example><script>\n"
    "const pc = new RTCPeerConnection({iceServers: [{urls: 'stun:198.51.100.9:3478'}]}); pc.createDataChannel('x');\n"
    "pc.createOffer().then(offer => pc.setLocalDescription(offer));\n"
    "try { new WebTransport('https://198.51.100.9:4433/').ready.catch(() => 0) } catch (e) {}</script>'''\n"
    "async def main():\n"
    "    async with served(Shop({'/': page(BODY)})) as shop:\n"
    "        print('port', shop.port, 'shop')\n"
    "        site = await crawled(shop)\n"
    "        assert site.views, site.gaps\n"
    "    paper, picture = io.BytesIO(), io.BytesIO()\n"
    "    PdfWriter().write(paper)\n"
    "    assert await documents.read_document(paper.getvalue(), 'pdf') is None\n"
    "    Image.effect_noise((300, 80), 60).convert('RGB').save(picture, 'png')\n"
    "    async with Ocr() as reader:\n"
    "        if ocr_available():\n"
    "            await reader.words(picture.getvalue())\n"
    "            await asyncio.sleep(10)  # the engine called its maker some seconds after it was loaded\n"
    "asyncio.run(main())\n"
)


# What the measurement itself is measured by: out and by name, then within the machine to whom none of our steps may speak.
CONTROL = (
    "import socket\n"
    "print(socket.getaddrinfo('control.example', 80)[0][4])\n"
    "socket.socket(2, 2).sendto(b'x', ('198.51.100.8', 9))\n"
    "socket.socket(2, 2).sendto(b'x', ('127.0.0.1', 4004))\n"
    f"socket.create_connection(('127.0.0.1', {STRAY})).sendall(b'CONNECT 127.0.0.1:80 HTTP/1.1\\r\\n\\r\\n')\n"
    f"for place in (('127.0.0.1', 4002), ('::1', 4003), ('{OWN}', 4002)):\n"
    "    try:\n"
    "        socket.create_connection(place)\n"
    "    except ConnectionRefusedError:\n"
    "        pass\n"
)


@dataclass
class Ways:
    """What has left the machine so far: packets to elsewhere, and names that were asked for; and what went about within it."""

    packets: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    loopback: Loopback = field(default_factory=Loopback)
    marked: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def open(self) -> None:
        """Make the way out and the resolver; both are listened to from now on."""
        device = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(device, 0x400454CA, struct.pack("16sH", b"out0", 0x1001))  # TUNSETIFF: tun, no header
        for words in (
            "link set lo up", f"addr add {OWN}/24 dev out0", "link set out0 up", "route add default dev out0",
            "-6 addr add fd99::1/64 dev out0 nodad", "-6 route add default dev out0",
        ):  # fmt: skip
            subprocess.run(["ip", *words.split()], check=True)
        self.loopback.open()
        resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        resolver.bind(("127.0.0.1", 53))
        threading.Thread(target=self._sniff, args=(device,), daemon=True).start()
        threading.Thread(target=self._resolve, args=(resolver,), daemon=True).start()

    def _sniff(self, device: int) -> None:
        while True:
            packet = os.read(device, 65536)
            six = packet[0] >> 4 == 6
            if six and packet[6] in (0, 58) and packet[48 if packet[6] == 0 else 40] in KERNEL:
                continue
            to = (
                socket.inet_ntop(socket.AF_INET6, packet[24:40])
                if six
                else socket.inet_ntop(socket.AF_INET, packet[16:20])
            )
            if to == MARK:
                self.marked.release()
            else:
                self.packets.append(f"{packet[6] if six else packet[9]} {to}")

    def read_out(self) -> None:
        """Wait until all that was sent so far is written down: a program may have ended before its last packet is read."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"x", (MARK, 9))
        if not self.marked.acquire(timeout=SECONDS):
            raise RuntimeError("nothing reads what leaves the machine")

    def _resolve(self, resolver: socket.socket) -> None:
        while True:
            asked, who = resolver.recvfrom(4096)
            labels, at = [], 12
            while asked[at]:
                labels.append(asked[at + 1 : at + 1 + asked[at]].decode("ascii", "replace"))
                at += 1 + asked[at]
            kind = struct.unpack("!H", asked[at + 1 : at + 3])[0]
            self.names.append(f"{kind} {'.'.join(labels)}")
            found = b"\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04" + socket.inet_aton(FAR) if kind == 1 else b""
            head = asked[:2] + b"\x81\x80\0\x01" + struct.pack("!HHH", bool(found), 0, 0)
            resolver.sendto(head + asked[12 : at + 5] + found, who)


@dataclass
class EgressStage:
    """Runs one thing after another and tells what left the machine meanwhile."""

    folder: Path
    ways: Ways
    said: list[dict[str, object]] = field(default_factory=list)
    known: dict[int, str] = field(default_factory=dict)  # ports of 127.0.0.1 that we opened, by what they are
    stores: dict[str, str] = field(default_factory=dict)  # what leads commands to other stores than files

    def step(self, name: str, run: Callable[[], tuple[int, str]]) -> str:
        """What it printed, with ``port NUMBER NAME`` for ports it opened; the step's record has its exit code, packets, names and ports."""
        packets, names = len(self.ways.packets), len(self.ways.names)
        self.ways.loopback.since(self.known)
        began = time.monotonic()
        code, out = run()
        self.ways.read_out()
        opened = {int(number): name for number, name in re.findall(r"^port (\d+) (\w+)$", out, re.M)}
        self.said.append({
            "step": name, "code": code, "packets": self.ways.packets[packets:], "names": self.ways.names[names:],
            "loopback": self.ways.loopback.since({**self.known, **opened}), "lost": self.ways.loopback.lost,
            "seconds": round(time.monotonic() - began, 1), "out": out[-600:],
        })  # fmt: skip
        print(f"{name}: {self.said[-1]}"[:300], file=sys.stderr, flush=True)
        return out

    @property
    def given(self) -> Mapping[str, str]:
        """What every command's environment says."""
        home = {"HOME": str(self.folder / "home"), "XUNCHA_DATA": str(self.folder / "data"), "XUNCHA_LANG": "en"}
        return {**home, "XUNCHA_CHROMIUM": str(find_chromium().path), **self.stores}

    def run(self, *words: str) -> tuple[int, str]:
        ran = subprocess.run(
            words, cwd=self.folder, env=environment(PYTHONPATH=str(ROOT), **self.given), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        return ran.returncode, ran.stdout

    def xuncha(self, *words: str) -> tuple[int, str]:
        return self.run(*command(*words))

    def serve(self) -> tuple[int, str]:
        """The service until what was asked of it is done, then told to end."""
        words, before = command("serve", "--pace", "0", "--no-ocr"), self.audits()
        env = environment(PYTHONPATH=str(ROOT), **self.given)
        with (self.folder / "serve.log").open("w+", encoding="utf-8") as log:
            service = subprocess.Popen(
                words, cwd=self.folder, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
            end = time.monotonic() + SECONDS
            while time.monotonic() < end and service.poll() is None and self.audits() == before:
                time.sleep(1.0)  # no event of another process tells it
            service.send_signal(signal.SIGTERM)
            code = service.wait(SECONDS)
            log.seek(0)
            return code, log.read()

    def audits(self) -> int:
        """How many audits and visits are listed; one under way is, and the service ends with it when told to."""
        return self.xuncha("audits")[1].count("http://")


def _listening(port: int) -> socket.socket:
    made = socket.create_server(("127.0.0.1", port))
    made.set_inheritable(True)
    return made


def tell(folder: Path) -> list[dict[str, object]]:
    """Every step, in order."""
    ways = Ways()
    ways.open()
    stage = EgressStage(folder, ways)
    (folder / "home").mkdir()
    with subprocess.Popen(["sleep", "inf"], pass_fds=[(stray := _listening(STRAY)).fileno()]) as other:
        stray.close()
        stage.step("control", lambda: stage.run(sys.executable, "-c", CONTROL))
        other.kill()
    stage.step("doctor", lambda: stage.xuncha("doctor"))
    stage.step("helpers", lambda: stage.run(sys.executable, "-c", HELPERS))
    with serving("policy_pdf") as url:
        stage.known[urlsplit(url).port or 80] = "shop"
        asked = ("--device", "desktop", "--item", ITEM, "--pace", "0", "--allow-private", "--out", str(folder / "out"))
        stage.step("audit", lambda: stage.xuncha("audit", url, *asked))
        id = json.loads((folder / "out" / "audit.json").read_text("utf-8"))["audit"]["id"]
        stage.step("rejudge", lambda: stage.xuncha("rejudge", "--all", "--again"))
        stage.step("export", lambda: stage.xuncha("export", id, "--to", str(folder / "pack.zip")))
        stage.step("verify", lambda: stage.xuncha("verify", str(folder / "pack.zip")))
        stage.xuncha(
            "platforms", "add", url, "--set", "private=yes", "--set", f"items={ITEM}", "--set", "devices=desktop"
        )
        stage.xuncha("audit-now", url)
        stage.step("serve", stage.serve)
        if database := os.environ.get(DATABASE):
            with contextlib.suppress(NoServer), objects() as server:
                stage.known |= {
                    port: "S3" if name == "s3.port" else "S3 in itself" for name, port in server.ports.items()
                }
                stage.stores = server.environment(XUNCHA_DATABASE=database, XUNCHA_EVIDENCE=f"s3://{BUCKET}/evidence")
                stage.step("stores", lambda: stage.xuncha("audit", url, *asked))
    home = sorted(str(path.relative_to(folder / "home")) for path in (folder / "home").rglob("*") if path.is_file())
    stage.said.append({"step": "home", "code": 0, "packets": [], "names": [], "files": home})
    return stage.said


if __name__ == "__main__":
    where = Path(sys.argv[1])
    (where / "resolv.conf").write_text("nameserver 127.0.0.1\n", "ascii")
    subprocess.run(["mount", "--bind", where / "resolv.conf", os.path.realpath("/etc/resolv.conf")], check=True)
    (where / "said.json").write_text(json.dumps(tell(where)), "utf-8")
