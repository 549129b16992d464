"""The rules are built once while their tables say the same, and anew when they say something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from probes import registry
from scoring import standard
from xuncha.judging.rules import load_rules


def test_the_same_tables_give_the_same_rules_without_building_them_again() -> None:
    assert load_rules() is load_rules()


@pytest.mark.parametrize("room", [registry, standard])
def test_another_word_in_a_table_has_them_built_anew(
    room: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_rules()
    other = tmp_path / "table.toml"
    other.write_bytes(registry.TABLE.read_bytes() + b"# one more line\n")
    monkeypatch.setattr(room, "TABLE", other)
    after = load_rules()
    assert after is not before
    assert after == before
