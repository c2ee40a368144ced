"""The letter pages' addresses."""

from django.urls import URLPattern, path

from stormoede.web.desk.letters import acts, deliveries, files, listing, reading, writing

_HOME = "desk/rounds/<slug:key>/letters/"
_ONE = f"{_HOME}<slug:letter>/"

urlpatterns: list[URLPattern] = [
    path(_HOME, listing.listing, name="letters"),
    path(f"{_HOME}new", writing.new, name="letter-new"),
    path(_ONE, reading.page, name="letter"),
    path(f"{_ONE}edit", writing.edit, name="letter-edit"),
    path(f"{_ONE}remind", writing.remind, name="letter-remind"),
    path(f"{_ONE}correct", acts.correct, name="letter-correct"),
    path(f"{_ONE}files", files.add, name="letter-file-add"),
    path(f"{_ONE}files/<int:number>", files.file, name="letter-file"),
    path(f"{_ONE}files/<int:number>/remove", files.remove, name="letter-file-remove"),
    path(f"{_ONE}mail", reading.mail, name="letter-mail"),
    path(f"{_ONE}pdf", reading.pdf, name="letter-pdf"),
    path(f"{_ONE}test", acts.test, name="letter-test"),
    path(f"{_ONE}release", acts.release, name="letter-release"),
    path(f"{_ONE}cancel", acts.cancel, name="letter-cancel"),
    path(f"{_ONE}pause", acts.pause, name="letter-pause"),
    path(f"{_ONE}resume", acts.resume, name="letter-resume"),
    path(f"{_ONE}catch-up", acts.catch_up, name="letter-catch-up"),
    path(f"{_ONE}delete", acts.delete, name="letter-delete"),
    path(f"{_ONE}deliveries", deliveries.deliveries, name="letter-deliveries"),
    path(f"{_ONE}recipients", deliveries.people, name="letter-recipients"),
]
