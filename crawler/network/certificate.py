"""A host's certificate, obtained by a handshake of our own through the egress proxy."""

import asyncio
import ssl
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from crawler.network.address_policy import TABLE, is_address, plain_host
from crawler.network.proxy import Gate

_SECONDS = TABLE.tls.timeout


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a server presented. ``error`` says why there is no certificate, or what was wrong with it; then fields are None.

    ``chain_valid`` is judged by the Mozilla roots that come with httpx, at the time of the handshake and regardless of
    the name; ``verify_message`` is OpenSSL's message if it is not valid. ``name_matches`` is judged by the sans alone.
    ``chain`` are the certificates as the server sent them (DER), its own first.
    """

    host: str
    port: int
    protocol: str | None = None
    subject: str | None = None
    issuer: str | None = None
    sans: tuple[str, ...] = ()
    not_before: datetime | None = None
    not_after: datetime | None = None
    sha256: str | None = None
    chain_valid: bool | None = None
    verify_message: str | None = None
    name_matches: bool | None = None
    error: str | None = None
    chain: tuple[bytes, ...] = ()

    @property
    def pem(self) -> bytes:
        """The chain as PEM, b"" if there is none."""
        return "".join(map(ssl.DER_cert_to_PEM_cert, self.chain)).encode("ascii")


@dataclass(frozen=True, slots=True)
class _Handshake:
    der: bytes | None
    protocol: str | None
    chain: tuple[bytes, ...] = ()


def trusting_context(roots: Path | None = None) -> ssl.SSLContext:
    """The TLS client context of a visit: Mozilla's roots, the same on every machine, or those in a PEM file."""
    if roots is not None:
        return ssl.create_default_context(cafile=str(roots))
    return httpx.create_ssl_context(trust_env=False)


async def fetch_certificate(
    host: str, port: int, gate: Gate, *, roots: Path | None = None, seconds: float = _SECONDS
) -> Certificate | None:
    """Shake hands with a host through the proxy. None if the proxy gives no connection; ``gate.failure`` then says why.

    If the chain is invalid, the handshake is repeated without checks, so that the certificate can be shown. ``seconds``
    limits each of these handshakes.
    """
    name = plain_host(host)
    checked = trusting_context(roots)
    checked.check_hostname = False  # the name is judged separately, so that one fault does not hide the other
    fault: str | None = None
    try:
        seen = await _handshake(name, port, gate, checked, seconds)
    except ssl.SSLCertVerificationError as error:
        fault = error.verify_message
        try:
            seen = await _handshake(name, port, gate, _unchecked(), seconds)
        except (OSError, EOFError) as second:
            return Certificate(name, port, chain_valid=False, verify_message=fault, error=_said(second))
    except (ssl.SSLError, ConnectionError) as error:  # asyncio reports some alerts as a reset
        try:  # an old protocol or a weak key: still a fact worth showing
            seen = await _handshake(name, port, gate, _unchecked(), seconds)
        except (OSError, EOFError):
            return Certificate(name, port, error=_said(error))
        fault = _said(error)
    except (OSError, EOFError) as error:
        return Certificate(name, port, error=_said(error))
    if seen is None:
        return None
    return _describe(name, port, seen, fault)


def _said(error: Exception) -> str:
    if isinstance(error, ssl.SSLError) and error.reason:
        return error.reason.lower().replace("_", " ")
    return str(error) or type(error).__name__


def _unchecked() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


async def _handshake(name: str, port: int, gate: Gate, context: ssl.SSLContext, seconds: float) -> _Handshake | None:
    async with asyncio.timeout(seconds):
        reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
        try:
            target = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
            said = f"Proxy-Authorization: {gate.authorization}"
            writer.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{said}\r\n\r\n".encode("ascii"))
            head = await reader.readuntil(b"\r\n\r\n")
            if head.split(b" ", 2)[1] != b"200":
                return None
            await writer.start_tls(context, server_hostname=name)
            shown = writer.get_extra_info("ssl_object")
            return _Handshake(shown.getpeercert(binary_form=True), shown.version(), _chain(shown))
        finally:
            writer.transport.abort()


def _chain(shown: Any) -> tuple[bytes, ...]:
    """All certificates the server sent, as DER. Public API from Python 3.13 on; through its private OpenSSL object from 3.10 on."""
    if hasattr(shown, "get_unverified_chain"):
        return tuple(shown.get_unverified_chain())
    within: Any = getattr(shown, "_sslobj", None)
    if not hasattr(within, "get_unverified_chain"):
        return ()
    pem = (certificate.public_bytes() for certificate in within.get_unverified_chain() or ())
    return tuple(ssl.PEM_cert_to_DER_cert(certificate) for certificate in pem)


def _describe(name: str, port: int, seen: _Handshake, fault: str | None) -> Certificate:
    verdict = (fault is None, fault)
    if seen.der is None:
        return Certificate(
            name, port, seen.protocol, chain_valid=False, verify_message=fault, error="no certificate", chain=seen.chain
        )
    try:
        shown = x509.load_der_x509_certificate(seen.der)
        subject, issuer = shown.subject.rfc4514_string(), shown.issuer.rfc4514_string()
        sans = _sans(shown)
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as error:
        return Certificate(
            name,
            port,
            seen.protocol,
            chain_valid=verdict[0],
            verify_message=fault,
            error=f"unreadable: {error}"[:300],
            chain=seen.chain,
        )
    return Certificate(
        host=name,
        port=port,
        protocol=seen.protocol,
        subject=subject,
        issuer=issuer,
        sans=sans,
        not_before=shown.not_valid_before_utc,
        not_after=shown.not_valid_after_utc,
        sha256=shown.fingerprint(SHA256()).hex(),
        chain_valid=verdict[0],
        verify_message=verdict[1],
        name_matches=covers_host(sans, name),
        chain=seen.chain,
    )


def _sans(shown: x509.Certificate) -> tuple[str, ...]:
    try:
        names = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return (
        *names.get_values_for_type(x509.DNSName),
        *(str(address) for address in names.get_values_for_type(x509.IPAddress)),
    )


def covers_host(sans: tuple[str, ...], host: str) -> bool:
    """Whether one of a certificate's names is this host; ``*`` stands for one whole first label (RFC 6125)."""
    if is_address(host):
        return any(is_address(name) and ip_address(name) == ip_address(host) for name in sans)
    _, _, parent = host.partition(".")
    wanted = {host, f"*.{parent}"} if "." in parent else {host}
    return any(name.lower().removesuffix(".") in wanted for name in sans)
