"""What `check` says of the domain mails are from: by a DNS server on this machine, and by a receiver's own words."""

import socket
import threading
from dataclasses import replace

import dns.message
import dns.resolver
import dns.rrset
import pytest
from aiosmtpd.controller import Controller

from stormoede.fitness import dns as dns_findings
from stormoede.fitness import probe
from stormoede.fitness.dns import Sending, findings
from stormoede.fitness.findings import Grade

SENDING = Sending("oea26@post.association.example", "retur@post.association.example", "relay.example", ("s1",))
GOOD = {
    ("post.association.example.", "TXT"): ['"v=spf1 a:relay.example -all"', '"something else"'],
    ("s1._domainkey.post.association.example.", "TXT"): ['"v=DKIM1; k=rsa; " "p=MIGfMA0GCSq"'],
    ("_dmarc.association.example.", "TXT"): ['"v=DMARC1; p=none; sp=reject"'],
    ("post.association.example.", "MX"): ["10 mx.association.example."],
    ("_smtp._tls.post.association.example.", "TXT"): ['"v=TLSRPTv1; rua=mailto:tls@association.example"'],
}


@pytest.fixture
def server():
    """A DNS server that knows what is put into its table, and a resolver that asks it alone."""
    table = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.bind(("127.0.0.1", 0))

        def answer():
            while True:
                wire, asker = own.recvfrom(4096)
                if wire == b"stop":
                    return
                query = dns.message.from_wire(wire)
                reply = dns.message.make_response(query)
                name, kind = query.question[0].name.to_text().lower(), dns.rdatatype.to_text(query.question[0].rdtype)
                if found := table.get((name, kind)):
                    reply.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *found))
                elif not any(name == other for other, _ in table):
                    reply.set_rcode(dns.rcode.NXDOMAIN)
                own.sendto(reply.to_wire(), asker)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], own.getsockname()[1]
        yield table, resolver
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.sendto(b"stop", own.getsockname())
        thread.join(10)


def seen(server, sending=SENDING):
    return {(found.grade, found.subject): found for found in findings(sending, server[1])}


def test_a_domain_in_order(server):
    server[0].update(GOOD)
    assert set(seen(server)) == {(Grade.OK, what) for what in ("spf", "dkim", "dmarc", "mx")}


def test_what_is_missing_is_printed_ready_to_paste(server):
    found = seen(server)
    assert found[Grade.FAULT, "spf"].do == 'post.association.example. TXT "v=spf1 a:relay.example -all"'
    named = {"127.0.0.1": "a:RELAY", "": "a:RELAY", "192.0.2.7": "ip4:192.0.2.7", "2001:db8::7": "ip6:2001:db8::7"}
    for relay, name in named.items():
        told = seen(server, replace(SENDING, relay=relay))[Grade.FAULT, "spf"].do
        assert told == f'post.association.example. TXT "v=spf1 {name} -all"'
    assert found[Grade.FAULT, "dkim"].do.startswith('s1._domainkey.post.association.example. TXT "v=DKIM1;')
    assert found[Grade.FAULT, "dmarc"].do == (
        '_dmarc.post.association.example. TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@post.association.example"'
    )
    assert found[Grade.FAULT, "mx"].do == "post.association.example. MX 10 RECEIVING-HOST."
    assert found[Grade.ADVICE, "tls"].do.startswith("_smtp._tls.post.association.example. TXT")


@pytest.mark.parametrize(
    ("records", "grade", "words"),
    [
        (['"v=spf1 +all"'], Grade.FAULT, "everybody"),
        (['"v=spf1 a ?all"'], Grade.FAULT, "everybody"),
        (['"v=spf1 -all"', '"v=spf1 a -all"'], Grade.FAULT, "2 SPF records"),
        (['"v=spf1 a ~all"'], Grade.ADVICE, "doubts"),
        (['"v=spf1 redirect=_spf.relay.example"'], Grade.OK, "redirect"),
    ],
)
def test_spf(server, records, grade, words):
    server[0].update(GOOD)
    server[0]["post.association.example.", "TXT"] = records
    assert words in seen(server)[grade, "spf"].found


