"""Other programs: the keys they read with, and the hooks that tell them. For administrators."""
