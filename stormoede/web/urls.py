"""The pages' addresses. Each module of pages answers for its own list."""

from django.urls import URLPattern, path

from stormoede.web import about, gallery, language
from stormoede.web.member import addresses as member
from stormoede.web.staff import addresses

urlpatterns: list[URLPattern] = [
    path("", about.start, name="start"),
    path("sprog/", language.switch, name="language"),
    path("tilgaengelighed/", about.accessibility, name="accessibility"),
    path("was", about.statement, name="statement"),
    path("gallery/", gallery.gallery, name="gallery"),
    *addresses.urlpatterns,
    *member.urlpatterns,
]
