"""The inbox: mails that came in and wait for a person, each beside whom it is from, with what they did not press."""
