"""Writes packs to files: one, or all of a batch with an index of them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from probes.finding import Text
from storage.packs import Pack
from storage.session import Store
from xuncha.lists import find_judged
from xuncha.pack import container, keys
from xuncha.pack.build import Tell, Wish, pack_of
from xuncha.progress import Line, shown
from xuncha.stores import opened
from xuncha.target import BadTarget
from xuncha.words import Lang, say


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked on the command line."""

    data: Path
    to: Path
    sealed: bool = False
    tsas: tuple[str, ...] = ()
    browser: Path | None = None
    lang: Lang = Lang.ZH

    @property
    def wish(self) -> Wish:
        return Wish(lambda: keys.signer(keys.folder(self.data)), self.sealed, self.tsas, self.browser)


async def export_one(options: Options, id: str) -> int:
    """One audit's pack to a file. Raises what ``pack_of`` raises, BadTarget where the file cannot be written."""
    _writable(options.to)
    async with opened(options.data) as store:
        listed = await find_judged(store, id)
        with shown(options.lang) as line:
            pack, fresh = await pack_of(store, listed.id, options.wish, telling(line, listed.short))
        write(store, pack, options.to)
    print(say(told(pack, options.to, fresh), options.lang))
    if options.sealed:
        print(say(SEALED, options.lang))
    return 0


SEALED = Text(
    "注意：此包含原始个人信息，未作遮盖，请限制知悉范围",
    "Note: this pack holds personal data as it was seen, not masked; keep it among those who must see it",
)


def telling(line: Line, short: str) -> Tell:
    """Says on the progress line what is being made."""
    return lambda what: line.tell(Text(f"{short} {what.zh}", f"{short} {what.en}"), every=0.2)


def told(pack: Pack, to: Path, fresh: bool) -> Text:
    size, files = pack.size / 1e6, len(pack.files)
    zh = "新制作" if fresh else "此前已制作，内容逐字节相同"
    en = "made now" if fresh else "made before, the same bytes"
    return Text(
        f"已写出 {to}：{files} 个文件，{size:.1f} MB，{zh}；核验：xuncha verify {to}",
        f"written: {to}: {files} files, {size:.1f} MB, {en}; verify it with 'xuncha verify {to}'",
    )


def write(store: Store, pack: Pack, to: Path) -> None:
    """The container, whole or not at all. Raises BadTarget, BlobMissing, BlobDamaged."""
    handle, name = tempfile.mkstemp(prefix=f".{to.name[:80]}.", dir=to.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            container.write(file, _entries(store, pack))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o600 if pack.sealed else 0o644)
        os.replace(name, to)
    except OSError as fault:
        Path(name).unlink(missing_ok=True)
        raise _unwritable(to, fault) from fault
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _entries(store: Store, pack: Pack) -> Iterator[tuple[str, bytes]]:
    return ((each.name, store.blobs.read(each.sha256)) for each in pack.files)


def _writable(to: Path) -> None:
    """Prove, before minutes are spent, that the file can be written. Raises BadTarget."""
    if to.is_dir():
        raise BadTarget(
            f"{to} 是目录，请给出文件名，如 {to / 'pack.zip'}", f"{to} is a folder: name a file, e.g. {to / 'pack.zip'}"
        )
    try:
        with tempfile.TemporaryFile(dir=to.parent):
            pass
    except OSError as fault:
        raise _unwritable(to, fault) from fault


def _unwritable(to: Path, fault: OSError) -> BadTarget:
    said = fault.strerror or str(fault)
    return BadTarget(
        f"无法写入 {to}：{said}，请用 --to 换一处", f"cannot write {to}: {said}; name another place with --to"
    )
