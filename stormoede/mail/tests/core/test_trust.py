"""Only our own border's word counts, above its own Received line."""

import pytest

from stormoede.mail.core.trust import is_trusted

BORDER = "mx.kl.example"
PASS = "mx.kl.example; dkim=pass; dmarc=pass (p=reject) header.from=faaborg.example"
RECEIVED = ("Received", "from a by mx.kl.example with ESMTPS; today")
FROM = ["mette@faaborg.example"]


@pytest.mark.parametrize(
    ("head", "senders", "border", "trusted"),
    [
        ([("Authentication-Results", PASS), RECEIVED], FROM, BORDER, True),
        ([("Received", "by lmtp.kl.example"), ("Authentication-Results", PASS), RECEIVED], FROM, BORDER, True),
        ([("Authentication-Results", PASS), RECEIVED], FROM, "", False),
        ([RECEIVED, ("Authentication-Results", PASS)], FROM, BORDER, False),
        ([("Authentication-Results", PASS.replace("pass (", "fail (")), RECEIVED], FROM, BORDER, False),
        ([("Authentication-Results", PASS.replace("faaborg", "aaborg")), RECEIVED], FROM, BORDER, False),
        ([("Authentication-Results", "other.example; dmarc=pass"), RECEIVED], FROM, BORDER, False),
        ([("Authentication-Results", PASS), RECEIVED], [*FROM, "anden@faaborg.example"], BORDER, False),
        ([("Authentication-Results", PASS.replace("dmarc=pass", "dmarc=fail")), ("Authentication-Results", PASS)], FROM, BORDER, False),
        ([("Authentication-Results", "dkim=pass; dmarc=pass header.from=faaborg.example")], FROM, "exchange", True),
        ([("Received", "x")] * 4 + [("Authentication-Results", "dmarc=pass")], FROM, "exchange", False),
        ([], FROM, "exchange", False),
    ],
)  # fmt: skip
def test_trust(head, senders, border, trusted):
    assert is_trusted(head, senders, border) is trusted
