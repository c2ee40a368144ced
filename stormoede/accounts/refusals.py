"""The anticipated noes of this room."""
