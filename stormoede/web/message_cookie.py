"""What the desk is told once travels in a signed cookie, which is bound to this host and to TLS like all others."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class Messages(CookieStorage):
    """Django's, by another name; browsers refuse the prefix on a plain http loopback."""

    cookie_name = "__Host-messages" if settings.SECURE else "messages"
