"""What the desk is told once travels in a signed cookie, which is bound to this host and to TLS like all others."""

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.core import signing
from django.http import HttpRequest
from django.utils.functional import cached_property


class Messages(CookieStorage):
    """Django's, by another name; browsers refuse the prefix on a plain http loopback.

    What signs is made when there is something to be signed or read: most pages have nothing to tell.
    """

    cookie_name = "__Host-messages" if settings.SECURE else "messages"

    def __init__(self, request: HttpRequest) -> None:
        BaseStorage.__init__(self, request)

    @cached_property
    def signer(self) -> signing.TimestampSigner:
        return signing.get_cookie_signer(salt=self.key_salt)
