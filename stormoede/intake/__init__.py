"""Intake: what came by mail, read where it can do no harm: the words of each document, with offsets that survive.

Nouns: Mailed (a mail taken apart), Reading (what was read out of one file, or of the mail itself), Nursery (the program that forks a
child for each mail). What strangers made is opened in the child alone: it has no files, no network, little memory and little time.
This room must not know whose the words are, and never imports Django.
"""
