"""Files a document for an item of an audit: its bytes under their SHA-256, what it is, and where it is from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.vocabulary import Device
from storage.audit_list import ListedAudit
from storage.db.session import Store
from storage.documents import Document, save_document
from xuncha.console.lang import suggest_nearest
from xuncha.judging.rules import Rules
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import BEIJING
from xuncha.sheets import file_type


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file to be filed: its bytes, its type, and a safe name."""

    data: bytes
    sha256: str
    media: str
    name: str

    @property
    def misnamed(self) -> bool:
        """Whether the name's ending does not fit the bytes."""
        return not file_type.has_matching_ending(self.name, self.media)


@dataclass(frozen=True, slots=True)
class DocumentParticulars:
    """What a person says about a document. ``device`` and ``shown_at`` are for screenshots."""

    by: str = ""
    note: str = ""
    device: str = ""
    shown_at: datetime | None = None


def read_upload(path: Path) -> UploadedFile:
    """Read the file. Raises InvalidInput for one that cannot be read, is empty, too large, or a program."""
    most = int(file_type.load_file_types()["most_bytes"])
    try:
        if not path.is_file():
            raise InvalidInput(f"没有这个文件：{path}", f"there is no such file: {path}")
        if path.stat().st_size > most:
            raise InvalidInput(
                f"{path.name} 超过 {most // 1_000_000} MB，请压缩或拆分",
                f"{path.name} is larger than {most // 1_000_000} MB: compress or split it",
            )
        data = path.read_bytes()
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise InvalidInput(f"无法读取 {path}：{said}", f"cannot read {path}: {said}") from fault
    return check_upload(path.name, data)


def check_upload(name: str, data: bytes) -> UploadedFile:
    """A file of that name, its type told by its bytes alone; it is never opened. Raises InvalidInput for an empty one or a program."""
    safe = file_type.make_safe_name(name)
    if not data:
        raise InvalidInput(f"{safe} 是空文件", f"{safe} is empty")
    if file_type.is_program(data):
        raise InvalidInput(f"{safe} 是程序，不能作为材料", f"{safe} is a program, not a document")
    return UploadedFile(data, hashlib.sha256(data).hexdigest(), file_type.detect_media_type(data), safe)


def parse_particulars(by: str, note: str, device: str, at: str) -> DocumentParticulars:
    """Parse what was typed about a document; a time without a zone is Beijing's.

    Raises InvalidInput for an unknown device or an invalid time.
    """
    if device and device not in tuple(Device):
        raise InvalidInput("--device 应为 desktop 或 mobile", f"--device must be desktop or mobile, not {device!r}")
    if not at:
        return DocumentParticulars(by.strip(), note.strip(), device)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise InvalidInput(
            f"--at 写法有误：{at!r}，应如 2026-11-25T09:30", f"--at {at!r}: write it like 2026-11-25T09:30"
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
    if moment > datetime.now(UTC):
        raise InvalidInput(f"--at {at} 还未到", f"--at {at} has not come yet")
    return DocumentParticulars(by.strip(), note.strip(), device, moment)


def require_known_items(rules: Rules, items: tuple[str, ...]) -> None:
    """Check that all items exist in the standard. Raises InvalidInput."""
    for item in items:
        if item not in rules.standard.by_id:
            hint = suggest_nearest(item, rules.standard.by_id)
            raise InvalidInput(f"没有条目 {item!r}{hint.zh}", f"unknown item {item!r}{hint.en}")


async def attach_document(
    store: Store, listed: ListedAudit, file: UploadedFile, items: tuple[str, ...], about: DocumentParticulars
) -> tuple[str, ...]:
    """File it for each of these items; returns the items it is new for. Raises NotFound, DiskFull, Unwritable."""
    new = []
    for item in items:
        document = Document(
            item=item, sha256=file.sha256, size=len(file.data), media=file.media, name=file.name, at=datetime.now(UTC),
            audit=listed.id, visit=listed.visit, by=about.by, note=about.note, device=about.device,
            shown_at=about.shown_at,
        )  # fmt: skip
        if await save_document(store, document, file.data):
            new.append(item)
    return tuple(new)
