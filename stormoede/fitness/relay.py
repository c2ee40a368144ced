"""The relay that mails go to: reached, and does it let us in?"""

import smtplib
import ssl
from collections.abc import Generator, Iterator
from email.message import EmailMessage

from stormoede import environment
from stormoede.fitness.findings import Finding, advice, fault, ok
from stormoede.lib import env
from stormoede.lib.wording import noted as _
from stormoede.lib.wording import reason
from stormoede.mail.core.replies import RelayFault
from stormoede.mail.oauth import Pass

SECONDS = 10


def findings() -> Iterator[Finding]:
    """One conversation with the relay, in which no mail is sent."""
    host, port = env.read(environment.SMTP_HOST), env.read(environment.SMTP_PORT)
    if not host:
        yield advice("mail", _("No relay is named, so mails stay in the outbox."), _("Set STORMOEDE_SMTP_HOST."))
        return
    security = env.read(environment.SMTP_SECURITY)
    try:
        with _connect(host, port, security) as relay:
            yield from _sign_in(relay, (host, port), security)
    except RelayFault as no:
        found = _("The relay %(host)s, port %(port)s, cannot be used: %(why)s")
        yield fault("mail", found, _("See the STORMOEDE_SMTP_OAUTH settings."), host=host, port=port, why=no)
    except (OSError, smtplib.SMTPException) as no:
        why = reason(no) if isinstance(no, OSError) and no.strerror else type(no).__name__
        found = _("The relay %(host)s, port %(port)s, cannot be used: %(why)s.")
        yield fault("mail", found, _("See the STORMOEDE_SMTP settings."), host=host, port=port, why=why)


def deliver(mail: EmailMessage, sender: str, to: str) -> Generator[Finding, None, bool]:
    """Hand the relay one mail. Returns whether it took it."""
    host, port, security = (
        env.read(environment.SMTP_HOST),
        env.read(environment.SMTP_PORT),
        env.read(environment.SMTP_SECURITY),
    )
    if not host:
        yield fault("probe", _("No relay is named, so no mail can be sent."), _("Set STORMOEDE_SMTP_HOST."))
        return False
    try:
        with _connect(host, port, security) as relay:
            list(_sign_in(relay, (host, port), security))
            relay.send_message(mail, sender, to)
    except (OSError, smtplib.SMTPException, RelayFault) as no:
        why = reason(no) if isinstance(no, OSError) and no.strerror else no
        found = _("The relay did not take the mail: %(why)s.")
        yield fault("probe", found, _("See the STORMOEDE_SMTP settings."), why=why)
        return False
    return True


def _connect(host: str, port: int, security: str) -> smtplib.SMTP:
    if security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
    relay = smtplib.SMTP(host, port, timeout=SECONDS)
    if security == "starttls":
        relay.starttls(context=ssl.create_default_context())
    return relay


def _sign_in(relay: smtplib.SMTP, place: tuple[str, int], security: str) -> Iterator[Finding]:
    user, password = env.read(environment.SMTP_USER), env.read(environment.SMTP_PASSWORD)
    relay.ehlo()
    if env.read(environment.SMTP_OAUTH_TOKEN_URL):
        _show_pass(relay, user)
    elif user and password:
        relay.login(user, password)
    known = bool(user and (password or env.read(environment.SMTP_OAUTH_TOKEN_URL)))
    found = _("The relay %(host)s, port %(port)s, answers and knows us.")
    unknown = _("The relay %(host)s, port %(port)s, answers.")
    yield ok("mail", found if known else unknown, host=place[0], port=place[1])
    if security == "none" and not env.loopback(place[0]):
        yield advice("mail", _("Mails go to it unencrypted."), _("Set STORMOEDE_SMTP_SECURITY to starttls or tls."))


def _show_pass(relay: smtplib.SMTP, user: str) -> None:
    """Sign in with XOAUTH2, with a pass fetched as the sender fetches it. RelayFault when none is given."""
    own = Pass(
        env.read(environment.SMTP_OAUTH_TOKEN_URL),
        env.read(environment.SMTP_OAUTH_CLIENT),
        env.read(environment.SMTP_OAUTH_SECRET),
        env.read(environment.SMTP_OAUTH_SCOPE),
    )
    secret = f"user={user}\1auth=Bearer {own.get()}\1\1"
    relay.auth("XOAUTH2", lambda challenge=None: secret if challenge is None else "")
