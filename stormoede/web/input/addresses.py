"""The addresses of what a member sends in."""

from django.urls import URLPattern, path

from stormoede.web.input import drafting, files, pages

_ONE = "input/<str:handle>/<slug:track>/<slug:whose>/"

urlpatterns: list[URLPattern] = [
    path(_ONE + "gem", drafting.field, name="draft-field"),
    path("kladde/<str:handle>/", pages.invited, name="draft-invited"),
    path("input/<str:handle>/", pages.index, name="contributions-own"),
    path(_ONE, pages.overview, name="contribution"),
    path(_ONE + "begynd", drafting.begin, name="draft-begin"),
    path(_ONE + "kladde/", drafting.draft, name="draft"),
    path(_ONE + "bilag", files.add, name="draft-file"),
    path(_ONE + "bilag/<uuid:file>", files.fetch, name="contribution-file"),
    path(_ONE + "bilag/<uuid:file>/fjern", files.remove, name="draft-file-remove"),
    path(_ONE + "skriver-med", pages.writers, name="draft-writers"),
    path(_ONE + "send-ind/", pages.hand_in, name="contribution-hand-in"),
    path(_ONE + "version/<int:number>/", pages.version, name="contribution-version"),
    path(_ONE + "version/<int:number>/hvem", pages.basis, name="contribution-basis"),
]
