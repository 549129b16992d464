"""Write packs to files: one, or all of a batch with an index."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from probes.finding import Text
from storage.db.session import Store
from storage.packs import Pack
from xuncha.audit.stored_audits import find_judged_audit
from xuncha.console.lang import Lang, render_text
from xuncha.console.progress_bar import ProgressLine, show_progress
from xuncha.pack import container
from xuncha.pack.build import PackRequest, Tell, make_pack
from xuncha.pack.verification import keys
from xuncha.settings.stores import open_data_store
from xuncha.settings.target import InvalidInput


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The options as typed."""

    data: Path
    to: Path
    sealed: bool = False
    tsas: tuple[str, ...] = ()
    browser: Path | None = None
    lang: Lang = Lang.ZH

    @property
    def wish(self) -> PackRequest:
        """The request for one pack."""
        return PackRequest(
            lambda: keys.open_signer(keys.find_key_folder(self.data)), self.sealed, self.tsas, self.browser
        )


async def export_pack(options: ExportOptions, id: str) -> int:
    """Export one audit's pack to a file.

    Raises what ``build.make_pack`` raises, and InvalidInput where the file cannot be written.
    """
    _writable(options.to)
    async with open_data_store(options.data) as store:
        listed = await find_judged_audit(store, id)
        with show_progress(options.lang) as line:
            pack, fresh = await make_pack(store, listed.id, options.wish, make_progress_teller(line, listed.short))
        write_pack(store, pack, options.to)
    print(render_text(describe_pack(pack, options.to, fresh), options.lang))
    if options.sealed:
        print(render_text(SEALED, options.lang))
    return 0


SEALED = Text(
    "注意：此包含原始个人信息，未作遮盖，请限制知悉范围",
    "Note: this pack holds personal data as it was seen, not masked; keep it among those who must see it",
)


def make_progress_teller(line: ProgressLine, short: str) -> Tell:
    """A callback that shows on the progress line what is being made."""
    return lambda what: line.tell(Text(f"{short} {what.zh}", f"{short} {what.en}"), every=0.2)


def describe_pack(pack: Pack, to: Path, fresh: bool) -> Text:
    """Where the pack was written, its size and files, and whether it was made now."""
    size, files = pack.size / 1e6, len(pack.files)
    zh = "新制作" if fresh else "此前已制作，内容逐字节相同"
    en = "made now" if fresh else "made before, the same bytes"
    return Text(
        f"已写出 {to}：{files} 个文件，{size:.1f} MB，{zh}；核验：xuncha verify {to}",
        f"written: {to}: {files} files, {size:.1f} MB, {en}; verify it with 'xuncha verify {to}'",
    )


def write_pack(store: Store, pack: Pack, to: Path) -> None:
    """Write the container, completely or not at all. Raises InvalidInput, BlobMissing, BlobDamaged."""
    handle, name = tempfile.mkstemp(prefix=f".{to.name[:80]}.", dir=to.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            container.write_container(file, _entries(store, pack))
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
    return ((file.name, store.blobs.read(file.sha256)) for file in pack.files)


def _writable(to: Path) -> None:
    """Check, before minutes are spent, that the file can be written. Raises InvalidInput."""
    if to.is_dir():
        raise InvalidInput(
            f"{to} 是目录，请给出文件名，如 {to / 'pack.zip'}", f"{to} is a folder: name a file, e.g. {to / 'pack.zip'}"
        )
    try:
        with tempfile.TemporaryFile(dir=to.parent):
            pass
    except OSError as fault:
        raise _unwritable(to, fault) from fault


def _unwritable(to: Path, fault: OSError) -> InvalidInput:
    said = fault.strerror or str(fault)
    return InvalidInput(
        f"无法写入 {to}：{said}，请用 --to 换一处", f"cannot write {to}: {said}; name another place with --to"
    )
