"""Every room's addresses. Each room answers for its own; ``web`` has the pages."""

from django.urls import include, path

handler400 = "stormoede.web.faults.bad_request"
handler403 = "stormoede.web.faults.permission_denied"
handler404 = "stormoede.web.faults.page_not_found"
handler429 = "stormoede.web.faults.too_many_sign_ins"
handler500 = "stormoede.web.faults.server_error"

urlpatterns = [
    # Tried in this order: the members' addresses, which thousands ask for, are the first of these.
    path("", include("stormoede.web.urls")),
    path("", include("stormoede.accounts.urls")),
    path("", include("stormoede.api.urls")),
    path("story/", include("stormoede.story.urls")),
]
