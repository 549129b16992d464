"""The signing key: made once, private, the same for two processes at once, and vouched for when it is replaced."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from xuncha.pack.verification import keys

ONE = "import sys, pathlib; from xuncha.pack.verification import keys; print(keys.open_signer(pathlib.Path(sys.argv[1])).public.public)"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_use_makes_a_private_key_and_later_ones_take_it(tmp_path: Path) -> None:
    where = tmp_path / "keys"
    assert keys.find_signer(where) is None
    signer = keys.open_signer(where)
    assert (mode(where), mode(where / "signing.pem")) == (0o700, 0o600)
    again = keys.find_signer(where)
    assert again is not None
    assert keys.open_signer(where).public == signer.public == again.public
    assert signer.public.made_at.endswith("+00:00")
    assert sorted(path.name for path in where.iterdir()) == ["public", "signing.pem"]


def test_a_signature_is_129_bytes_of_hex_and_holds(tmp_path: Path) -> None:
    signer = keys.open_signer(tmp_path)
    signature = signer.sign(b"words")
    assert len(signature) == 129
    assert signature.endswith(b"\n")
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(signer.public.public)).verify(
        bytes.fromhex(signature.decode("ascii").strip()), b"words"
    )
    assert "PRIVATE" not in repr(signer)


@pytest.mark.commands
def test_processes_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", ONE, str(tmp_path / "keys")], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = {process.communicate()[0].strip() for process in running}
    assert [process.returncode for process in running] == [0] * 4
    assert len(said) == 1
    assert [path.stem for path in (tmp_path / "keys" / "public").iterdir()] == list(said)


def test_a_new_key_is_vouched_for_by_the_old_one_back_to_the_first(tmp_path: Path) -> None:
    first = keys.open_signer(tmp_path).public
    old, second = keys.rotate_key(tmp_path)
    assert old == first
    _, third = keys.rotate_key(tmp_path)
    assert keys.open_signer(tmp_path).public == third
    assert keys.load_key_history(tmp_path, third.public) == (third, second, first)
    assert keys.is_vouched_for(third)
    assert mode(tmp_path / "signing.pem") == 0o600


def test_a_key_that_nobody_vouches_for_ends_the_history(tmp_path: Path) -> None:
    keys.open_signer(tmp_path)
    _, second = keys.rotate_key(tmp_path)
    path = tmp_path / "public" / f"{second.public}.json"
    told = json.loads(path.read_bytes())
    path.write_text(json.dumps({**told, "made_at": "2020-01-01T00:00:00+00:00"}))
    assert [key.public for key in keys.load_key_history(tmp_path, second.public)] == [second.public]


def test_the_environment_names_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keys.find_key_folder(tmp_path) == tmp_path / "keys"
    monkeypatch.setenv("XUNCHA_KEY", str(tmp_path / "elsewhere"))
    assert keys.find_key_folder(tmp_path) == tmp_path / "elsewhere"


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    keys.open_signer(tmp_path)
    (tmp_path / "signing.pem").chmod(0o640)
    with pytest.raises(keys.KeyFault, match="chmod 600") as fault:
        keys.open_signer(tmp_path)
    assert "chmod 600" in fault.value.text.zh


@pytest.mark.parametrize("content", [b"", b"no key", b"\xff" * 200])
def test_what_is_no_key_is_said_and_left_where_it_is(tmp_path: Path, content: bytes) -> None:
    keys.open_signer(tmp_path)
    (tmp_path / "signing.pem").write_bytes(content)
    with pytest.raises(keys.KeyFault, match="no Ed25519 key"):
        keys.open_signer(tmp_path)
    assert (tmp_path / "signing.pem").read_bytes() == content


def test_a_key_of_another_kind_is_said(tmp_path: Path) -> None:
    keys.open_signer(tmp_path)
    other = generate_private_key(SECP256R1())
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "signing.pem").write_bytes(pem)
    with pytest.raises(keys.KeyFault, match="no Ed25519 key"):
        keys.open_signer(tmp_path)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(keys.KeyFault, match="cannot be used"):
        keys.open_signer(tmp_path / "file" / "keys")
