"""Our command line as ``python -m xuncha.cli.app``, where the process that judges is lent by the tests: ``LENDER`` says by whom."""

from __future__ import annotations

import os

from tests.xuncha.judging.judging_relay import LENDER, judging_program
from xuncha.cli.app import main
from xuncha.judging import isolated

if __name__ == "__main__":
    isolated.PROGRAM = judging_program(os.environ.pop(LENDER))
    main()
