"""Addresses of the pages about a member's link and mail address."""

from django.urls import path

from stormoede.web.member import address, lost, own_link, reminders

urlpatterns = [
    path("link/", lost.ask, name="link"),
    path("link/sendt/", lost.asked, name="link-asked"),
    path("mig/<str:handle>/eget-link", own_link.ask, name="own-link"),
    path("mig/<str:handle>/eget-link/sendt", own_link.asked, name="own-link-asked"),
    path("mig/<str:handle>/adresse", address.address, name="address"),
    path("paamindelser/<str:handle>/", reminders.choose, name="reminders"),
]
