"""What a server shows is read truly, also where its chain, its name or its handshake is wrong."""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from crawler.network.address_policy import is_address
from crawler.network.certificate import covers_host, fetch_certificate
from crawler.network.proxy import FailureKind, Gate
from tests.crawler.network.counting_listeners import closed_port, http, listen


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """An authority of the test's own; ``roots`` is its PEM file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(_name("Test Authority"))
            .issuer_name(_name("Test Authority"))
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=9))
            .not_valid_after(now + timedelta(days=9))
            .add_extension(x509.BasicConstraints(True, None), True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), False)
            .add_extension(x509.KeyUsage(True, False, False, False, False, True, True, False, False), True)
            .sign(self.key, SHA256())
        )
        self.roots = folder / "roots.pem"
        self.roots.write_bytes(self.certificate.public_bytes(Encoding.PEM))

    def context(self, host: str, *, days: float = 5, whole: bool = False) -> ssl.SSLContext:
        """A server's context with a certificate for the host that ends in so many days; ``whole`` shows the authority's too."""
        key = ec.generate_private_key(ec.SECP256R1())
        end = datetime.now(UTC) + timedelta(days=days)
        san = x509.IPAddress(ip_address(host)) if is_address(host) else x509.DNSName(host)
        shown = (
            x509.CertificateBuilder()
            .subject_name(_name("shop"))
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(end - timedelta(days=8))
            .not_valid_after(end)
            .add_extension(x509.SubjectAlternativeName([san]), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False)
            .sign(self.key, SHA256())
        )
        pem = self.folder / "server.pem"
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        pem.write_bytes(private + shown.public_bytes(Encoding.PEM))
        if whole:
            pem.write_bytes(pem.read_bytes() + self.certificate.public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        return context


@asynccontextmanager
async def serve_tls(
    authority: Authority, host: str, *, days: float = 5, old: bool = False, whole: bool = False
) -> AsyncIterator[int]:
    """An HTTPS server on 127.0.0.1 that says ``safe``; yields its port. ``old`` knows TLS 1.1 at most."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(http("safe", Connection="close"))
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            pass  # a handshake alone sends no request
        finally:
            writer.close()

    context = authority.context(host, days=days, whole=whole)
    if old:
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that it is deprecated is what is tested
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def test_a_good_certificate_is_described(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with serve_tls(authority, "127.0.0.1", whole=True) as port, Gate(allow_private=True) as gate:
        shown = await fetch_certificate("127.0.0.1", port, gate, roots=authority.roots)
        assert [(one.host, one.port) for one in gate.connections] == [("127.0.0.1", port)]
    assert shown is not None
    assert (shown.chain_valid, shown.verify_message, shown.name_matches, shown.error) == (True, None, True, None)
    assert (shown.subject, shown.issuer, shown.sans) == ("CN=shop", "CN=Test Authority", ("127.0.0.1",))
    assert shown.protocol == "TLSv1.3"
    assert shown.not_before is not None
    assert shown.not_after is not None
    assert shown.not_before < datetime.now(UTC) < shown.not_after
    pem = x509.load_pem_x509_certificates((tmp_path / "server.pem").read_bytes())[0]
    assert shown.sha256 == pem.fingerprint(SHA256()).hex()
    assert shown.chain == (pem.public_bytes(Encoding.DER), authority.certificate.public_bytes(Encoding.DER))
    assert x509.load_pem_x509_certificates(shown.pem) == [pem, authority.certificate]


async def test_an_unknown_authority_is_seen_and_named(tmp_path: Path) -> None:
    async with serve_tls(Authority(tmp_path), "127.0.0.1") as port, Gate(allow_private=True) as gate:
        shown = await fetch_certificate("127.0.0.1", port, gate)
    assert shown is not None
    assert (shown.chain_valid, shown.name_matches, shown.subject) == (False, True, "CN=shop")
    assert shown.verify_message == "unable to get local issuer certificate"


async def test_an_expired_certificate_is_seen_and_named(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with serve_tls(authority, "127.0.0.1", days=-1) as port, Gate(allow_private=True) as gate:
        shown = await fetch_certificate("127.0.0.1", port, gate, roots=authority.roots)
    assert shown is not None
    assert (shown.chain_valid, shown.verify_message) == (False, "certificate has expired")
    assert shown.not_after is not None
    assert shown.not_after < datetime.now(UTC)


async def test_a_wrong_name_is_no_fault_of_the_chain(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with serve_tls(authority, "other.example") as port, Gate(allow_private=True) as gate:
        shown = await fetch_certificate("127.0.0.1", port, gate, roots=authority.roots)
    assert shown is not None
    assert (shown.chain_valid, shown.name_matches) == (True, False)


async def test_an_old_protocol_is_still_described(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with serve_tls(authority, "127.0.0.1", old=True) as port, Gate(allow_private=True) as gate:
        shown = await fetch_certificate("127.0.0.1", port, gate, roots=authority.roots)
    assert shown is not None
    assert shown.protocol == "TLSv1.1"
    assert shown.subject == "CN=shop"
    assert shown.chain_valid is False


async def test_a_server_without_tls_is_an_error_not_a_certificate() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with Gate(allow_private=True) as gate:
        shown = await fetch_certificate("127.0.0.1", server.sockets[0].getsockname()[1], gate)
    server.close()
    assert shown is not None
    assert shown.error
    assert (shown.chain_valid, shown.subject) == (None, None)


async def test_a_silent_server_is_an_error_in_time() -> None:
    async with listen() as ear, Gate(allow_private=True) as gate:
        shown = await fetch_certificate("127.0.0.1", ear.port, gate, seconds=0.3)
    assert shown is not None
    assert shown.error


async def test_without_a_connection_the_gate_says_why(tmp_path: Path) -> None:
    port = closed_port()
    async with serve_tls(Authority(tmp_path), "127.0.0.1") as private, Gate(consented={("127.0.0.1", port)}) as gate:
        assert await fetch_certificate("127.0.0.1", port, gate) is None
        assert await fetch_certificate("127.0.0.1", private, gate) is None
        shut, refused = gate.failure("127.0.0.1", port), gate.failure("127.0.0.1", private)
    assert shut is not None
    assert refused is not None
    assert (shut.kind, refused.kind) == (FailureKind.CONNECT, FailureKind.REFUSED)


@pytest.mark.parametrize(
    ("san", "host", "covered"),
    [
        ("www.shop.cn", "www.shop.cn", True),
        ("*.shop.cn", "www.shop.cn", True),
        ("*.SHOP.cn", "m.shop.cn", True),
        ("*.shop.cn", "shop.cn", False),
        ("*.shop.cn", "a.b.shop.cn", False),
        ("*.cn", "shop.cn", False),
        ("shop.cn", "evilshop.cn", False),
        ("1.2.3.4", "1.2.3.4", True),
        ("*.2.3.4", "1.2.3.4", False),
        ("::1", "::1", True),
    ],
)
def test_names_are_matched_label_by_label(san: str, host: str, covered: bool) -> None:
    assert covers_host((san,), host) is covered
