"""The doctor on this very machine, and on one whose parts were taken away."""

import asyncio
import sys
from pathlib import Path

import pytest

from crawler import chromium
from xuncha import doctor, fonts


@pytest.fixture
def no_system_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fontconfig as on a machine without a single font; returns the folder it was set up in."""
    (tmp_path / "empty").mkdir()
    bare = fonts.write_config(tmp_path / "empty", tmp_path / "bare.conf", base=tmp_path / "none.conf")
    monkeypatch.setenv("FONTCONFIG_FILE", str(bare))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def width() -> float:
    return asyncio.run(doctor.glyph_width(chromium.find()))


@pytest.mark.browser
def test_the_browser_draws_chinese_as_boxes_without_a_font(no_system_fonts: Path) -> None:
    assert fonts.installed() is None
    line = doctor.font(width())
    assert line.ok is False
    assert "fonts-noto-cjk" in line.mend


@pytest.mark.browser
def test_the_packaged_typeface_stands_in_for_the_systems(
    no_system_fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = fonts.packaged()
    assert packaged is not None
    only = fonts.write_config(packaged, no_system_fonts / "only.conf", base=no_system_fonts / "none.conf")
    monkeypatch.setenv("FONTCONFIG_FILE", str(only))
    assert doctor.font(width()).ok is True


@pytest.mark.commands
def test_the_file_that_names_the_packaged_typeface_is_written_only_where_it_is_needed(no_system_fonts: Path) -> None:
    file = fonts.config(home=no_system_fonts / "etc")
    assert file == no_system_fonts / "etc/xuncha-fonts.conf"
    assert str(fonts.packaged()) in file.read_text("utf-8")
    (no_system_fonts / "taken").write_text("", "utf-8")
    with pytest.raises(fonts.NoFont, match="cannot be written"):
        fonts.config(home=no_system_fonts / "taken")


def test_an_odd_folder_name_does_not_break_the_file(tmp_path: Path) -> None:
    from lxml import etree

    file = fonts.write_config(tmp_path / "a & <b>", tmp_path / "fonts.conf")
    tree = etree.fromstring(file.read_bytes(), etree.XMLParser(load_dtd=False, no_network=True))
    assert tree.findtext("dir") == str(tmp_path / "a & <b>")


def test_no_browser_means_no_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_CHROMIUM", str(tmp_path / "none"))
    lines = doctor.eyes()
    assert [line.ok for line in lines] == [False]
    assert str(tmp_path / "none") in lines[0].text.en


@pytest.mark.browser
def test_a_browser_that_cannot_start_means_no_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "chromium-headless-shell"
    broken.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Chromium 1.2.3.4\nexit 1\n', "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("XUNCHA_CHROMIUM", str(broken))
    (line,) = doctor.eyes()
    assert line.ok is False
    assert "does not start" in line.text.en
    assert "\n" not in line.text.en


@pytest.mark.browser
def test_the_sandbox_is_told_with_its_reason() -> None:
    browser, sandbox, _ = doctor.eyes()
    assert browser.ok is True
    assert "Chromium " in browser.text.en
    assert sandbox.ok in (True, None)
    assert ": " in sandbox.text.en


def test_a_data_folder_that_is_no_folder_means_no_audit(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    line = doctor.data_folder(tmp_path / "file" / "data")
    assert line.ok is False
    assert "--data" in line.mend
    assert doctor.data_folder(tmp_path / "new" / "data").ok is not False
    assert list((tmp_path / "new" / "data").iterdir()) == []


def test_a_broken_table_is_named() -> None:
    def load() -> None:
        raise ValueError("x.toml: unknown key 'wods'")

    line = doctor.table("x.toml", load)
    assert line.ok is False
    assert "wods" in line.text.en


def test_missing_ocr_is_said_but_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.ocr().ok is True
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    line = doctor.ocr()
    assert line.ok is None
    assert line.mend


def test_a_database_that_cannot_be_had_means_no_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUNCHA_DATABASE", raising=False)
    assert doctor.database(tmp_path / "new").ok is True
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "xuncha.db").write_bytes(b"no database at all\n" * 500)
    assert doctor.database(tmp_path / "damaged").ok is False
    monkeypatch.setenv("XUNCHA_DATABASE", "postgresql://auditor:secret-word@127.0.0.1:1/xuncha")
    line = doctor.database(tmp_path / "new")
    assert line.ok is False
    assert "XUNCHA_DATABASE" in line.mend
    assert "secret-word" not in line.text.en + line.text.zh


def test_evidence_that_cannot_be_kept_means_no_audit(
    tmp_path: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XUNCHA_EVIDENCE", raising=False)
    line = doctor.evidence(tmp_path)
    assert (line.ok, line.text.en) == (True, str(tmp_path / "evidence"))
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []
    monkeypatch.setenv("XUNCHA_EVIDENCE", bucket)
    assert doctor.evidence(tmp_path).text.en == bucket
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-word")
    line = doctor.evidence(tmp_path)
    assert line.ok is False
    assert "XUNCHA_EVIDENCE" in line.mend
    assert "secret-word" not in line.text.en + line.text.zh


@pytest.mark.browser
def test_the_whole_report_ends_with_whether_an_audit_can_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("XUNCHA_DATABASE", raising=False)
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    assert doctor.run(tmp_path / "data") == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("an audit can run")
    monkeypatch.setenv("XUNCHA_CHROMIUM", str(tmp_path / "none"))
    assert doctor.run(tmp_path / "data") == 2
    said = capsys.readouterr().out
    assert "✗ 浏览器 browser" in said
    assert "→ ./do doctor" in said
    assert "no audit can run" in said.splitlines()[-1]
