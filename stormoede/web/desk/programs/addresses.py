"""The addresses of the pages about other programs."""

from django.urls import path

from stormoede.web.desk.programs import hooks, keys

_HOOK = "desk/programs/hooks/<uuid:hook_id>/"

urlpatterns = [
    path("desk/programs/", keys.programs, name="programs"),
    path("desk/programs/keys/new", keys.new, name="program-key-new"),
    path("desk/programs/keys/<uuid:key_id>/revoke", keys.revoke, name="program-key-revoke"),
    path("desk/programs/hooks/new", hooks.new, name="program-hook-new"),
    path("desk/programs/postings/<int:posting_id>/again", hooks.again, name="program-posting-again"),
    path(_HOOK, hooks.hook, name="program-hook"),
    path(f"{_HOOK}edit", hooks.edit, name="program-hook-edit"),
    path(f"{_HOOK}secret", hooks.secret, name="program-hook-secret"),
    path(f"{_HOOK}all-again", hooks.all_again, name="program-hook-all-again"),
    path(f"{_HOOK}remove", hooks.remove, name="program-hook-remove"),
    *[path(f"{_HOOK}{name}", hooks.act(name), name=f"program-hook-{name}") for name in hooks.ACTS],
]
