"""The addresses of a speaker's own page."""

from django.urls import URLPattern, path

from stormoede.web.speaker import openings, pages

_HERE = "oplaegsholder/<str:handle>/"
_TALK = f"{_HERE}<int:talk>/"

urlpatterns: list[URLPattern] = [
    path(_HERE, pages.page, name="speaker"),
    path(f"{_HERE}tider/", openings.page, name="speaker-hours"),
    path(f"{_TALK}svar", pages.answer, name="speaker-answer"),
    path(f"{_TALK}forhindret", pages.ill, name="speaker-ill"),
    path(f"{_TALK}noter/", pages.notes, name="speaker-notes"),
    path(f"{_TALK}kalender.ics", pages.calendar, name="speaker-calendar"),
    path(f"{_TALK}sag/<slug:track>/<slug:ending>/", pages.kit, name="speaker-kit"),
]
