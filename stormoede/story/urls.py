from django.urls import path

from stormoede.story.views import telling

app_name = "story"
urlpatterns = [
    path("", telling.cast, name="cast"),
    path("telefon/", telling.phone, name="phone"),
    path("ur/", telling.state, name="state"),
    path("videre/", telling.onward, name="onward"),
    path("forfra/", telling.restart, name="restart"),
    path("ind/<uuid:staff_id>/", telling.enter, name="enter"),
]
