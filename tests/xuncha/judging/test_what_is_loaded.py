"""Processes that judge and that read pictures load neither a database nor a browser: both cost memory and time in each of them."""

import subprocess
import sys

import pytest


@pytest.mark.commands
@pytest.mark.parametrize("program", ["xuncha.judging.process", "crawler.dom.ocr_worker"])
def test_a_process_of_its_own_loads_only_what_it_uses(program: str) -> None:
    code = f"import sys, {program}; print(*sorted({{'sqlalchemy', 'alembic', 'playwright'}} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
