"""The error shown for a wrong settings table, which may be found before anything else can be imported."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from crawler.table_builder import ConfigurationError
from probes.finding import Text
from xuncha.cli.help_texts import choose_language
from xuncha.console.lang import render_text

BAD_USE = 2


def stop_start(fault: ConfigurationError) -> NoReturn:
    """Print one line that names the file and key, and end with the exit code for bad use."""
    told = Text(f"配置有误，请改正：{fault}", f"the configuration is wrong: {fault}")
    print(f"xuncha: {render_text(told, choose_language(sys.argv[1:], os.environ))}", file=sys.stderr, flush=True)
    sys.exit(BAD_USE)
