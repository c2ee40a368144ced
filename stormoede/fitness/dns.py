"""What the world's DNS says of the domain mails are from: who may send for it (SPF, DKIM), and what to do with others' (DMARC).

What is missing is printed ready to paste. Only asked for with ``check --dns``, since it asks servers of others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

import dns.exception
import dns.resolver
from dns.rdtypes.ANY.TXT import TXT

from stormoede.fitness.findings import Finding, advice, fault, ok
from stormoede.lib.env import loopback
from stormoede.lib.wording import noted as _

SECONDS = 10.0
EXCHANGE = "office365.com"


@dataclass(frozen=True, slots=True)
class Sending:
    """How mails go out: the From address, the address bounces go to, the relay, and the names of the relay's signing keys."""

    sender: str
    return_path: str
    relay: str
    selectors: Sequence[str]

    @property
    def domain(self) -> str:
        return domain_of(self.sender)


class Silent(Exception):
    """No DNS server answers, which says nothing about the domain."""


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def findings(sending: Sending, resolver: dns.resolver.Resolver | None = None) -> Iterator[Finding]:
    """Everything about the domain of the From address, and of the one that bounces go to."""
    if not sending.domain:
        found = _("No address that mails are from is known.")
        yield advice("dns", found, _("Set STORMOEDE_MAIL_FROM, or make a round."))
        return
    asked = resolver or dns.resolver.get_default_resolver()
    try:
        yield from _spf(asked, sending)
        yield from _dkim(asked, sending)
        yield from _dmarc(asked, sending)
        yield from _incoming(asked, sending)
    except Silent:
        yield advice("dns", _("No DNS server answers here."), _("Run it where the internet can be asked."))


def _texts(resolver: dns.resolver.Resolver, name: str, begins: str) -> list[str]:
    """The TXT records at ``name`` that begin so; a record's pieces are one text."""
    records = [record for record in _ask(resolver, name, "TXT") if isinstance(record, TXT)]
    found = [b"".join(record.strings).decode("utf-8", "replace") for record in records]
    return [text for text in found if text.lower().startswith(begins)]


def _ask(resolver: dns.resolver.Resolver, name: str, kind: str) -> list[dns.rdata.Rdata]:
    try:
        return list(resolver.resolve(name, kind, lifetime=SECONDS))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.LabelTooLong, dns.name.EmptyLabel):
        return []
    except dns.exception.DNSException as fault_:
        raise Silent from fault_


def paste(name: str, text: str, kind: str = "TXT") -> str:
    """A record as zone files and web forms take it."""
    return f'{name}. {kind} "{text}"' if kind == "TXT" else f"{name}. {kind} {text}"


def _spf(resolver: dns.resolver.Resolver, sending: Sending) -> Iterator[Finding]:
    domain = domain_of(sending.return_path) or sending.domain
    found = _texts(resolver, domain, "v=spf1")
    own = _who_sends(sending.relay)
    told = {"domain": domain, "text": found[0] if found else "", "own": own, "count": len(found)}
    if not found:
        record = paste(domain, f"v=spf1 {own} -all")
        yield fault(
            "spf", _("%(domain)s does not say who may send for it."), "%(record)s", domain=domain, record=record
        )
    elif len(found) > 1:
        said = _("%(domain)s has %(count)s SPF records, so receivers heed none.")
        yield fault("spf", said, _("Join them into one."), **told)
    elif found[0].split()[-1].lower() not in {"-all", "~all"} and "redirect=" not in found[0]:
        said = _("%(domain)s lets everybody send for it: %(text)s")
        yield fault("spf", said, _("Let the record end in -all."), **told)
    elif sending.relay.endswith(EXCHANGE) and own not in found[0]:
        said = _("%(domain)s does not name Exchange Online: %(text)s")
        yield fault("spf", said, _("Put %(own)s into the record."), **told)
    elif found[0].split()[-1].lower() == "~all":
        yield advice("spf", _("%(domain)s only doubts others: %(text)s"), _("Let the record end in -all."), **told)
    else:
        yield ok("spf", "%(domain)s: %(text)s", **told)
    yield from _aligned(domain, sending.domain)


def _who_sends(relay: str) -> str:
    """The relay as an SPF record names it. One on this machine goes out under a name that is not known here."""
    if relay.endswith(EXCHANGE):
        return "include:spf.protection.outlook.com"
    if not relay or loopback(relay):
        return "a:RELAY"
    try:
        address = ip_address(relay)
    except ValueError:
        return f"a:{relay}"
    return f"ip{address.version}:{address}"


