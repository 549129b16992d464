"""Words of pictures are remembered within limits, and what is broken or out of reach is as if it had never been read."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from crawler.dom.ocr import KnownPicture, OcrText
from crawler.dom.ocr_worker import PictureSize
from storage.blobs.picture_words import FOLDER, KeptPictures, PictureWords

WORDS = KnownPicture(PictureSize(300, 40), OcrText("京ICP备 12345678 号", 0.97, "engine 1.0", 1, True, 0.4))
BARE = KnownPicture(PictureSize(4, 4))


def test_what_was_read_is_found_again_by_another_process(tmp_path: Path) -> None:
    first = PictureWords(tmp_path)
    assert not first
    assert first.find("ab12") is None
    first.keep("ab12", WORDS)
    first.keep("cd34", BARE)
    again = PictureWords(tmp_path)
    assert again
    assert again.find("ab12") == WORDS
    assert again.find("cd34") == BARE
    first.keep("cd34", WORDS)
    assert again.find("cd34") == WORDS


@pytest.mark.parametrize(
    "broken", [b"", b"{", b"[]", b'{"size": {"width": 1}, "words": null}', b'{"size": {"width": 1, "height": 1}}']
)
def test_a_broken_file_is_a_picture_that_was_not_read(tmp_path: Path, broken: bytes) -> None:
    kept = PictureWords(tmp_path)
    kept.keep("ab12", WORDS)
    (tmp_path / FOLDER / "ab" / "ab12.json").write_bytes(broken)
    assert kept.find("ab12") is None


def test_what_is_unused_for_longest_goes_first_and_the_old_go_anyway(tmp_path: Path) -> None:
    kept = PictureWords(tmp_path, KeptPictures(pictures=2, days=10))
    now = time.time()
    for key, days in (("aa", 1), ("bb", 2), ("cc", 3), ("dd", 11)):
        kept.keep(key, WORDS)
        os.utime(tmp_path / FOLDER / key / f"{key}.json", (now, now - days * 86_400))
    assert kept.find("cc") is not None  # used just now
    kept.trim()
    assert [key for key in ("aa", "bb", "cc", "dd") if kept.find(key)] == ["aa", "cc"]
    old = PictureWords(tmp_path, KeptPictures(pictures=9, days=10))
    old.keep("ee", BARE)
    os.utime(tmp_path / FOLDER / "aa" / "aa.json", (now, now - 11 * 86_400))
    old.trim()
    assert [key for key in ("aa", "cc", "ee") if old.find(key)] == ["cc", "ee"]


def test_a_folder_that_cannot_be_written_remembers_nothing_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_bytes(b"a file where the folder should be")
    kept = PictureWords(tmp_path)
    kept.keep("ab12", WORDS)
    kept.trim()
    assert not kept
    assert kept.find("ab12") is None


def test_no_key_leads_out_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no key"):
        PictureWords(tmp_path).find("../../secret")
