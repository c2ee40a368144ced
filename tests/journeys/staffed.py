"""Makes a site whose staff are an administrator, just invited, and a colleague who has lost her passkey.

``python -m tests.journeys.staffed code`` says the code that was last sent by mail.
"""

import json
import os
import sys

from tests.journeys import plain


def _django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "stormoede.settings"
    import django

    django.setup()


def make() -> dict[str, str]:
    plain.make()
    from stormoede.accounts.actions import staff
    from stormoede.events.actor import system
    from stormoede.lib import clock

    by, at = system("journey"), clock.wall()
    admin = staff.first_admin("birgitte.holm@kl.example", "Birgitte Holm", by=by, at=at)
    colleague = staff.add("sofie.ravn@kl.example", "Sofie Ravn", "secretariat", by=by, at=at)
    return {"sign_in": staff.one_time(admin, at=at), "colleague": colleague.email}


def code() -> str:
    _django()
    from stormoede.accounts.actions.codes import code_of
    from stormoede.accounts.models import CodeRequest

    return code_of(CodeRequest.objects.latest("asked_at"))


if __name__ == "__main__":
    print(json.dumps(code() if sys.argv[1:] == ["code"] else make()))
