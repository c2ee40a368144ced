"""``check --mail`` sends one mail through the relay; ``check --received`` reads what the receiver's server made of it."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from stormoede import environment
from stormoede.fitness import relay
from stormoede.fitness.dns import domain_of
from stormoede.fitness.findings import Finding, advice, fault, ok
from stormoede.lib import clock, env
from stormoede.lib.env import EnvironmentFault
from stormoede.lib.wording import noted as _
from stormoede.lib.wording import reason, told

SUBJECT = _("Stormøde: is this mail trusted?")
TEXT = _("""This mail was sent by `stormoede check --mail`.

Save it as a file, with all its headers (.eml), and run

    stormoede check --received FILE

which says what your mail server thought of it.
""")
RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*(\w+)", re.IGNORECASE)
ADVICE = {
    "spf": _("Look at the domain with `stormoede check --dns`: the relay is not among those who may send for it."),
    "dkim": _("Let the relay sign for the From address's domain, and look with `stormoede check --dns`."),
    "dmarc": _("SPF or DKIM must pass for the very domain of the From address."),
}


def send(to: str, sender: str) -> Iterator[Finding]:
    """One mail to ``to``, as letters are sent."""
    if not sender:
        raise EnvironmentFault(
            told(_("No address that mails are from is known. Set STORMOEDE_MAIL_FROM, or make a round."))
        )
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, told(SUBJECT)
    mail["Date"] = format_datetime(clock.wall())
    mail["Message-ID"] = make_msgid(domain=domain_of(sender))
    mail["List-Unsubscribe"] = f"<{env.read(environment.ORIGIN)}/u/probe>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # In seven bits, so that no relay writes it anew.
    mail.set_content(told(TEXT), cte="quoted-printable")
    said = yield from relay.deliver(mail, env.read(environment.RETURN_PATH) or sender, to)
    if said:
        yield ok("probe", _("The relay took a mail from %(sender)s to %(to)s."), sender=sender, to=to)
        found = _("What the receiver thought of it stands in its headers.")
        yield advice("probe", found, _("Save it and run `stormoede check --received FILE`."))


def read(file: Path) -> Iterator[Finding]:
    """What the receiver's own server wrote at the top of the mail in ``file``."""
    try:
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    except OSError as no:
        raise EnvironmentFault(told(_("%(file)s cannot be read: %(reason)s."), file=file, reason=reason(no))) from no
    header = next(iter(mail.get_all("Authentication-Results", [])), None)
    if header is None:
        none = _("The receiver's server wrote no Authentication-Results.")
        yield fault("received", none, _("Take a mailbox elsewhere, or ask whoever runs it."))
        return
    found: dict[str, str] = {}
    for what, result in RESULT.findall(str(header)):
        if found.get(what.lower()) != "pass":
            found[what.lower()] = result.lower()
    for what, do in ADVICE.items():
        result = found.get(what, "")
        if result == "pass":
            yield ok(what, _("The receiver says: pass."))
        elif result:
            yield fault(what, _("The receiver says: %(result)s."), do, result=result)
        else:
            yield fault(what, _("The receiver says: not looked at."), do)
    yield from _signed(mail)


def _signed(mail: EmailMessage) -> Iterator[Finding]:
    """A mail program shows its own button for stopping only where the signature covers it (RFC 8058)."""
    lists = [re.search(r"\bh=([^;]+)", str(signature)) for signature in mail.get_all("DKIM-Signature", [])]
    names = {name.strip().lower() for one in lists if one for name in one[1].split(":")}
    if names and not {"list-unsubscribe", "list-unsubscribe-post"} <= names:
        found = _("The signature leaves the List-Unsubscribe headers out.")
        yield advice("dkim", found, _("Let the relay sign List-Unsubscribe and List-Unsubscribe-Post."))
