"""Find a Chromium on this machine and start it so that its only way to the network is the egress proxy."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Playwright
from playwright.async_api import Error as PlaywrightError

from crawler.browser import driver as driver  # restricts its environment before any driver is started
from crawler.child_environment import ChildKind, child_environment
from crawler.network.proxy import Gate

_VARIABLE = "XUNCHA_CHROMIUM"
_NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable", "microsoft-edge")
_CACHES = {"darwin": "Library/Caches/ms-playwright", "win32": "AppData/Local/ms-playwright"}
_CACHED = (
    "chromium_headless_shell-*/chrom*/headless_shell",
    "chromium_headless_shell-*/chrom*/chrome-headless-shell",
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
_VERSION_SECONDS = 30

# What Playwright itself disables (its chromiumSwitches.ts); tests/crawler/browser/test_launch.py fails if it ever disables more.
_PLAYWRIGHT_OFF: Final = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
    "msForceBrowserSignIn", "msEdgeUpdateLaunchServicesPreferredVersion",
)  # fmt: skip
# WebRTC hides this machine's addresses behind multicast DNS names and joins the multicast group for that, which neighbours notice.
# No address is revealed anyway: see the WebRTC policies in ``launch_arguments``.
_OFF: Final = ("WebRtcHideLocalIpsWithMdns",)

# Options of every context, before its device's: the platform's own country, no service workers, no downloads.
CONTEXT_DEFAULTS: Final[dict[str, Any]] = {
    "service_workers": "block",
    "accept_downloads": False,
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
}


class NoBrowser(Exception):
    """No usable Chromium was found; the message is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Executable:
    """A Chromium: its path, how it was found, and whether it is the headless shell."""

    path: Path
    source: str
    headless_shell: bool

    def version(self) -> str:
        """Ask the program itself, for example ``156.0.8078.79``. Raises NoBrowser when it does not run."""
        return _version(self.path)


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Whether Chromium's own sandbox is on, and why not when it is off."""

    on: bool
    why: str


def find_chromium(configured: Path | None = None) -> Executable:
    """Find a Chromium: the configured one, one on the PATH, one that Playwright has installed. Raises NoBrowser."""
    named = configured or (Path(os.environ[_VARIABLE]) if os.environ.get(_VARIABLE) else None)
    if named is not None:
        if not (named.is_file() and os.access(named, os.X_OK)):
            raise NoBrowser(f"no program at {named}: correct the configured browser path or {_VARIABLE}, or unset it")
        return _executable(named, "configured")
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return _executable(Path(found), "path")
    cached = _cached()
    if cached:
        return _executable(cached[0], "playwright")
    raise NoBrowser(
        "no Chromium found: run 'apt-get install chromium-headless-shell' or "
        f"'python -m playwright install --only-shell chromium', or set {_VARIABLE} to the path of one"
    )


def find_visible(configured: Path | None = None) -> Executable:
    """Find a Chromium that can show a window: the full browser, for the headless shell has none. Raises NoBrowser."""
    named = configured or (Path(os.environ[_VARIABLE]) if os.environ.get(_VARIABLE) else None)
    paths = [named] if named is not None else [Path(found) for name in _NAMES if (found := shutil.which(name))]
    for path in [*paths, *(() if named is not None else _cached())]:
        if os.access(path, os.X_OK) and not _executable(path, "").headless_shell:
            return _executable(path, "configured" if named is not None else "found")
    raise NoBrowser(
        "no Chromium with a window was found: run 'apt-get install chromium' or 'python -m playwright install chromium', "
        "or name one with --browser"
    )


