"""One clock for every time that is shown: Beijing's whatever the machine's, another where it is asked for, always named."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from probes.finding import Text
from storage.db.session import open_store
from tests.xuncha.command import ROOT, xuncha
from tests.xuncha.rejudge.many import stored
from xuncha.reports import page
from xuncha.settings import zone
from xuncha.settings.target import InvalidInput

AT = datetime(2026, 11, 27, 17, 5, 9, tzinfo=UTC)
# Modules that may turn a moment into words by themselves: this one, papers that know Beijing alone, days of the law, and formats of files.
OWN = {
    "settings/zone.py", "pack/documents/wording.py", "pack/archive/wacz.py",
    "commands/run_rectify.py", "register/shortfall_rows.py", "register/shortfall_sheet.py",
}  # fmt: skip
SHOWN = re.compile(r"strftime|astimezone\(\)|%H:%M|%Y-%m-%d(?!\"\))")


@pytest.mark.parametrize(
    ("setting", "clock", "day", "name"),
    [
        ("", "2026-11-28 01:05", "2026-11-28", Text("北京时间", "Beijing time")),
        ("Asia/Shanghai", "2026-11-28 01:05", "2026-11-28", Text("北京时间", "Beijing time")),
        ("UTC", "2026-11-27 17:05", "2026-11-27", Text("UTC 时间", "UTC time")),
        ("America/New_York", "2026-11-27 12:05", "2026-11-27", Text("America/New_York 时间", "America/New_York time")),
    ],
)
def test_the_setting_chooses_the_clock_and_names_it(
    setting: str, clock: str, day: str, name: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(zone.SETTING, setting)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert zone.format_clock(AT) == zone.format_clock(AT.isoformat()) == clock
    assert zone.format_clock(AT, seconds=True) == f"{clock}:09"
    assert zone.format_day(AT) == day
    assert zone.format_with_zone(AT) == Text(f"{clock} {name.zh}", f"{clock} {name.en}")
    assert zone.add_zone_to_heading(Text("时间", "started")) == Text(f"时间（{name.zh}）", f"started ({name.en})")
    assert page.format_record_moment(AT.isoformat())["en"] == f"{clock} {name.en}"


def test_what_is_no_moment_is_shown_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(zone.SETTING, raising=False)
    assert zone.format_with_zone(None) == Text("—", "—")
    assert zone.format_clock("gestern") == "gestern"


def test_a_zone_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("Mars", "../../etc/passwd", "/etc/localtime"):
        monkeypatch.setenv(zone.SETTING, wrong)
        with pytest.raises(InvalidInput, match="no time zone"):
            zone.shown_zone()


def test_no_other_module_puts_a_moment_into_words() -> None:
    for path in sorted((ROOT / "xuncha").rglob("*.py")):
        name = path.relative_to(ROOT / "xuncha").as_posix()
        if name not in OWN:
            assert not (found := SHOWN.findall(path.read_text("utf-8"))), (name, found)
    for path in sorted((ROOT / "xuncha" / "reports" / "templates").glob("*.j2")):
        for line in path.read_text("utf-8").splitlines():
            assert "strftime" not in line
            assert "|clock" not in line or "zone()" in line, (path.name, line)  # a bare clock has its name beside it


@pytest.mark.commands
async def test_commands_show_beijing_time_on_any_machine(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        await stored(store, 1)
    abroad = {"TZ": "America/New_York"}
    (head, line) = xuncha("audits", "--data", str(tmp_path), given=abroad).out.splitlines()[-2:]
    assert "（北京时间）" in head
    english = xuncha("audits", "--data", str(tmp_path), "--lang", "en", given={**abroad, zone.SETTING: "UTC"})
    assert "(UTC time)" in english.out
    at = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", line)
    there = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", english.out.splitlines()[-1])
    assert at is not None
    assert there is not None
    apart = datetime.fromisoformat(at.group()) - datetime.fromisoformat(there.group())
    assert apart.total_seconds() == 8 * 3600
    wrong = xuncha("audits", "--data", str(tmp_path), "--lang", "en", given={zone.SETTING: "Mars"})
    assert (wrong.code, wrong.out) == (2, "")
    assert "XUNCHA_ZONE='Mars' is no time zone" in wrong.line
