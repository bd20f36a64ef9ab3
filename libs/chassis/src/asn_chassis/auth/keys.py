"""The public keys of an issuer (JWKS): fetched, cached, kept while the issuer is away."""

import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Any

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

log = logging.getLogger(__name__)

FRESH_SECONDS = 600.0
# An unknown kid may mean a new key, or somebody who tries: ask the issuer at most this often.
RETRY_SECONDS = 60.0
TIMEOUT_SECONDS = 2.0

Fetch = Callable[[], dict[str, Any]]


class KeysUnavailable(Exception):
    """The issuer's keys were never seen and cannot be had now."""


class UnknownKey(Exception):
    """No key of the issuer has this kid."""


def over_http(url: str) -> Fetch:
    """Return a function that fetches the key set from this address."""

    def fetch() -> dict[str, Any]:
        answer: dict[str, Any] = httpx.get(url, timeout=TIMEOUT_SECONDS).raise_for_status().json()
        return answer

    return fetch


class IssuerKeys:
    """One issuer's keys. Safe to use from several threads."""

    def __init__(self, fetch: Fetch, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._lock = Lock()
        self._keys: dict[str, Key] = {}
        self._asked_at: float | None = None

    def find(self, kid: str | None) -> Key:
        """Return the key with this id. UnknownKey, or KeysUnavailable while the issuer was never reached."""
        age = None if self._asked_at is None else self._clock() - self._asked_at
        if age is None or age > FRESH_SECONDS or (kid not in self._keys and age > RETRY_SECONDS):
            with self._lock:
                self._refresh()
        if not self._keys:
            raise KeysUnavailable
        if kid is None or kid not in self._keys:
            raise UnknownKey(kid)
        return self._keys[kid]

    def _refresh(self) -> None:
        try:
            fetched = KeySet.import_key_set(self._fetch())  # type: ignore[arg-type]
        except (httpx.HTTPError, JoseError, ValueError, KeyError) as error:
            log.warning("the issuer's keys could not be fetched", extra={"error": type(error).__name__})
            if self._keys:
                self._asked_at = self._clock()
            return
        self._keys = {str(key.kid): key for key in fetched.keys if key.kid}
        self._asked_at = self._clock()
