"""``python -m tests.intake FOLDER``: the torture folder as files, to be looked at or sent to another mailbox."""

import sys
from pathlib import Path

from tests.intake.cases import CASES

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for name, case in CASES.items():
    (folder / f"{name}.eml").write_bytes(case.raw)
print(f"{len(CASES)} mails in {folder}")
