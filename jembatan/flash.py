"""Django's one-time notices: under another label, because `messages` is a word of ours, and kept where they may be."""

from typing import Any

from django.conf import settings
from django.contrib.messages.apps import MessagesConfig
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest


class FlashConfig(MessagesConfig):
    label = "flash"


class FlashStorage(BaseStorage):
    """In the session of who is signed in: what staff are told names people, and a cookie stays on the machine.

    In a cookie for everybody else: those notices name nobody, and nobody gets a session by doing something once.
    """

    def __init__(self, request: HttpRequest, *args: Any, **more: Any) -> None:
        super().__init__(request, *args, **more)
        self._cookie, self._session = CookieStorage(request, *args, **more), SessionStorage(request, *args, **more)

    def _place(self) -> Any:  # the stubs know no `_get` and `_store`
        """Without the session's cookie the session is not even asked for: the page stays the same for everyone."""
        has_session = settings.SESSION_COOKIE_NAME in self.request.COOKIES
        return self._session if has_session and self.request.user.is_authenticated else self._cookie

    def _get(self, *args: Any, **more: Any) -> Any:
        return self._place()._get(*args, **more)

    def _store(self, *args: Any, **more: Any) -> Any:
        return self._place()._store(*args, **more)
