"""Who has which mail address, for the room that knows people by id only."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from stormoede.lib.prepared import Prepared
from stormoede.members.core import addresses
from stormoede.members.models import Person

_HAVING = Prepared(
    lambda address: (
        Person.objects.filter(email__iexact=address, erased_at__isnull=True).order_by("sort_key", "pk").only("pk")
    ),
    "an address",
)


class Directory:
    """Answers mail/claimants.py from the member list."""

    def having(self, address: str) -> Sequence[str]:
        """Ids of all who have ``address``, in a fixed order."""
        if not address:
            return ()
        return [str(one.pk) for one in _HAVING(connection.ops.prep_for_iexact_query(addresses.as_kept(address)))]

    def address(self, person: str) -> str:
        """The person's address in lower case."""
        try:
            pk = UUID(person)
        except ValueError:
            return ""
        found = Person.objects.filter(pk=pk, erased_at__isnull=True).values_list("email", flat=True).first()
        return (found or "").lower()
