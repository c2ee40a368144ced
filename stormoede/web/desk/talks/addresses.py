"""The addresses of a round's tours."""

from django.urls import URLPattern, path

from stormoede.web.desk.talks import acts, asking, one, plan, requests, speakers, tours

_HERE = "desk/rounds/<slug:key>/talks/"
_TOUR = f"{_HERE}<slug:track>/"
_SPEAKERS = f"{_TOUR}speakers/"
_REQUESTS = f"{_TOUR}requests/"
_TALK = f"{_TOUR}talks/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(_HERE, tours.listing, name="tours"),
    path(f"{_HERE}new/", tours.new, name="tour-new"),
    path(_TOUR, requests.listing, name="tour"),
    path(f"{_TOUR}edit/", tours.edit, name="tour-edit"),
    path(f"{_TOUR}plan/", plan.week, name="tour-plan"),
    path(f"{_TOUR}propose/", requests.propose, name="tour-propose"),
    path(f"{_TOUR}offer/", requests.offer, name="tour-offer"),
    path(_SPEAKERS, speakers.listing, name="tour-speakers"),
    path(f"{_SPEAKERS}new/", speakers.new, name="tour-speaker-new"),
    path(f"{_SPEAKERS}<int:pk>/", speakers.one, name="tour-speaker"),
    path(f"{_SPEAKERS}<int:pk>/send/", speakers.send, name="tour-speaker-send"),
    path(f"{_SPEAKERS}<int:pk>/leave/", speakers.leave, name="tour-speaker-leave"),
    path(f"{_SPEAKERS}<int:pk>/ill/", speakers.ill, name="tour-speaker-ill"),
    path(f"{_REQUESTS}new/", asking.new, name="request-new"),
    path(f"{_REQUESTS}<int:pk>/", one.one, name="request"),
    path(f"{_REQUESTS}<int:pk>/edit/", asking.edit, name="request-edit"),
    path(f"{_REQUESTS}<int:pk>/withdraw/", asking.withdraw, name="request-withdraw"),
    path(f"{_TALK}offer/", acts.offer, name="talk-offer"),
    path(f"{_TALK}fix/", acts.fix, name="talk-fix"),
    path(f"{_TALK}free/", acts.free, name="talk-free"),
    path(f"{_TALK}change/", acts.change, name="talk-change"),
    path(f"{_TALK}cancel/", acts.cancel, name="talk-cancel"),
    path(f"{_TALK}ill/", acts.ill, name="talk-ill"),
]
