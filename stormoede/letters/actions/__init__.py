"""The verbs of letters: write, test on oneself, release."""
