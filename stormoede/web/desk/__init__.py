"""Pages for those who work on rounds, one module a page."""
