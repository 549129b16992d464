"""Choose where evidence lies by its address: a folder, or an S3-compatible object store."""

from __future__ import annotations

from pathlib import Path

from storage.blobs.blob_store import BlobStore
from storage.blobs.folder import FolderBlobStore
from storage.blobs.s3_settings import S3
from storage.errors import EvidenceUnknown


def open_blob_store(data: Path, evidence: str | None = None) -> BlobStore:
    """The evidence store at that address: a folder, or ``s3://bucket/prefix``; by default a folder within ``data``.

    Blocks: call it in a thread. Raises Unwritable, DiskFull, EvidenceUnknown, EvidenceError, DriverMissing.
    """
    if evidence and evidence.lower().startswith(S3):
        from storage.blobs.s3 import open_s3  # its package is an extra

        return open_s3(evidence)
    if evidence and "://" in evidence:
        raise EvidenceUnknown(f"{evidence.partition('://')[0][:20]}://")
    return FolderBlobStore(Path(evidence) if evidence else data / "evidence")
