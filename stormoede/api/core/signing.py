"""Standard Webhooks: what a hook's posting is signed with, so that its receiver knows that it is ours, whole and fresh."""

import base64
import hmac
from collections.abc import Iterable, Mapping

PREFIX = "whsec_"


def label(hook: str, generation: int) -> str:
    """The label that a hook's secret is derived under."""
    return f"hook/{hook}/{generation}"


def shown(secret: bytes) -> str:
    """A secret as its receiver is given it."""
    return PREFIX + base64.b64encode(secret).decode("ascii")


def signature(secret: bytes, message: str, second: int, body: bytes) -> str:
    """One signature, "v1,…", of a message sent at ``second`` (Unix time)."""
    signed = f"{message}.{second}.".encode("ascii") + body
    return "v1," + base64.b64encode(hmac.digest(secret, signed, "sha256")).decode("ascii")


def headers(secrets: Iterable[bytes], message: str, second: int, body: bytes) -> Mapping[str, str]:
    """The three headers, signed with every secret that is valid."""
    return {
        "webhook-id": message,
        "webhook-timestamp": str(second),
        "webhook-signature": " ".join(signature(secret, message, second, body) for secret in secrets),
    }
