"""Who may do what: staff sign-in with passkeys, members' derived links, codes, roles and limits.

Nouns: Staff, Link, code, level, role. No link, code or session key is stored. This room must not know
what a link is for beyond its purpose and its subject.
"""
