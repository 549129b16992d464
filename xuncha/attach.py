"""Files a document for an item of an audit: its bytes are kept under their SHA-256, with what they are and where they come from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from crawler.vocabulary import Device
from storage.documents import Document, save_document
from storage.listing import Listed
from storage.session import Store
from xuncha import sniff
from xuncha.rules import Rules
from xuncha.target import BadTarget
from xuncha.words import meant

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class File:
    """A file somebody wants to file, as read: its bytes, what they are, and its safe name."""

    data: bytes
    sha256: str
    media: str
    name: str

    @property
    def misnamed(self) -> bool:
        return not sniff.ends_as(self.name, self.media)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a person says of a document. ``device`` and ``shown_at`` are of a screenshot."""

    by: str = ""
    note: str = ""
    device: str = ""
    shown_at: datetime | None = None


def read_file(path: Path) -> File:
    """Raises BadTarget for what cannot be read, is empty, too large, or a program."""
    most = int(sniff.settings()["most_bytes"])
    try:
        if not path.is_file():
            raise BadTarget(f"没有这个文件：{path}", f"there is no such file: {path}")
        if path.stat().st_size > most:
            raise BadTarget(
                f"{path.name} 超过 {most // 1_000_000} MB，请压缩或拆分",
                f"{path.name} is larger than {most // 1_000_000} MB: compress or split it",
            )
        data = path.read_bytes()
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise BadTarget(f"无法读取 {path}：{said}", f"cannot read {path}: {said}") from fault
    if not data:
        raise BadTarget(f"{path.name} 是空文件", f"{path.name} is empty")
    if sniff.is_program(data):
        raise BadTarget(f"{path.name} 是程序，不能作为材料", f"{path.name} is a program, not a document")
    return File(data, hashlib.sha256(data).hexdigest(), sniff.media(data), sniff.safe(path.name))


def particulars(by: str, note: str, device: str, at: str) -> Particulars:
    """Raises BadTarget for an unknown device or a time that is none; a time without a zone is Beijing's."""
    if device and device not in tuple(Device):
        raise BadTarget("--device 应为 desktop 或 mobile", f"--device must be desktop or mobile, not {device!r}")
    if not at:
        return Particulars(by.strip(), note.strip(), device)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise BadTarget(
            f"--at 写法有误：{at!r}，应如 2026-11-25T09:30", f"--at {at!r}: write it like 2026-11-25T09:30"
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
    if moment > datetime.now(UTC):
        raise BadTarget(f"--at {at} 还未到", f"--at {at} has not come yet")
    return Particulars(by.strip(), note.strip(), device, moment)


def known_items(rules: Rules, items: tuple[str, ...]) -> None:
    """Raises BadTarget for an item the standard has not."""
    for item in items:
        if item not in rules.standard.by_id:
            hint = meant(item, rules.standard.by_id)
            raise BadTarget(f"没有条目 {item!r}{hint.zh}", f"unknown item {item!r}{hint.en}")


async def attach(
    store: Store, listed: Listed, file: File, items: tuple[str, ...], about: Particulars
) -> tuple[str, ...]:
    """File it for each of these items; returns those for which it is new. Raises NotFound, DiskFull, Unwritable."""
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
