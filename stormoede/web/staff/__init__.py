"""How staff get in: with a passkey; and how they get one."""
