"""Our command line, where judging never ends at one check: ``STUCK_AT`` in the environment names the file that is there once it is asked."""

from __future__ import annotations

import os

from tests.fleet.shops import CHECK
from xuncha.cli.app import main
from xuncha.judging import isolated

STUCK = "STUCK_AT"

if __name__ == "__main__":
    isolated.PROGRAM = ("-m", "tests.xuncha.judging.stuck", os.environ[STUCK], "patient", f"{CHECK}=deaf")
    main()
