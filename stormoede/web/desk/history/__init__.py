"""What has happened to a person, a municipality, a letter, a meeting: events as sentences, who did what and when.

``sentences`` words every act there is, ``names`` finds whom and what they speak of, ``subjects`` says which events are about
what, ``telling`` puts it together, and ``pages`` shows it.
"""
