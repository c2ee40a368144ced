"""Who is asked: organisations, bodies, people, mandates, audiences, and the import that keeps them true.

Nouns: Organisation, Group, Body, Person, Mandate, Audience, Import. Names and addresses of people live here
and nowhere else. This room must not know rounds, letters or meetings.
"""
