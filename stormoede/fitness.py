"""Is this installation fit to run? ``stormoede check`` says what is, what is not, and what to do."""


def main() -> int:
    """Print what was found. Exit code 0 when it may run, 1 when something must be done first."""
    return 0
