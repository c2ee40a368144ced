"""The addresses of the pages of municipalities and people."""

from django.urls import URLPattern, path

from stormoede.web.desk.municipalities import page, people

_HERE = "desk/rounds/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path(f"{_HERE}municipalities/", page.municipalities, name="municipalities"),
    path(f"{_HERE}municipalities/people/", people.people, name="round-people"),
]
