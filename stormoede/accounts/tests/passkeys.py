"""A passkey in software, for tests: made, and answering, as a browser's is."""

import hashlib
import json
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

_ID = b"a passkey in software"
_HERE = AuthenticatorData.FLAG


class SoftPasskey:
    """One key pair. It knows its owner, as a finger or a PIN would say."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.owner = ""

    def make(self, browser: Client) -> Any:
        """Make it in a browser that is signed in and may."""
        asked = browser.post("/staff/passkeys/begin/").json()["publicKey"]
        self.owner = asked["user"]["id"]
        public = AttestedCredentialData.create(Aaguid.NONE, _ID, ES256.from_cryptography_key(self.key.public_key()))
        flags = _HERE.UP | _HERE.UV | _HERE.AT
        data = AuthenticatorData.create(self._site(), flags, 0, public)
        response = {
            "clientDataJSON": self._client(asked, "create"),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        }
        answer = {**self._answer(response), "clientExtensionResults": {"credProps": {"rk": True}}}
        return browser.post("/staff/passkeys/add/", {"name": "Nøgle", "credential": json.dumps(answer)})

    def answer(self, browser: Client, *, origin: str = "", known: bool = True) -> dict[str, Any]:
        """What a browser sends that is asked for a passkey. ``known``: with the key it was made with."""
        asked = browser.post("/staff/begin/").json()["publicKey"]
        client = self._client(asked, "get", origin)
        data = bytes(AuthenticatorData.create(self._site(), _HERE.UP | _HERE.UV, 1))
        key = self.key if known else ec.generate_private_key(ec.SECP256R1())
        signed = key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signed}
        response = {name: websafe_encode(part) for name, part in parts.items()}
        return self._answer({**response, "userHandle": self.owner})

    def _answer(self, response: dict[str, Any]) -> dict[str, Any]:
        encoded = {name: websafe_encode(part) if isinstance(part, bytes) else part for name, part in response.items()}
        return {"id": websafe_encode(_ID), "rawId": websafe_encode(_ID), "type": "public-key", "response": encoded}

    def _client(self, asked: dict[str, Any], act: str, origin: str = "") -> bytes:
        told = {"type": f"webauthn.{act}", "challenge": asked["challenge"], "origin": origin or settings.ORIGIN}
        return json.dumps(told).encode()

    def _site(self) -> bytes:
        return hashlib.sha256((urlsplit(settings.ORIGIN).hostname or "").encode()).digest()


def sign_in(browser: Client, answer: dict[str, Any]) -> Any:
    """Send the answer of a passkey."""
    return browser.post("/staff/passkey/", {"credential": json.dumps(answer)})