def has_display() -> bool:
    """Whether a window can be shown here: on Linux that needs an X or Wayland display."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _executable(path: Path, source: str) -> Executable:
    name = path.resolve().name.replace("_", "-")
    return Executable(path, source, "headless-shell" in name or "headless-shell" in path.name)


def _cached() -> list[Path]:
    stated = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    root = Path(stated) if stated and stated != "0" else Path.home() / _CACHES.get(sys.platform, ".cache/ms-playwright")
    found = [path for pattern in _CACHED for path in root.glob(pattern) if os.access(path, os.X_OK)]
    # The headless shell first, since it starts faster and needs half the memory; then the newest.
    return sorted(found, key=lambda path: ("headless_shell-" in str(path), _revision(path)), reverse=True)


def _revision(path: Path) -> int:
    found = re.search(r"chromium(?:_headless_shell)?-(\d+)", str(path))
    return int(found[1]) if found else 0


@cache
def _version(path: Path) -> str:
    try:
        ran = subprocess.run(
            [path, "--version"],
            env=child_environment(ChildKind.BROWSER),
            capture_output=True,
            text=True,
            timeout=_VERSION_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoBrowser(f"{path} does not run: {error}") from error
    found = re.search(r"\d+(?:\.\d+){3}", ran.stdout)
    if not found:
        raise NoBrowser(f"{path} does not say its version: {(ran.stderr or ran.stdout).strip()[:200]}")
    return found[0]


def launch_arguments(headless_shell: bool, visible: bool = False) -> tuple[str, ...]:
    """The browser's command line switches, ``visible`` for one with a window.

    Switches that the proxy's guarantee rests on are repeated even where Playwright sets them itself. Of two
    ``--disable-features`` Chromium obeys the last, which is ours: it repeats Playwright's own.
    """
    return (
        # The proxy resolves names; what tries to resolve them itself, such as a pre-resolver or WebRTC, finds nothing.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--disable-quic",
        # The headless shell obeys the first, the full browser the second.
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--dns-prefetch-disable",
        f"--disable-features={','.join((*_PLAYWRIGHT_OFF, *_OFF))}",
        # The browser's own background requests.
        "--disable-background-networking",
        "--disable-client-side-phishing-detection",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-sync",
        "--metrics-recording-only",
        "--no-default-browser-check",
        "--no-first-run",
        "--disable-search-engine-choice-screen",
        # Two background requests of the full browser that no switch stops: sent to a name the proxy does not resolve.
        "--gaia-url=https://accounts.invalid",
        "--component-updater=url-source=https://updates.invalid/",
        # No windows of a page's own: the headless shell obeys this, the full browser its pop-up blocker (see ``_start``).
        *(("--block-new-web-contents",) if headless_shell or visible else ("--headless=new",)),
    )


_failed_sandboxes: dict[Path, str] = {}


def sandbox_state(executable: Executable | None = None) -> Sandbox:
    """Whether the sandbox is on: never as root; otherwise yes until starting this executable showed that it cannot be."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Sandbox(False, "running as root: Chromium's sandbox needs an ordinary user")
    if executable is not None and executable.path in _failed_sandboxes:
        return Sandbox(False, _failed_sandboxes[executable.path])
    return Sandbox(True, "ordinary user")


async def launch_chromium(
    playwright: Playwright, executable: Executable, gate: Gate, *, visible: bool = False, temporary: Path | None = None
) -> Browser:
    """Start the browser behind the egress proxy, sandboxed if possible; ``sandbox_state`` then tells whether it is.

    ``visible`` shows it in a window for a person; ``temporary`` is the folder of its temporary files.
    Raises playwright's Error if the browser does not start.
    """
    sandbox = sandbox_state(executable).on
    try:
        return await _start(playwright, executable, gate, sandbox, visible, temporary)
    except PlaywrightError as error:
        if not (sandbox and "sandbox" in error.message.lower()):
            raise
        # The start log repeats our own switches, so the word alone proves nothing; only a start without it does.
        browser = await _start(playwright, executable, gate, False, visible, temporary)
        _failed_sandboxes[executable.path] = "this system does not let Chromium build its sandbox (no user namespaces)"
        return browser


async def _start(
    playwright: Playwright, executable: Executable, gate: Gate, sandbox: bool, visible: bool, temporary: Path | None
) -> Browser:
    own = {"TMPDIR": str(temporary)} if temporary is not None else {}
    return await playwright.chromium.launch(
        executable_path=executable.path,
        headless=not visible,
        env=dict[str, str | float | bool]({**child_environment(ChildKind.BROWSER), **own}),
        args=list(launch_arguments(executable.headless_shell, visible)),
        ignore_default_args=["--disable-popup-blocking"],
        # Chromium goes to loopback addresses without a proxy unless told otherwise.
        proxy={"server": gate.url, "bypass": "<-loopback>"},
        chromium_sandbox=sandbox,
    )
