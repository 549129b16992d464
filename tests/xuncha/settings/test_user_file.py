"""The settings file: an option wins over a variable, that over the file, that over what is built in; what is wrong is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer

from tests.xuncha.command import xuncha
from xuncha.cli.app import app
from xuncha.cli.help_texts import run_command
from xuncha.console.lang import Lang
from xuncha.settings.target import InvalidInput
from xuncha.settings.user_file import NAME, UserSettings, find_settings_file, read_settings_file


def read(tmp_path: Path, text: str) -> UserSettings:
    path = tmp_path / NAME
    path.write_text(text, "utf-8")
    return read_settings_file(path, typer.main.get_command(app))


def params(words: list[str], settings: UserSettings, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a command is called with by these words and settings, nothing of it run."""
    command: Any = typer.main.get_command(app)
    inner = command
    for word in [word for word in words if not word.startswith("-")]:
        inner = getattr(inner, "commands", {}).get(word, inner)
    got: dict[str, Any] = {}
    monkeypatch.setattr(inner, "callback", lambda **given: got.update(given))
    assert run_command(command, words, Lang.EN, settings.options) == 0
    return got


def test_an_option_wins_over_the_file_and_that_over_what_is_built_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = read(
        tmp_path,
        '[audit]\npace = 0.5\nocr = false\nitem = ["a", "b"]\nout = "reports"\nallow-private = true\n'
        '[serve]\nat-once = 3\n[platforms.list]\ntag = "年检"\n[verify]\njson = true\n',
    )
    got = params(["audit", "http://shop.example/"], told, monkeypatch)
    assert (got["pace"], got["ocr"], got["item"], got["out"], got["allow_private"]) == (
        0.5,
        False,
        ["a", "b"],
        Path("reports"),
        True,
    )
    got = params(["audit", "--pace", "2", "--ocr", "--item", "c"], told, monkeypatch)
    assert (got["pace"], got["ocr"], got["item"], got["out"]) == (2.0, True, ["c"], Path("reports"))
    assert params(["serve"], told, monkeypatch)["at_once"] == 3
    assert params(["work"], told, monkeypatch)["at_once"] == 1
    assert params(["platforms", "list"], told, monkeypatch)["tag"] == "年检"
    assert params(["verify", "pack.zip"], told, monkeypatch)["as_json"] is True


def test_a_variable_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = read(
        tmp_path,
        'data = "/srv/file"\nlang = "en"\ncontact = "a@b.example"\ntsa = ["http://a.example", "http://b.example"]\n',
    )
    given = {"XUNCHA_DATA": "/srv/variable", "XUNCHA_LANG": ""}
    told.apply(given)
    assert given == {
        "XUNCHA_DATA": "/srv/variable",
        "XUNCHA_LANG": "en",  # an empty variable is not set
        "XUNCHA_CONTACT": "a@b.example",
        "XUNCHA_TSA": "http://a.example http://b.example",
        "XUNCHA_CONFIG": str(tmp_path / NAME),
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    got = params(["export", "1"], told, monkeypatch)
    assert (got["data"], got["lang"], got["tsa"]) == (
        Path("/srv/variable"),
        Lang.EN,
        ["http://a.example", "http://b.example"],
    )
    assert params(["export", "1", "--data", "flag"], told, monkeypatch)["data"] == Path("flag")


@pytest.mark.parametrize(
    ("text", "named", "mend"),
    [
        ("databse = 'x'", "databse", "database"),
        ("[adit]\npace = 1", "[adit]", "audit"),
        ("[audit]\npacee = 1", "[audit] pacee", "pace"),
        ("[platforms.lst]\ntag = 'x'", "[platforms.lst]", "list"),
        ("[platforms]\ntag = 'x'", "[platforms]", ""),
        ("[audit]\nbrowser = '/bin/x'", "[audit] browser", "chromium = …"),
        ("[audit]\nlang = 'en'", "[audit] lang", "lang = …"),
        ("[work]\nlog-format = 'json'", "[work] log-format", "log = …"),
        ("[prune]\nyes = true", "[prune] yes", ""),
        ("[audit]\nconsent = ['robots']", "[audit] consent", ""),
        ("[export]\nsealed = true", "[export] sealed", ""),
        ("[audit]\nocr = 'no'", "[audit] ocr", "true"),
        ("[audit]\nitem = 'a'", "[audit] item", ""),
        ("[audit]\npace = true", "[audit] pace", ""),
        ("[audit]\nurl = 'x'", "[audit] url", ""),
        ("lang = 'fr'", "lang", "en"),
        ("data = 3", "data", ""),
        ("data = ''", "data", ""),
        ("not toml", "", ""),
    ],
)
def test_what_is_wrong_is_named_with_the_nearest_known(tmp_path: Path, text: str, named: str, mend: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        read(tmp_path, text)
    for said in (fault.value.text.zh, fault.value.text.en):
        assert str(tmp_path / NAME) in said
        assert named in said
        assert mend in said
        assert "\n" not in said


def test_a_file_is_looked_for_where_it_is_said(tmp_path: Path) -> None:
    here, home = tmp_path / "here", tmp_path / "home"
    for folder in (here, home / ".config" / "xuncha", tmp_path / "xdg" / "xuncha"):
        folder.mkdir(parents=True)
    given = {"HOME": str(home)}
    assert find_settings_file("", given, here) is None
    (home / ".config" / "xuncha" / NAME).touch()
    assert find_settings_file("", given, here) == home / ".config" / "xuncha" / NAME
    assert find_settings_file("", {**given, "XDG_CONFIG_HOME": str(tmp_path / "xdg")}, here) is None
    (here / NAME).touch()
    assert find_settings_file("", given, here) == here / NAME
    for name in ("variable.toml", "option.toml"):
        (tmp_path / name).touch()
    named = {**given, "XUNCHA_CONFIG": str(tmp_path / "variable.toml")}
    assert find_settings_file("", named, here) == tmp_path / "variable.toml"
    assert find_settings_file("../option.toml", named, here).resolve() == tmp_path / "option.toml"  # type: ignore[union-attr] # it is there
    with pytest.raises(InvalidInput, match=r"no settings file .*missing\.toml"):
        find_settings_file("missing.toml", named, here)


@pytest.mark.commands
def test_the_program_reads_it(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('lang = "en"\n[status]\nlast = "many"\n', "utf-8")
    told = xuncha("--config", str(tmp_path / NAME), "status", "--data", str(tmp_path / "data"))
    assert told.code == 2
    assert "Invalid value for '--last'" in told.err
    (tmp_path / NAME).write_text("langg = 'en'\n", "utf-8")
    told = xuncha("audits", given={"XUNCHA_CONFIG": str(tmp_path / NAME)})
    assert told.code == 2
    assert "langg" in told.line
    assert "是否为 lang" in told.line
