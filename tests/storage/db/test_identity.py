"""A database and its evidence know each other: another database beside the evidence is refused, whatever became of the first."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from storage import stored_evidence
from storage.blobs.blob_store import MARK, PROOF_BYTES
from storage.blobs.open_blobs import open_blob_store
from storage.db.identity import IdentityRow
from storage.db.session import Store, open_store
from storage.errors import EvidenceOfAnother
from storage.stored_evidence import verify_evidence
from tests.storage.prune.aged import a_visit


async def known(store: Store) -> str:
    async with store.reading() as session:
        row = await session.get(IdentityRow, 1)
        assert row is not None
        return row.name


async def test_database_and_evidence_have_one_name_for_good(
    tmp_path: Path, database: str | None, evidence: str
) -> None:
    async with open_store(tmp_path, database, evidence) as store:
        name = await known(store)
        assert store.blobs.owner() == name
        assert store.blobs.mark("0" * 32) == name  # nobody takes it over
        assert store.blobs.total() == 0  # which is no blob
    async with open_store(tmp_path, database, evidence) as store:
        assert (await known(store), store.blobs.owner()) == (name, name)


async def test_many_that_open_a_new_store_at_once_agree(tmp_path: Path, database: str | None, evidence: str) -> None:
    async def opening() -> str:
        async with open_store(tmp_path, database, evidence) as store:
            return await known(store)

    assert len(set(await asyncio.gather(*(opening() for _ in range(4))))) == 1


@pytest.mark.parametrize("marked", [True, False])
async def test_an_empty_database_beside_evidence_is_refused(tmp_path: Path, evidence: str, marked: bool) -> None:
    async with open_store(tmp_path, None, evidence) as store:
        await a_visit(store, "一")
        if not marked:  # as every release before left it
            _unmark(store)
    (tmp_path / "xuncha.db").rename(tmp_path / "was.db")
    for _ in range(2):  # the one the first attempt made, too
        with pytest.raises(EvidenceOfAnother, match="another database"):
            async with open_store(tmp_path, None, evidence):
                pass
    (tmp_path / "was.db").replace(tmp_path / "xuncha.db")
    async with open_store(tmp_path, None, evidence) as store:
        assert (await verify_evidence(store)).sound


async def test_another_stores_database_is_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        async with open_store(tmp_path / name) as store:
            await a_visit(store, name)
    (tmp_path / "two" / "xuncha.db").replace(tmp_path / "one" / "xuncha.db")
    with pytest.raises(EvidenceOfAnother):
        async with open_store(tmp_path / "one"):
            pass


async def test_a_store_of_old_gets_its_name_at_its_first_opening(
    tmp_path: Path, database: str | None, evidence: str
) -> None:
    async with open_store(tmp_path, database, evidence) as store:
        await a_visit(store, "一")
        await _forget(store)
        _unmark(store)
    async with open_store(tmp_path, database, evidence) as store:
        assert store.blobs.owner() == await known(store)


async def test_an_old_backup_of_the_database_is_its_evidences_own(tmp_path: Path, database: str | None) -> None:
    """Taken before databases had names, restored beside evidence that has one by now."""
    async with open_store(tmp_path, database) as store:
        await a_visit(store, "一")
        name = store.blobs.owner()
        await _forget(store)
    async with open_store(tmp_path, database) as store:
        assert await known(store) == name


async def test_a_database_restored_without_its_evidence_opens_and_is_not_sound(tmp_path: Path) -> None:
    async with open_store(tmp_path, None, str(tmp_path / "here")) as store:
        await a_visit(store, "一")
    async with open_store(tmp_path, None, str(tmp_path / "elsewhere")) as store:
        assert not (await verify_evidence(store)).sound


async def test_what_a_doctor_kept_where_nothing_may_be_removed_is_nobodys_evidence(
    tmp_path: Path, evidence: str
) -> None:
    open_blob_store(tmp_path, evidence).write(bytes(PROOF_BYTES))
    async with open_store(tmp_path, None, evidence) as store:
        assert store.blobs.owner() == await known(store)


async def test_a_mark_that_was_half_written_is_made_anew(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        name = await known(store)
    (tmp_path / "evidence" / MARK).write_bytes(b"")
    async with open_store(tmp_path) as store:
        assert store.blobs.owner() == name


async def test_what_no_row_names_is_told_and_is_no_fault_beside_what_one_names(
    tmp_path: Path, database: str | None, evidence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_evidence, "NAMES", 3)
    async with open_store(tmp_path, database, evidence) as store:
        await a_visit(store, "一")
        assert (await verify_evidence(store)).unnamed_many == 0
        stray = [store.blobs.write(f"stray {number}".encode()) for number in range(5)]
        found = await verify_evidence(store)
        assert (set(found.unnamed), found.unnamed_many, found.unnamed_bytes) == (set(stray), 5, 35)
        assert found.sound
        async with store.writing() as session:
            await session.execute(text("DELETE FROM evidence"))
        found = await verify_evidence(store)
        assert (found.whole, found.sound) == (0, False)
        assert found.unnamed_many > 5


def _unmark(store: Store) -> None:
    """Take the mark away, as no release ever wrote one before."""
    from storage.blobs.folder import FolderBlobStore

    if isinstance(store.blobs, FolderBlobStore):
        (store.blobs.folder / MARK).unlink()
    else:
        import obstore

        obstore.delete(getattr(store.blobs, "_store"), MARK)  # noqa: B009 - an S3BlobStore, which only exists with its driver


async def _forget(store: Store) -> None:
    async with store.writing() as session:
        await session.execute(delete(IdentityRow))
