"""The pages' addresses. Each module of pages answers for its own list."""

from django.urls import URLPattern, path

from stormoede.web import about, corrections, feed, gallery, language, probes
from stormoede.web.council import deliberations as discussions
from stormoede.web.council import page as council
from stormoede.web.council import talks as council_talks
from stormoede.web.desk import (
    audiences,
    calls,
    deliberations,
    home,
    imports,
    live,
    meeting_attendance,
    meeting_dates,
    meeting_people,
    meetings,
    members,
    organisations,
    person_data,
    protection,
    rounds,
    search,
    staff,
    tracks,
    years,
)
from stormoede.web.desk.contributions import addresses as contributions
from stormoede.web.desk.history import pages as histories
from stormoede.web.desk.inbox import acts as inbox
from stormoede.web.desk.letters import addresses as letters
from stormoede.web.desk.municipalities import addresses as municipalities
from stormoede.web.desk.outbox import pages as outbox
from stormoede.web.desk.overview import page as overview
from stormoede.web.desk.programs import addresses as programs
from stormoede.web.desk.talks import addresses as talks
from stormoede.web.input import addresses as sending_in
from stormoede.web.member import addresses as member
from stormoede.web.member import identity
from stormoede.web.member import letters as member_letters
from stormoede.web.speaker import addresses as speaker
from stormoede.web.staff import addresses

urlpatterns: list[URLPattern] = [
    # Addresses are tried in this order, and the members' are asked for by thousands.
    *member.urlpatterns,
    *sending_in.urlpatterns,
    path("", about.start, name="start"),
    path("sprog/", language.switch, name="language"),
    path("tilgaengelighed/", about.accessibility, name="accessibility"),
    path("privatliv/", about.privacy, name="privacy"),
    path("was", about.statement, name="statement"),
    path("f/", feed.calendar, name="feed"),
    path("r/", corrections.correction, name="correction"),
    path("gallery/", gallery.gallery, name="gallery"),
    *identity.urlpatterns,
    *council.urlpatterns,
    *discussions.urlpatterns,
    *council_talks.urlpatterns,
    *speaker.urlpatterns,
    *addresses.urlpatterns,
    *members.urlpatterns,
    *organisations.urlpatterns,
    *imports.urlpatterns,
    *audiences.urlpatterns,
    *rounds.urlpatterns,
    *years.urlpatterns,
    *tracks.urlpatterns,
    *meetings.urlpatterns,
    *contributions.urlpatterns,
    *meeting_dates.urlpatterns,
    *meeting_people.urlpatterns,
    *meeting_attendance.urlpatterns,
    *deliberations.urlpatterns,
    *calls.urlpatterns,
    *talks.urlpatterns,
    *staff.urlpatterns,
    *search.urlpatterns,
    *programs.urlpatterns,
    *protection.urlpatterns,
    *person_data.urlpatterns,
    *inbox.urlpatterns,
    *outbox.urlpatterns,
    *letters.urlpatterns,
    *municipalities.urlpatterns,
    *live.urlpatterns,
    *histories.urlpatterns,
    path("desk/", home.home, name="desk"),
    path("desk/rounds/<slug:key>/", overview.overview, name="overview"),
    *member_letters.urlpatterns,
    *probes.urlpatterns,
]
