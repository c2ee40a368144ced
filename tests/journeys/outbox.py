"""Makes a site whose outbox has mails in every state, and a secretary who is signed in; tells her cookie and the mails."""

import json
from datetime import timedelta

from tests.journeys import plain


def _mails() -> dict[str, int]:
    from stormoede.events.actor import system
    from stormoede.lib import clock
    from stormoede.mail.actions import outbox
    from stormoede.mail.actions.outbox import NewMessage
    from stormoede.mail.models import Message, Relay
    from stormoede.rounds import files
    from stormoede.rounds.models import Round
    from tests import cast
    from tests.journeys.site import ROOT

    now = clock.wall()
    files.load((ROOT / "rounds" / "oea26.toml").read_text(encoding="utf-8"), by=system("journey"), at=now)
    # A round that ended long ago is cleared away while one looks.
    Round.objects.update(starts_on=now.date() - timedelta(60), ends_on=now.date() + timedelta(60))
    states = {
        "queued": {},
        "deferred": {"reply_code": 451, "reply_text": "4.7.1 Greylisted", "next_at": now + timedelta(days=9)},
        "accepted": {"reply_code": 250, "reply_text": "2.0.0 Ok: queued", "settled_at": now},
        "refused": {"reply_code": 550, "reply_text": "5.1.1 No such user", "settled_at": now},
        "unbuildable": {"reply_text": "This is no mail address.", "settled_at": now},
        "cancelled": {"settled_at": now},
    }
    made = {}
    for state, fields in states.items():
        link = cast.link(cast.person(f"Mette {state.title()}"))
        spec = NewMessage(key=state, kind="accounts.link", ref=f"link:{link.pk}", person=str(link.person_id))
        outbox.enqueue_one(spec, at=now)
        Message.objects.filter(key=state).update(state=state, **fields)
        made[state] = Message.objects.get(key=state).pk
    down = {"down_since": now, "again_at": now + timedelta(minutes=5), "faults": 3, "fault": "535 5.7.8 Wrong password"}
    Relay.objects.create(name="smtp.kl.example:587", minute=now, **down)
    return made


if __name__ == "__main__":
    plain.make()
    from tests.journeys.desk import _signed_in

    print(json.dumps(_signed_in() | _mails()))
