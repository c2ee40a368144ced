"""Every setting there is. docs/reference/settings.md is made from this table."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from stormoede.lib import env
from stormoede.lib.env import DatabaseAddress, EnvironmentFault, Network, Setting
from stormoede.lib.wording import LANGUAGES, SETTING, spoken, told
from stormoede.lib.wording import noted as _

DATA: Setting[Path] = Setting(
    "STORMOEDE_DATA", env.path, env.path("var/data"), _("The folder for the database and files.")
)
KEYS: Setting[Path | None] = Setting(
    "STORMOEDE_KEYS", env.path, None, _("The folder for keys, outside the data folder; unset, it stands beside it.")
)
DATABASE: Setting[DatabaseAddress | None] = Setting(
    "STORMOEDE_DATABASE",
    env.database,
    None,
    _(
        "sqlite:///path or postgresql://user:password@host/name; unset, SQLite in the data folder. The way to another machine is encrypted, "
        "unless ?sslmode=disable follows."
    ),
)
BACKUPS: Setting[Path | None] = Setting(
    "STORMOEDE_BACKUPS", env.path, None, _("The folder for backups; unset, `backups` beside the data folder.")
)
BACKUP_TO: Setting[tuple[str, ...]] = Setting(
    "STORMOEDE_BACKUP_TO",
    env.words,
    (),
    _("Public keys (age1… or ssh-ed25519 …) that backups are encrypted to, with commas between; unset, they are not."),
)
ORIGIN: Setting[str] = Setting(
    "STORMOEDE_ORIGIN", env.origin, "http://localhost:8000", _("The address people see, as it stands in mails.")
)
LOG: Setting[Path | None] = Setting("STORMOEDE_LOG", env.path, None, _("The file to log to; unset, standard error."))
ACCESS: Setting[Path | None] = Setting(
    "STORMOEDE_ACCESS",
    env.path,
    None,
    _("The folder for the log of who of the staff has read what; unset, `access` beside the data folder."),
)
DEBUG: Setting[bool] = Setting(
    "STORMOEDE_DEBUG", env.flag, False, _("Django's debug pages; only on a loopback address.")
)
LANGUAGE: Setting[str] = Setting(
    SETTING,
    env.one_of(*LANGUAGES),
    LANGUAGES[0],
    _("The language of pages when nothing else says, and of the command line: da or en."),
)
PROXIES: Setting[tuple[str, ...]] = Setting(
    "STORMOEDE_PROXIES", env.places, (), _("Addresses or networks of proxies whose X-Forwarded-For is believed.")
)
SMTP_HOST: Setting[str] = Setting(
    "STORMOEDE_SMTP_HOST",
    env.text,
    "",
    _("The relay's host; unset, mails stay in the outbox unsent (in a story: settle there)."),
)
SMTP_PORT: Setting[int] = Setting("STORMOEDE_SMTP_PORT", env.port, 587, _("The relay's port."))
SMTP_SECURITY: Setting[str] = Setting(
    "STORMOEDE_SMTP_SECURITY",
    env.one_of("starttls", "tls", "none"),
    "starttls",
    _("How the way to the relay is encrypted: starttls, tls, or none (a relay on the same machine)."),
)
SMTP_USER: Setting[str] = Setting("STORMOEDE_SMTP_USER", env.text, "", _("The relay's user."))
SMTP_PASSWORD: Setting[str] = Setting(
    "STORMOEDE_SMTP_PASSWORD", env.text, "", _("The relay's password; better in STORMOEDE_SMTP_PASSWORD_FILE.")
)
SMTP_CONNECTIONS: Setting[int] = Setting(
    "STORMOEDE_SMTP_CONNECTIONS", env.at_least_one, 4, _("Connections to the relay at once.")
)
SMTP_PER_MINUTE: Setting[int] = Setting(
    "STORMOEDE_SMTP_PER_MINUTE", env.whole, 0, _("At most so many mails a minute; 0 is no limit.")
)
SMTP_OAUTH_TOKEN_URL: Setting[str] = Setting(
    "STORMOEDE_SMTP_OAUTH_TOKEN_URL", env.https, "", _("For XOAUTH2 (Exchange Online): the address that gives tokens.")
)
SMTP_OAUTH_CLIENT: Setting[str] = Setting(
    "STORMOEDE_SMTP_OAUTH_CLIENT", env.text, "", _("For XOAUTH2: the client's id.")
)
SMTP_OAUTH_SECRET: Setting[str] = Setting(
    "STORMOEDE_SMTP_OAUTH_SECRET",
    env.text,
    "",
    _("For XOAUTH2: the client's secret; better in STORMOEDE_SMTP_OAUTH_SECRET_FILE."),
)
SMTP_OAUTH_SCOPE: Setting[str] = Setting(
    "STORMOEDE_SMTP_OAUTH_SCOPE",
    env.text,
    "https://outlook.office365.com/.default",
    _("For XOAUTH2: the scope asked for."),
)
MAIL_FROM: Setting[str] = Setting(
    "STORMOEDE_MAIL_FROM", env.mail_address, "", _("The address mails are from; unset, each round's mailbox.")
)
RETURN_PATH: Setting[str] = Setting(
    "STORMOEDE_RETURN_PATH", env.mail_address, "", _("Where bounces go; unset, the From address.")
)
MAIL_DOMAIN: Setting[str] = Setting(
    "STORMOEDE_MAIL_DOMAIN",
    env.host,
    "",
    _(
        "A domain whose mail comes to the round's mailbox: each mail then has its own addresses there, svar+…@ and retur+…@; "
        "unset, answers go to the mailbox and bounces to the return path."
    ),
)
AUTHSERV_ID: Setting[str] = Setting(
    "STORMOEDE_AUTHSERV_ID",
    env.text,
    "",
    _(
        "The name our receiving mail server writes its Authentication-Results under, or exchange; unset, no sender is taken to be proven."
    ),
)
IMAP_HOST: Setting[str] = Setting(
    "STORMOEDE_IMAP_HOST", env.text, "", _("The host of the round's mailbox; unset, no mailbox is read.")
)
IMAP_PORT: Setting[int] = Setting("STORMOEDE_IMAP_PORT", env.port, 993, _("The mailbox's port."))
IMAP_SECURITY: Setting[str] = Setting(
    "STORMOEDE_IMAP_SECURITY",
    env.one_of("tls", "starttls", "none"),
    "tls",
    _("How the way to the mailbox is encrypted: tls, starttls, or none (a server on the same machine)."),
)
IMAP_USER: Setting[str] = Setting("STORMOEDE_IMAP_USER", env.text, "", _("The mailbox's user."))
IMAP_PASSWORD: Setting[str] = Setting(
    "STORMOEDE_IMAP_PASSWORD", env.text, "", _("The mailbox's password; better in STORMOEDE_IMAP_PASSWORD_FILE.")
)
IMAP_FOLDER: Setting[str] = Setting("STORMOEDE_IMAP_FOLDER", env.text, "INBOX", _("The folder that is read."))
IMAP_SECONDS: Setting[int] = Setting(
    "STORMOEDE_IMAP_SECONDS", env.at_least_one, 30, _("How many seconds between two looks into the mailbox.")
)
IMAP_OAUTH_TOKEN_URL: Setting[str] = Setting(
    "STORMOEDE_IMAP_OAUTH_TOKEN_URL", env.https, "", _("For XOAUTH2 (Exchange Online): the address that gives tokens.")
)
IMAP_OAUTH_CLIENT: Setting[str] = Setting(
    "STORMOEDE_IMAP_OAUTH_CLIENT", env.text, "", _("For XOAUTH2: the client's id.")
)
IMAP_OAUTH_SECRET: Setting[str] = Setting(
    "STORMOEDE_IMAP_OAUTH_SECRET",
    env.text,
    "",
    _("For XOAUTH2: the client's secret; better in STORMOEDE_IMAP_OAUTH_SECRET_FILE."),
)
IMAP_OAUTH_SCOPE: Setting[str] = Setting(
    "STORMOEDE_IMAP_OAUTH_SCOPE",
    env.text,
    "https://outlook.office365.com/.default",
    _("For XOAUTH2: the scope asked for."),
)
DKIM: Setting[tuple[str, ...]] = Setting(
    "STORMOEDE_DKIM", env.words, (), _("Selectors that the relay signs with, for `check --dns`.")
)
METRICS: Setting[tuple[str, ...]] = Setting(
    "STORMOEDE_METRICS", env.places, (), _("Addresses or networks that may read /metrics; unset, nobody.")
)
HOOKS_TO: Setting[tuple[Network, ...]] = Setting(
    "STORMOEDE_HOOKS_TO",
    env.networks,
    (),
    _(
        "Networks of your own that hooks may reach, also without TLS, with commas between; unset, hooks go to the open Internet by https alone."
    ),
)
SCAN: Setting[tuple[str, ...]] = Setting(
    "STORMOEDE_SCAN",
    env.scanner,
    (),
    _(
        "A virus scanner that is given each file that comes in: clamd:/run/clamav/clamd.ctl, clamd:host:3310, or a program with its whole path "
        "that reads standard input and ends with 0 for clean and 1 for infected (/usr/bin/clamdscan -); unset, files are said to be unscanned."
    ),
)
WAS_URL: Setting[str] = Setting(
    "STORMOEDE_WAS_URL",
    env.https,
    "",
    _("The public address of the accessibility statement registered at was.digst.dk; unset, /was shows our own page."),
)
DPO: Setting[str] = Setting(
    "STORMOEDE_DPO",
    env.text,
    "",
    _(
        "Who the data protection officer is and how to reach them, as the privacy page is to say it; unset, it says nothing of one."
    ),
)

# What signing in takes: a user, and either a password or all that XOAUTH2 asks for.
_SIGN_INS = (
    (SMTP_USER, SMTP_PASSWORD, (SMTP_OAUTH_TOKEN_URL, SMTP_OAUTH_CLIENT, SMTP_OAUTH_SECRET)),
    (IMAP_USER, IMAP_PASSWORD, (IMAP_OAUTH_TOKEN_URL, IMAP_OAUTH_CLIENT, IMAP_OAUTH_SECRET)),
)

ALL: tuple[Setting[object], ...] = tuple(value for value in list(globals().values()) if isinstance(value, Setting))
FOR_TESTS = ("STORMOEDE_TEST", "STORMOEDE_REQUIRE")


def verify(found: Mapping[str, str] | None = None) -> None:
    """EnvironmentFault when a value cannot be used, or when a name is none of ours: a misspelt setting does nothing."""
    given = os.environ if found is None else found
    for setting in ALL:
        env.read(setting, given)
    for user, password, oauth in _SIGN_INS:
        _whole_sign_in(user, password, oauth, given)
    known = {name for setting in ALL for name in (setting.name, setting.name + "_FILE")}
    for name in sorted(given):
        if name.startswith("STORMOEDE_") and name not in known and not name.startswith(FOR_TESTS):
            raise EnvironmentFault(
                told(
                    _("%(name)s is no setting of Stormøde. All settings stand in docs/reference/settings.md."),
                    name=name,
                )
            )


def _whole_sign_in(
    user: Setting[str], password: Setting[str], oauth: Sequence[Setting[str]], given: Mapping[str, str]
) -> None:
    """EnvironmentFault when only part of what signing in takes is there: the server would be met with half of it."""

    def said(setting: Setting[str]) -> str:
        return env.read(setting, given)

    by_oauth = any(map(said, oauth))
    needed = [user, *oauth] if by_oauth else [user, password]
    there = [setting for setting in (password, *oauth, user) if said(setting)]
    missing = next((setting for setting in needed if not said(setting)), None)
    if there and missing:
        text = _("%(there)s is set and %(missing)s is not. Set both, or neither.")
        raise EnvironmentFault(f"{told(text, there=there[0].name, missing=missing.name)} {spoken(missing.about)}")
