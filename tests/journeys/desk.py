"""Makes a site without a round, and two members of staff who are signed in; tells their cookies."""

import json

from tests.journeys import plain


def _signed_in() -> dict[str, str]:
    from django.conf import settings

    from stormoede.accounts.models import Staff
    from tests import cast

    people = {"Sofie Ravn": Staff.Role.SECRETARIAT, "Jonas Westergaard": Staff.Role.SECRETARIAT}
    name = settings.SESSION_COOKIE_NAME
    return {"cookie": name} | {who: cast.desk(role, who).cookies[name].value for who, role in people.items()}


if __name__ == "__main__":
    plain.make()
    print(json.dumps(_signed_in()))
