"""The torture folder: mails and documents in many clients' manner, each of which must end in exactly one right state."""
