"""The doctor on this very machine, and on one whose parts were taken away."""

import asyncio
from pathlib import Path

import pytest

from crawler.browser import launch
from xuncha import doctor
from xuncha.console import fonts


@pytest.fixture
def no_system_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fontconfig as on a machine without a single font; returns the folder it was set up in."""
    (tmp_path / "empty").mkdir()
    bare = fonts.write_font_config(tmp_path / "empty", tmp_path / "bare.conf", base=tmp_path / "none.conf")
    monkeypatch.setenv("FONTCONFIG_FILE", str(bare))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def width() -> float:
    return asyncio.run(doctor.measure_glyph_width(launch.find_chromium()))


@pytest.mark.browser
def test_the_browser_draws_chinese_as_boxes_without_a_font(no_system_fonts: Path) -> None:
    assert fonts.find_installed_font() is None
    line = doctor.check_font(width())
    assert line.ok is False
    assert "fonts-noto-cjk" in line.mend


@pytest.mark.browser
def test_the_packaged_typeface_stands_in_for_the_systems(
    no_system_fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = fonts.find_packaged_font()
    assert packaged is not None
    only = fonts.write_font_config(packaged, no_system_fonts / "only.conf", base=no_system_fonts / "none.conf")
    monkeypatch.setenv("FONTCONFIG_FILE", str(only))
    assert doctor.check_font(width()).ok is True


@pytest.mark.commands
def test_the_file_that_names_the_packaged_typeface_is_written_only_where_it_is_needed(no_system_fonts: Path) -> None:
    file = fonts.find_font_config(home=no_system_fonts / "etc")
    assert file == no_system_fonts / "etc/xuncha-fonts.conf"
    assert str(fonts.find_packaged_font()) in file.read_text("utf-8")
    (no_system_fonts / "taken").write_text("", "utf-8")
    with pytest.raises(fonts.NoFont, match="cannot be written"):
        fonts.find_font_config(home=no_system_fonts / "taken")


def test_an_odd_folder_name_does_not_break_the_file(tmp_path: Path) -> None:
    from lxml import etree

    file = fonts.write_font_config(tmp_path / "a & <b>", tmp_path / "fonts.conf")
    tree = etree.fromstring(file.read_bytes(), etree.XMLParser(load_dtd=False, no_network=True))
    assert tree.findtext("dir") == str(tmp_path / "a & <b>")


def test_no_browser_means_no_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_CHROMIUM", str(tmp_path / "none"))
    lines = doctor.check_browser()
    assert [line.ok for line in lines] == [False]
    assert str(tmp_path / "none") in lines[0].text.en


@pytest.mark.browser
def test_a_browser_that_cannot_start_means_no_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "chromium-headless-shell"
    broken.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Chromium 1.2.3.4\nexit 1\n', "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("XUNCHA_CHROMIUM", str(broken))
    (line,) = doctor.check_browser()
    assert line.ok is False
    assert "does not start" in line.text.en
    assert "\n" not in line.text.en


@pytest.mark.browser
def test_the_sandbox_is_told_with_its_reason() -> None:
    browser, sandbox, _ = doctor.check_browser()
    assert browser.ok is True
    assert "Chromium " in browser.text.en
    assert sandbox.ok in (True, None)
    assert ": " in sandbox.text.en


def test_a_data_folder_that_is_no_folder_means_no_audit(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    line = doctor.check_data_folder(tmp_path / "file" / "data")
    assert line.ok is False
    assert "--data" in line.mend
    assert doctor.check_data_folder(tmp_path / "new" / "data").ok is not False
    assert list((tmp_path / "new" / "data").iterdir()) == []


def test_a_broken_table_is_named() -> None:
    def load() -> None:
        raise ValueError("x.toml: unknown key 'wods'")

    line = doctor.check_table("x.toml", load)
    assert line.ok is False
    assert "wods" in line.text.en


@pytest.mark.commands
def test_missing_ocr_is_said_but_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.check_ocr().ok is True
    (tmp_path / "rapidocr.py").write_text("raise ImportError('no words are read here')", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    line = doctor.check_ocr()
    assert line.ok is None
    assert "no words are read here" in line.text.en
    assert line.mend


def test_a_database_that_cannot_be_had_means_no_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUNCHA_DATABASE", raising=False)
    assert doctor.check_database(tmp_path / "new").ok is True
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "xuncha.db").write_bytes(b"no database at all\n" * 500)
    assert doctor.check_database(tmp_path / "damaged").ok is False
    monkeypatch.setenv("XUNCHA_DATABASE", "postgresql://auditor:secret-word@127.0.0.1:1/xuncha")
    line = doctor.check_database(tmp_path / "new")
    assert line.ok is False
    assert "XUNCHA_DATABASE" in line.mend
    assert "secret-word" not in line.text.en + line.text.zh


def test_evidence_that_cannot_be_kept_means_no_audit(
    tmp_path: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XUNCHA_EVIDENCE", raising=False)
    line = doctor.check_evidence_store(tmp_path)
    assert (line.ok, line.text.en) == (True, str(tmp_path / "evidence"))
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []
    monkeypatch.setenv("XUNCHA_EVIDENCE", bucket)
    assert doctor.check_evidence_store(tmp_path).text.en == bucket
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-word")
    line = doctor.check_evidence_store(tmp_path)
    assert line.ok is False
    assert "XUNCHA_EVIDENCE" in line.mend
    assert "secret-word" not in line.text.en + line.text.zh


@pytest.mark.browser
def test_the_whole_report_ends_with_whether_an_audit_can_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("XUNCHA_DATABASE", raising=False)
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    assert doctor.run_doctor(tmp_path / "data") == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("an audit can run")
    monkeypatch.setenv("XUNCHA_CHROMIUM", str(tmp_path / "none"))
    assert doctor.run_doctor(tmp_path / "data") == 2
    said = capsys.readouterr().out
    assert "✗ 浏览器 browser" in said
    assert "→ ./do doctor" in said
    assert "no audit can run" in said.splitlines()[-1]
