"""What each thing the desk edits says, as a mark: so that two desks never overwrite one another. See lib/seen.py."""

from stormoede.lib import seen
from stormoede.rounds import queries as rounds
from stormoede.talks.models import Speaker, SpeakerRequest, Talk, Tour


def of_tour(tour: Tour) -> str:
    """A tour: its notice, its days, its deadline, how long a talk is."""
    track = tour.track
    return seen.mark(track.title, track.text, rounds.when(track), tour.first, tour.last, tour.ask_by, tour.minutes)


def of_request(asked: SpeakerRequest) -> str:
    """What a body asks for, with its wishes."""
    wishes = [(wish.starts, wish.ends) for wish in asked.wishes.all()]
    own = (asked.side, asked.form, asked.topic, asked.place, asked.note, asked.site_id)
    return seen.mark(*own, asked.contact_name, asked.contact_email, wishes)


def of_talk(talk: Talk) -> str:
    """When, how and where a talk is."""
    return seen.mark(talk.starts, talk.ends, talk.form, talk.place, talk.link)


def of_speaker(speaker: Speaker) -> str:
    """What a speaker takes, and when they can."""
    openings = [(one.starts, one.ends) for one in speaker.openings.all()]
    own = (speaker.home_id, speaker.regions, speaker.per_week, speaker.reach_km, speaker.on_site, speaker.online)
    return seen.mark(*own, openings)