def test_a_withdrawn_key_and_a_policy_that_only_watches(server):
    server[0].update(GOOD)
    server[0]["s1._domainkey.post.association.example.", "TXT"] = ['"v=DKIM1; p="']
    server[0]["_dmarc.post.association.example.", "TXT"] = ['"v=DMARC1; p=none"']
    found = seen(server)
    assert "withdrawn" in found[Grade.FAULT, "dkim"].found
    assert "only watches" in found[Grade.ADVICE, "dmarc"].found


def test_exchange_online_has_its_own_words(server):
    server[0].update(GOOD)
    sending = Sending("oea26@post.association.example", "", "smtp.office365.com", ())
    found = seen(server, sending)
    assert "include:spf.protection.outlook.com" in found[Grade.FAULT, "spf"].do
    assert "CNAME" in found[Grade.FAULT, "dkim"].do


def test_bounces_elsewhere_do_not_speak_for_the_sender(server):
    server[0].update(GOOD)
    server[0]["bounce.example.", "TXT"] = ['"v=spf1 -all"']
    sending = Sending(SENDING.sender, "b@bounce.example", SENDING.relay, SENDING.selectors)
    assert "does not speak for the sender" in seen(server, sending)[Grade.ADVICE, "spf"].found


def test_no_server_is_no_fault_of_the_domain(monkeypatch):
    monkeypatch.setattr(dns_findings, "SECONDS", 0.2)
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], 1
    resolver.lifetime = resolver.timeout = 0.2
    assert [found.grade for found in findings(SENDING, resolver)] == [Grade.ADVICE]


def test_a_probe_goes_through_the_relay(monkeypatch):
    seen = []

    class Handler:
        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
            seen.append(envelope)
            return "250 ok"

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(Handler(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        for name, value in {"HOST": "127.0.0.1", "PORT": str(port), "SECURITY": "none"}.items():
            monkeypatch.setenv(f"STORMOEDE_SMTP_{name}", value)
        monkeypatch.setenv("STORMOEDE_RETURN_PATH", "retur@post.association.example")
        found = list(probe.send("drift@association.example", SENDING.sender))
    finally:
        server.stop()
    assert [one.grade for one in found] == [Grade.OK, Grade.ADVICE]
    assert seen[0].mail_from == "retur@post.association.example"
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in seen[0].content


def received(folder, head):
    file = folder / "mail.eml"
    file.write_bytes(head + b"From: oea26@post.association.example\r\n\r\nx\r\n")
    return {(found.grade, found.subject): found.found for found in probe.read(file)}


def test_what_the_receiver_says_is_read_from_the_topmost_header(tmp_path):
    top = b"Authentication-Results: mx.association.example;\r\n spf=pass smtp.mailfrom=x; dkim=fail; dmarc=pass\r\n"
    forged = b"Authentication-Results: mx.association.example; dkim=pass\r\n"
    found = received(tmp_path, top + forged)
    assert set(found) == {(Grade.OK, "spf"), (Grade.FAULT, "dkim"), (Grade.OK, "dmarc")}
    assert (Grade.FAULT, "received") in received(tmp_path, b"")


def test_a_signature_that_leaves_the_stop_button_out(tmp_path):
    top = b"Authentication-Results: mx; spf=pass; dkim=pass; dmarc=pass\r\n"
    signed = b"DKIM-Signature: v=1; d=x; h=From:To:Subject; b=abc\r\n"
    assert "List-Unsubscribe" in received(tmp_path, top + signed)[Grade.ADVICE, "dkim"]
    whole = b"DKIM-Signature: v=1; d=x; h=From : List-Unsubscribe:\r\n List-Unsubscribe-Post; b=abc\r\n"
    assert (Grade.ADVICE, "dkim") not in received(tmp_path, top + whole)
