"""Every room's addresses. Each room answers for its own; ``web`` has the pages."""

from django.urls import include, path

urlpatterns = [
    path("staff/", include("allauth.urls")),
]
