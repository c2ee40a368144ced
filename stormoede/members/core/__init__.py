"""Pure: who an audience is, what a member list says, and what it would change."""
