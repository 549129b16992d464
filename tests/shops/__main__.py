"""Serves the demo shops until Ctrl-C, or one of them to an audit."""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading

from tests.shops.server import names, serving
from tests.shops.workbench import open_workbench


def main(argv: list[str] | None = None) -> int:
    """Exit code of the audit, else 0; 2 for bad use."""
    arguments = argparse.ArgumentParser(prog="python -m tests.shops", description=__doc__)
    which = arguments.add_mutually_exclusive_group()
    which.add_argument("--one", metavar="NAME", choices=names(), help="serve this shop only")
    which.add_argument(
        "--audit", metavar="NAME", choices=names(), help="audit this shop; what follows goes to xuncha audit"
    )
    which.add_argument(
        "--web", action="store_true", help="open the workbench with a worker; what follows goes to xuncha web"
    )
    known, rest = arguments.parse_known_args(argv)
    rest = rest[1:] if rest[:1] == ["--"] else rest
    if known.audit:
        return audit(known.audit, rest)
    if known.web:
        return open_workbench(rest)
    if rest:
        arguments.error(f"unknown: {' '.join(rest)}")
    with contextlib.ExitStack() as stack:
        for name in [known.one] if known.one else names():
            print(name, stack.enter_context(serving(name)), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
    return 0


def audit(name: str, rest: list[str]) -> int:
    """Serve that shop and run ``xuncha audit`` at it; returns its exit code."""
    from xuncha.cli.app import main as xuncha

    with serving(name) as url:
        try:
            sys.argv = ["xuncha", "audit", url, "--allow-private", *rest]
            xuncha()
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


if __name__ == "__main__":
    sys.exit(main())
