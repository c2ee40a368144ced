"""Signatures are those of Standard Webhooks: held against the examples its libraries are tested with."""

import base64

import pytest

from stormoede.api.core import signing

EXAMPLES = [
    (
        "plJ3nmyCDGBKInavdOK15jsl",
        "msg_loFOjxBNrRLzqYUf",
        1731705121,
        b'{"event_type":"ping","data":{"success":true}}',
        "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
    ),
    (
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ),
]


@pytest.mark.parametrize(("secret", "message", "second", "body", "expected"), EXAMPLES)
def test_a_signature(secret: str, message: str, second: int, body: bytes, expected: str) -> None:
    assert signing.signature(base64.b64decode(secret), message, second, body) == expected


def test_two_secrets_sign_side_by_side_the_newest_first() -> None:
    new, old = b"n" * 32, b"o" * 32
    head = signing.headers([new, old], "msg_1", 7, b"{}")
    assert head == {
        "webhook-id": "msg_1",
        "webhook-timestamp": "7",
        "webhook-signature": f"{signing.signature(new, 'msg_1', 7, b'{}')} {signing.signature(old, 'msg_1', 7, b'{}')}",
    }


def test_a_secret_is_shown_as_its_receivers_read_it() -> None:
    shown = signing.shown(bytes(32))
    assert shown.startswith("whsec_")
    assert base64.b64decode(shown.removeprefix("whsec_")) == bytes(32)