def _aligned(envelope: str, sender: str) -> Iterator[Finding]:
    near = envelope == sender or envelope.endswith("." + sender) or sender.endswith("." + envelope)
    if not near:
        found = _("Bounces go to %(envelope)s, mails are from %(sender)s: SPF does not speak for the sender.")
        advised = _("Let STORMOEDE_RETURN_PATH be under the sender's domain.")
        yield advice("spf", found, advised, envelope=envelope, sender=sender)


def _dkim(resolver: dns.resolver.Resolver, sending: Sending) -> Iterator[Finding]:
    exchange = sending.relay.endswith(EXCHANGE)
    selectors = sending.selectors or (("selector1", "selector2") if exchange else ())
    if not selectors:
        advised = _("Set STORMOEDE_DKIM to the selector that the relay signs with.")
        yield advice("dkim", _("No signing key is named."), advised)
    absent = _("There is no key at %(name)s.")
    for selector in selectors:
        name = f"{selector}._domainkey.{sending.domain}"
        found = [text for text in _texts(resolver, name, "") if "p=" in text]
        if not found and exchange:
            advised = _(
                "Turn DKIM on for the domain in Microsoft 365 Defender, which shows the two CNAME records to paste."
            )
            yield fault("dkim", absent, advised, name=name)
        elif not found:
            record = paste(name, "v=DKIM1; k=rsa; p=KEY-FROM-YOUR-RELAY")
            yield fault("dkim", absent, "%(record)s", name=name, record=record)
        elif not tags(found[0]).get("p"):
            yield fault(
                "dkim", _("The key at %(name)s is withdrawn."), _("Let the relay sign with a new one."), name=name
            )
        else:
            yield ok("dkim", _("%(name)s has a key."), name=name)


def tags(text: str) -> dict[str, str]:
    """``v=DMARC1; p=none`` taken apart."""
    pairs = (part.split("=", 1) for part in text.split(";") if "=" in part)
    return {name.strip().lower(): value.strip() for name, value in pairs}


def _dmarc(resolver: dns.resolver.Resolver, sending: Sending) -> Iterator[Finding]:
    labels = sending.domain.split(".")
    # A domain without a record of its own goes by the one above it.
    for at in range(max(len(labels) - 1, 1)):
        domain = ".".join(labels[at:])
        found = _texts(resolver, f"_dmarc.{domain}", "v=dmarc1")
        if found:
            yield from _policy(domain, found, own=at == 0)
            return
    record = paste(f"_dmarc.{sending.domain}", f"v=DMARC1; p=quarantine; rua=mailto:dmarc@{sending.domain}")
    silent = _("%(domain)s does not say what to do with forged mails.")
    yield fault("dmarc", silent, "%(record)s", domain=sending.domain, record=record)


def _policy(domain: str, found: Sequence[str], *, own: bool) -> Iterator[Finding]:
    said = tags(found[0])
    policy = said.get("p", "") if own else said.get("sp", said.get("p", ""))
    if len(found) > 1:
        many = _("_dmarc.%(domain)s has %(count)s records, so receivers heed none.")
        yield fault("dmarc", many, _("Keep one."), domain=domain, count=len(found))
    elif policy.lower() in {"quarantine", "reject"}:
        yield ok("dmarc", "%(domain)s: %(text)s", domain=domain, text=found[0])
    else:
        watches = _("%(domain)s only watches: %(text)s")
        advised = _("When reports are clean, go on to p=quarantine, then p=reject.")
        yield advice("dmarc", watches, advised, domain=domain, text=found[0])


def _incoming(resolver: dns.resolver.Resolver, sending: Sending) -> Iterator[Finding]:
    for domain in dict.fromkeys(filter(None, (sending.domain, domain_of(sending.return_path)))):
        if _ask(resolver, domain, "MX"):
            yield ok("mx", _("%(domain)s receives mail."), domain=domain)
        else:
            lost = _("%(domain)s receives no mail: answers and bounces are lost.")
            record = paste(domain, "10 RECEIVING-HOST.", "MX")
            yield fault("mx", lost, "%(record)s", domain=domain, record=record)
    if not _texts(resolver, f"_smtp._tls.{sending.domain}", "v=tlsrpt"):
        record = paste(f"_smtp._tls.{sending.domain}", f"v=TLSRPTv1; rua=mailto:tls@{sending.domain}")
        found = _("Nobody tells you when the way to you is not encrypted.")
        yield advice("tls", found, "%(record)s", record=record)
