"""Looking at everything, in the order in which one thing needs the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stormoede import cli, environment
from stormoede.fitness import copies, database, dns, machine, mailbox, probe, relay, scanner
from stormoede.fitness.findings import Finding, Grade
from stormoede.lib import env
from stormoede.lib.wording import noted as _
from stormoede.lib.wording import told


@dataclass(frozen=True, slots=True)
class Wish:
    """What else is looked at, since it leaves this machine: DNS, a mail to an address, a mail that was received."""

    dns: bool = False
    mail: str = ""
    received: Path | None = None


NOTHING_MORE = Wish()


def main(wish: Wish = NOTHING_MORE) -> int:
    """Print what was found. Exit code 0 when it may run, 1 when something must be done first."""
    found = []
    for finding in findings(wish):
        print(finding, flush=True)
        found.append(finding)
    faults = sum(finding.grade is Grade.FAULT for finding in found)
    notes = sum(finding.grade is Grade.ADVICE for finding in found)
    if faults:
        end = _("Not fit to run: %(faults)s to mend, %(notes)s to consider.")
    else:
        end = _("Fit to run; %(notes)s to consider.") if notes else _("Fit to run.")
    print(f"\n{told(end, faults=faults, notes=notes)}")
    return 1 if faults else 0


def findings(wish: Wish = NOTHING_MORE) -> Iterator[Finding]:
    """What there is to say. EnvironmentFault when a setting cannot even be read."""
    environment.verify()
    if wish.received is not None:
        yield from probe.read(wish.received)
        return
    data = env.read(environment.DATA)
    folder = env.read(environment.KEYS) or data.parent / "keys"
    origin = env.read(environment.ORIGIN)
    yield from machine.program_findings()
    yield from machine.address_findings(origin, env.read(environment.DEBUG), env.read(environment.PROXIES))
    yield from machine.data_findings(data)
    if not data.is_dir():
        return
    keys = list(machine.key_findings(folder, data))
    yield from keys
    if keys[0].grade is Grade.OK:
        cli.set_up()
        yield from database.findings(origin)
        yield from copies.findings()
        yield from mailbox.findings()
    yield from relay.findings()
    yield from scanner.findings()
    if wish.dns:
        yield from dns.findings(_sending())
    if wish.mail:
        yield from probe.send(wish.mail, _sending().sender)


def _sending() -> dns.Sending:
    """How mails go out: from the address in the environment, else from the newest round's mailbox."""
    from stormoede.rounds.models import Round

    sender = env.read(environment.MAIL_FROM)
    if not sender:
        newest = Round.objects.order_by("-starts_on").values_list("mailbox", flat=True).first()
        sender = newest or ""
    return dns.Sending(
        sender,
        env.read(environment.RETURN_PATH) or sender,
        env.read(environment.SMTP_HOST),
        env.read(environment.DKIM),
    )
