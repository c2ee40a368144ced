"""Where personal links arrive. The secret part has been taken out of the path (web/hide_token.py)."""

from django.urls import path

from stormoede.accounts.views import exchange

urlpatterns = [
    path("p/", exchange.page, name="link-page"),
    path("a/", exchange.sheet, name="link-sheet"),
    path("d/", exchange.door, name="link-door"),
    path("s/", exchange.deputy, name="link-deputy"),
    path("k/", exchange.draft, name="link-draft"),
    path("t/", exchange.speaker, name="link-speaker"),
    path("u/", exchange.reminders_off, name="link-reminders-off"),
]
