"""The pages' addresses. Each module of pages answers for its own list."""

from django.urls import URLPattern, path

from stormoede.web import language

urlpatterns: list[URLPattern] = [
    path("sprog/", language.switch, name="language"),
]
