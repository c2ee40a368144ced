"""The way to the relay: encrypted as it is asked for, to a relay that proves who it is, and not at all otherwise."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from stormoede.mail.sender import drain
from stormoede.mail.tests.makers import Script, at, queue, recipe, server

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1's own, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "relay")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "relay.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


def of_the_server(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize(("security", "option"), [("starttls", "tls_context"), ("tls", "ssl_context")])
def test_it_is_encrypted_as_asked(certificate: Path, security: str, option: str) -> None:
    queue(2)
    options = {option: of_the_server(certificate), "require_starttls": True} if security == "starttls" else {
        option: of_the_server(certificate)
    }  # fmt: skip
    with recipe(), server(Script(), **options) as (script, smtp):
        smtp.security, smtp.context = security, ssl.create_default_context(cafile=str(certificate))
        assert drain(smtp, worker="w", at=at).accepted == 2
    assert len(script.got) == 2


def test_a_relay_that_cannot_prove_who_it_is_gets_nothing(certificate: Path) -> None:
    queue(1)
    with recipe(), server(Script(), tls_context=of_the_server(certificate)) as (script, smtp):
        smtp.security = "starttls"
        report = drain(smtp, worker="w", at=at)
    assert "certificate" in report.fault.lower()
    assert script.got == []
