"""Postfix and Dovecot with a configuration of their own, in a temporary folder and on loopback, ended with the test."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL

POSTFIX, DOVECOT = (
    shutil.which("postfix", path="/usr/sbin:/usr/bin"),
    shutil.which("dovecot", path="/usr/sbin:/usr/bin"),
)
MISSING = [name for name, found in (("postfix", POSTFIX), ("dovecot-imapd", DOVECOT)) if not found]
DOMAIN, USER, PASSWORD = "svar.kl.example", "runden", "hemmelig"
_POSTFIX = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.kl.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
recipient_delimiter = +
maillog_file = {home}/postfix.log
maillog_file_prefixes = {home}
virtual_mailbox_domains = {domain}, kl.example
virtual_mailbox_base = {home}/mail
virtual_mailbox_maps = static:new/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
relay_domains = faaborg.example
transport_maps = inline:{{ {{faaborg.example = gone:}} }}
alias_maps =
local_recipient_maps =
smtpd_recipient_restrictions = permit_mynetworks, reject
import_environment = MAIL_CONFIG
"""
# ``gone`` is a server that takes mail for nobody: 67 is EX_NOUSER, which Postfix bounces as 5.1.1.
_MASTER = """
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
gone unix - n n - - pipe flags=R user=nobody argv=/bin/sh -c "exit 67"
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""
# Who is refused does not wait: how long a guesser is kept waiting is Dovecot's own affair.
_DOVECOT = """
base_dir = {home}/dovecot
state_dir = {home}/dovecot-state
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:{home}/mail/new
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
{passdb}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


_STATIC = f"passdb {{\n  driver = static\n  args = password={PASSWORD}\n}}"
_BY_PASS = """
auth_mechanisms = xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}"""
# Whether a pass is one, and whose, is asked of an address of the test's own.
_OFFICE = """
introspection_mode = post
introspection_url = {office}
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass(frozen=True)
class Servers:
    """Where they listen."""

    smtp: int
    imap: int


def _port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(900):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on {port}")


@contextmanager
def running(home: Path) -> Iterator[Servers]:
    """Both servers, for as long as the block runs. Needs root, as Postfix does."""
    postfix = pwd.getpwnam("postfix")
    values = {
        "home": home, "domain": DOMAIN, "uid": postfix.pw_uid, "gid": postfix.pw_gid, "user": "postfix",
        "group": grp.getgrgid(postfix.pw_gid).gr_name, "passdb": _STATIC,
    }  # fmt: skip
    servers = Servers(_port(), _port())
    home.chmod(0o755)
    for name in ("queue", "data", "conf", "mail"):
        (home / name).mkdir()
    for name in ("data", "mail"):
        os.chown(home / name, postfix.pw_uid, postfix.pw_gid)
    (home / "conf" / "main.cf").write_text(_POSTFIX.format(**values))
    (home / "conf" / "master.cf").write_text(_MASTER.format(port=f"127.0.0.1:{servers.smtp}"))
    (home / "dovecot.conf").write_text(_DOVECOT.format(**values, port=servers.imap))
    post = [str(POSTFIX), "-c", str(home / "conf")]
    # A server that stays keeps its parent's streams, so nobody may wait for their end.
    dove = [str(DOVECOT), "-F", "-c", str(home / "dovecot.conf")]
    try:
        subprocess.run([*post, "start"], check=True, timeout=120, stdout=DEVNULL, stderr=DEVNULL)
        with subprocess.Popen(dove, stdin=DEVNULL, start_new_session=True, stdout=DEVNULL, stderr=DEVNULL) as reader:
            try:
                _wait(servers.smtp)
                _wait(servers.imap)
                yield servers
            finally:
                _end(reader)
    finally:
        subprocess.run([*post, "stop"], check=False, timeout=120, stdout=DEVNULL, stderr=DEVNULL)


@contextmanager
def by_pass(home: Path, office: str) -> Iterator[int]:
    """Dovecot alone, which lets in by XOAUTH2 whom ``office`` knows; where it listens."""
    user = pwd.getpwnam("postfix")
    group, port = grp.getgrgid(user.pw_gid).gr_name, _port()
    values = {"home": home, "uid": user.pw_uid, "gid": user.pw_gid, "user": "postfix", "group": group}
    home.chmod(0o755)
    for name in ("mail/new/new", "mail/new/cur", "mail/new/tmp"):
        (home / name).mkdir(parents=True)
    for folder in (home / "mail", *(home / "mail").rglob("*")):
        os.chown(folder, user.pw_uid, user.pw_gid)
    (home / "oauth2.conf").write_text(_OFFICE.format(office=office))
    passdb = _BY_PASS.format(home=home)
    (home / "dovecot.conf").write_text(_DOVECOT.format(**values, passdb=passdb, port=port))
    dove = [str(DOVECOT), "-F", "-c", str(home / "dovecot.conf")]
    with subprocess.Popen(dove, stdin=DEVNULL, start_new_session=True, stdout=DEVNULL, stderr=DEVNULL) as reader:
        try:
            _wait(port)
            yield port
        finally:
            _end(reader)


def _end(running: subprocess.Popen[bytes]) -> None:
    """End it with all that it started: asked first, then made to."""
    running.terminate()
    with suppress(subprocess.TimeoutExpired):
        running.wait(20)
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
