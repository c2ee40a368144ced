"""What organisations and groups are called."""

from stormoede.members.core.phrases import Places
from stormoede.members.models import Group, Organisation


def places() -> Places:
    """Every organisation and group by name, for audiences in words. Two statements."""
    return Places(
        organisations=dict(Organisation.objects.order_by("sort_key").values_list("code", "name")),
        groups={f"{group.kind}:{group.code}": group.name for group in Group.objects.order_by("sort_key")},
    )
