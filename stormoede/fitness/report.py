"""Looking at everything, in the order in which one thing needs the next."""

from collections.abc import Iterator

from stormoede import cli, environment
from stormoede.fitness import database, machine, relay
from stormoede.fitness.findings import Finding, Grade
from stormoede.lib import env


def main() -> int:
    """Print what was found. Exit code 0 when it may run, 1 when something must be done first."""
    found = []
    for finding in findings():
        print(finding, flush=True)
        found.append(finding)
    faults = sum(finding.grade is Grade.FAULT for finding in found)
    notes = sum(finding.grade is Grade.ADVICE for finding in found)
    if faults:
        print(f"\nNot fit to run: {faults} to mend, {notes} to consider.")
    else:
        print(f"\nFit to run; {notes} to consider." if notes else "\nFit to run.")
    return 1 if faults else 0


def findings() -> Iterator[Finding]:
    """What there is to say. EnvironmentFault when a setting cannot even be read."""
    environment.verify()
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
    yield from relay.findings()
