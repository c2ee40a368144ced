"""Is this installation fit to run? ``stormoede check`` says what is, what is not, and what to do."""
