"""Who may write: whoever opened the address that `serve` printed, from a page of this server, and nobody else."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from threading import Lock

_BYTES = 24  # of every secret


class Access:
    """The secrets of one running server; its methods may be called by any thread.

    A key is in the address that is printed and works once: the browser that brings it gets a cookie for it, which
    no script can read and no other site can send. Each page holds a token of its own, without which a request is
    refused even with the cookie. Nothing of it is written anywhere, and all of it ends with the server.

    on_used: called when a key was used. is_read_only: nobody may write. is_private: whoever has no cookie may not
    read either.
    """

    def __init__(
        self,
        port: int,
        on_used: Callable[[], None] = lambda: None,
        *,
        is_read_only: bool = False,
        is_private: bool = False,
    ) -> None:
        self.on_used = on_used
        self.is_read_only = is_read_only
        self.is_private = is_private
        self.cookie = f"opsledger-{port}"  # cookies know no ports: two servers must not share one
        self._signing = secrets.token_bytes(_BYTES)
        self._keys: set[str] = set()
        self._sessions: set[str] = set()
        self._lock = Lock()

    def new_key(self) -> str:
        """A key for one browser."""
        key = secrets.token_urlsafe(_BYTES)
        with self._lock:
            self._keys.add(_mark(key))
        return key

    def exchanged(self, key: str) -> str | None:
        """The session that a key is good for, once; None for a key that is wrong or was used."""
        with self._lock:
            if _mark(key) not in self._keys:
                return None
            self._keys.discard(_mark(key))
            session = secrets.token_urlsafe(_BYTES)
            self._sessions.add(_mark(session))
        self.on_used()
        return session

    def session_of(self, cookies: Iterable[str]) -> str | None:
        """The session that a request's `Cookie` headers name, if it is one of this server's."""
        for header in cookies:
            try:
                found = SimpleCookie(header).get(self.cookie)
            except CookieError:
                continue
            if found is not None:
                with self._lock:
                    if _mark(found.value) in self._sessions:
                        return found.value
        return None

    def cookie_for(self, session: str) -> str:
        """The `Set-Cookie` header of a session."""
        return f"{self.cookie}={session}; Path=/; HttpOnly; SameSite=Strict"

    def token(self, session: str, path: str) -> str:
        """The token of a page of a session."""
        said = f"{session}\n{path}".encode("utf-8", "surrogateescape")
        return hmac.new(self._signing, said, hashlib.sha256).hexdigest()

    def is_token(self, session: str, path: str, token: str) -> bool:
        """Whether a token is that page's."""
        return hmac.compare_digest(self.token(session, path).encode(), token.encode("utf-8", "replace"))


def _mark(secret: str) -> str:
    """A secret as it is kept for comparing: its hash, so that a look-up's time says nothing of it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
