"""Calls: a meeting at short notice, from the desk to an audience at once; who comes, who does not, who sends a deputy.

Nouns: Call, Deputy. A call is a meeting on one date (meetings/), with an entry in everybody's calendar from the beginning and
three answers. A deputy comes in a member's place to one call, by a door of their own; a stand-in, who sits in for a member on
leave, is the members' business and no deputy.
"""
