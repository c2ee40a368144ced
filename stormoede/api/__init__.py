"""What other programs get: keys they read the rounds with, and hooks that tell them when something has happened.

Nouns: ApiKey, Scope, Hook, Posting. Everything is read from the rooms below; nothing is written there. Drafts, personal links,
the addresses behind doors and the inbox never come out.
"""
