"""The container of a pack: any zip reader opens it, equal entries give equal bytes, and unsafe names never get in."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha.pack import container

PART = st.from_regex(r"[a-z0-9_][a-z0-9._-]{0,8}[a-z0-9_]", fullmatch=True)
NAMES = st.lists(PART, min_size=1, max_size=3).map("/".join).filter(container.is_safe_name)
ENTRIES = st.lists(st.tuples(NAMES, st.binary(max_size=300)), max_size=8, unique_by=lambda pair: pair[0].lower())


def made(entries: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    size = container.write_container(out, iter(entries))
    assert size == len(out.getvalue())
    return out.getvalue()


@settings(deadline=None)
@given(ENTRIES)
def test_a_zip_reader_finds_every_entry_stored_in_order_and_sound(entries: list[tuple[str, bytes]]) -> None:
    data = made(entries)
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert [(entry.filename, read.read(entry)) for entry in read.infolist()] == entries
        for entry in read.infolist():
            assert (entry.compress_type, entry.date_time, entry.create_system) == (0, (1980, 1, 1, 0, 0, 0), 3)
            assert (entry.external_attr, entry.extra, entry.comment, entry.flag_bits) == (0o644 << 16, b"", b"", 0)
    assert made(entries) == data


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/a",
        "a/",
        "../a",
        "a/../b",
        "a\\b",
        "CON",
        "com1.txt",
        "x/nul.json",
        "a.",
        "a b",
        ".git",
        "é",
        "a" * 121,
        "a:b",
    ],
)
def test_names_that_a_system_takes_amiss_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        made([(name, b"")])


def test_a_name_twice_is_refused_also_in_other_letters() -> None:
    with pytest.raises(ValueError, match="not the first"):
        made([("a/B.txt", b"1"), ("a/b.TXT", b"2")])


class Sink(io.BytesIO):
    """Counts what is written and keeps none of it."""

    def write(self, data: object) -> int:
        return len(data) if isinstance(data, bytes) else 0


def test_over_four_gigabytes_or_too_many_files_is_refused_in_words() -> None:
    block = bytes(64 << 20)
    with pytest.raises(container.TooLarge) as fault:
        container.write_container(Sink(), ((f"f{number}", block) for number in range(65)))
    assert "4 GiB" in fault.value.text.en
    with pytest.raises(container.TooLarge):
        container.write_container(Sink(), ((f"f{number}", b"") for number in range(65_535)))
