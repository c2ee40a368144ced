"""The lists of the desk: which pages have which, and which tables are none. A new list belongs in this table, or the house does not stand."""

# By the page's name: the names its lists have in the address; "" is the page's own.
LISTS = {
    "audience": {""},
    "audiences": {""},
    "calendar": {""},
    "call-people": {""},
    "calls": {""},
    "contributions": {""},
    "contributions-track": {"", "own"},
    "imports": {"waiting", "done"},
    "inbox": {""},
    "letter-deliveries": {""},
    "letter-recipients": {""},
    "letters": {""},
    "matter": {""},
    "matters": {""},
    "meeting": {"asking"},
    "meeting-cannot": {""},
    "meeting-people": {"", "waiting", "asking", "without"},
    "meetings": {""},
    "members": {""},
    "municipalities": {""},
    "organisation": {""},
    "organisations": {""},
    "outbox": {""},
    "proposals": {""},
    "round-people": {""},
    "rounds": {""},
    "staff": {""},
}

# By template: why a table in it is no list to take along.
NO_LISTS = {
    "web/desk/audience_parts.html": "What somebody is composing.",
    "web/desk/call_progress.html": "Sums.",
    "web/desk/import_lines.html": "A step of bringing a list in: the file is what they have.",
    "web/desk/letter_progress.html": "Sums; the deliveries are a list.",
    "web/desk/letter_side.html": "Sums; the recipients are a list.",
    "web/desk/meeting_attendance_look.html": "A step of bringing the attendance in: the file is what they have.",
    "web/desk/member.html": "The seats of one person.",
    "web/desk/overview_regions.html": "Sums; the municipalities in figures are a list.",
    "web/desk/round_new.html": "What is wrong with a file.",
}
