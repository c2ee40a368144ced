"""Speakers: a council asks for somebody from the board or the secretariat, and somebody is placed, offered, comes and tells.

Nouns: Tour (from when to when speakers go out), Speaker, Opening, SpeakerRequest, Wish, Talk, TalkEntry (it in one calendar),
TalkNotes. What can be disputed is in core: who is placed where, what clashes, and how far it is.
"""
