"""ReplayWeb.page, the player that people open a pack's web archive with: where its build is had, and a page on loopback that embeds it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import threading
import tomllib
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

from playwright.async_api import Frame, Page

from tests.pack.archive.replaying import NoPlayer

PINNED: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
READY = "XUNCHA_REPLAYWEB"  # names a folder with a build: ui.js and sw.js
PARTS = ("ui.js", "sw.js")
_FETCH_SECONDS = 120
_SHOWN_MS = 60_000.0
# As the player's makers tell to embed it; the page alone, without its bar. It is shown when its worker is there: it looks for it three
# times within half a second and then shows nothing, which is too short on a busy machine.
_PAGE = """<!doctype html><meta charset="utf-8"><title>-</title><meta name="viewport" content="width=device-width, initial-scale=1">
<style>html, body, replay-web-page { margin: 0; width: 100%; height: 100%; display: block; overflow: hidden }</style>
<body>
<script src="/ui.js"></script>
<script type="module">
  const told = await navigator.serviceWorker.register("/replay/sw.js?serveIndex=1", { scope: "/replay/" });
  const worker = told.active ?? told.waiting ?? told.installing;
  await new Promise(done => {
    const look = () => worker.state === "activated" && done();
    worker.addEventListener("statechange", look);
    look();
  });
  const given = new URLSearchParams(location.search), shown = document.createElement("replay-web-page");
  const how = { source: "/visit.wacz", url: given.get("url"), ts: given.get("ts"), embed: "replayonly", replayBase: "/replay/" };
  for (const [name, value] of Object.entries(how)) shown.setAttribute(name, value);
  document.body.append(shown);
</script>"""


def build(folder: Path) -> Path:
    """The folder of a build: the one that is named, else the pinned one, fetched into ``folder`` by npm. Raises NoPlayer."""
    if named := os.environ.get(READY):
        if lacking := [part for part in PARTS if not (Path(named) / part).is_file()]:
            raise NoPlayer(f"{READY} names a folder without {', '.join(lacking)}")
        return Path(named)
    if os.environ.get("XUNCHA_OFFLINE"):
        raise NoPlayer(f"XUNCHA_OFFLINE is set, and {READY} names no folder with a build")
    if (npm := shutil.which("npm")) is None:
        raise NoPlayer("no npm to fetch it with")
    folder.mkdir(parents=True, exist_ok=True)
    words = [npm, "pack", "--silent", "--ignore-scripts", "--fetch-retries=0", PINNED["package"]]
    try:
        done = subprocess.run(
            words, cwd=folder, capture_output=True, text=True, timeout=_FETCH_SECONDS, check=False, stdin=subprocess.DEVNULL
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise NoPlayer(f"npm gave no {PINNED['package']}: {fault}") from fault
    packed = next(iter(folder.glob("*.tgz")), None)
    if done.returncode or packed is None:
        said = (done.stderr or done.stdout).strip().splitlines() or [f"exit code {done.returncode}"]
        raise NoPlayer(f"npm gave no {PINNED['package']}: {said[0]}")
    return unpacked(packed.read_bytes(), folder / "build")


def unpacked(package: bytes, folder: Path) -> Path:
    """The build's parts out of the package, which must be the pinned one to the byte. Raises AssertionError where it is another."""
    hashed = "sha512-" + base64.b64encode(hashlib.sha512(package).digest()).decode("ascii")
    assert hashed == PINNED["integrity"], f"{PINNED['package']} is not what it was when it was looked at: {hashed}"
    folder.mkdir()
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        for part in PARTS:
            member = archive.extractfile(f"package/{part}")
            assert member is not None, part
            (folder / part).write_bytes(member.read())
    return folder


@contextlib.contextmanager
def embedding(built: Path, archive: bytes, folder: Path) -> Iterator[str]:
    """A page on loopback that shows the archive in the player; gives its address."""
    (folder / "replay").mkdir(parents=True)
    shutil.copy(built / "ui.js", folder / "ui.js")
    shutil.copy(built / "sw.js", folder / "replay" / "sw.js")
    (folder / "visit.wacz").write_bytes(archive)
    (folder / "index.html").write_text(_PAGE, "utf-8")

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(ConnectionError):  # the player breaks off what it has seen enough of
                super().do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the terminal for the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def shown(tab: Page, base: str, url: str, moment: str) -> Frame:
    """The frame in which the player shows what an address answered at a moment, 14 digits. Raises playwright's TimeoutError."""
    async with tab.expect_event("framenavigated", lambda frame: _is_replay(frame, url), timeout=_SHOWN_MS) as came:
        await tab.goto(f"{base}?{urlencode({'url': url, 'ts': moment})}")
    frame: Frame = await came.value
    await frame.wait_for_load_state("networkidle", timeout=_SHOWN_MS)
    return frame


def _is_replay(frame: Frame, url: str) -> bool:
    return frame.parent_frame is not None and frame.url.endswith(f"mp_/{url}")


async def picture(tab: Page, frame: Frame) -> bytes:
    """The whole page that the frame shows, as PNG: the tab is made as high as the page is, for a frame shows no more than its own height."""
    size = tab.viewport_size
    height = int(await frame.evaluate("document.documentElement.scrollHeight"))
    assert size is not None
    await tab.set_viewport_size({"width": size["width"], "height": height})
    await frame.wait_for_function("height => innerHeight === height", arg=height, timeout=_SHOWN_MS)
    return await tab.screenshot()
