"""The addresses of the members' pages."""

from django.urls import URLPattern, path

from stormoede.web.member import acts, calls, door, page

urlpatterns: list[URLPattern] = [
    path("mig/<slug:handle>/", page.page, name="member-page"),
    path("mig/<slug:handle>/svar", page.answer, name="member-answer"),
    path("mig/<slug:handle>/kalender.ics", page.calendar, name="member-calendar"),
    path("mig/<slug:handle>/fortryd", acts.undo, name="member-undo"),
    path("dor/<slug:handle>/", door.door, name="door"),
    path("dor/<slug:handle>/gaa-ind", door.arrive, name="door-arrive"),
    path("dor/<slug:handle>/ind", door.inside, name="door-inside"),
    path("dor/<slug:handle>/svar", door.answer, name="door-answer"),
    path("indkaldt/<slug:handle>/", calls.page, name="called"),
    path("indkaldt/<slug:handle>/svar", calls.answer, name="called-answer"),
    path("indkaldt/<slug:handle>/stedfortraeder", calls.deputy, name="called-deputy"),
    path("moede/<slug:slug>/", door.from_calendar, name="door-entry"),
]
