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
# So long the keys of an issuer that is away are still believed: an outage of a night, not a key withdrawn last week.
OLDEST_SECONDS = 86_400.0
TIMEOUT_SECONDS = 2.0

Fetch = Callable[[], dict[str, Any]]


class KeysUnavailable(Exception):
    """The issuer's keys cannot be had now, and were never seen or not for a day."""


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
        self._got_at: float | None = None

    def find(self, kid: str | None) -> Key:
        """Return the key with this id. UnknownKey, or KeysUnavailable while the issuer is away and was so too long."""
        if self._to_be_asked(kid):
            with self._lock:
                # Who waited for the lock finds that somebody has asked meanwhile.
                if self._to_be_asked(kid):
                    self._refresh()
        if self._got_at is None or self._clock() - self._got_at > OLDEST_SECONDS:
            raise KeysUnavailable
        if kid is None or kid not in self._keys:
            raise UnknownKey(kid)
        return self._keys[kid]

    def _to_be_asked(self, kid: str | None) -> bool:
        if self._asked_at is None:
            return True
        age = self._clock() - self._asked_at
        return age > FRESH_SECONDS or (kid not in self._keys and age > RETRY_SECONDS)

    def _refresh(self) -> None:
        try:
            fetched = KeySet.import_key_set(self._fetch())  # type: ignore[arg-type]
        except (httpx.HTTPError, JoseError, ValueError, KeyError) as error:
            log.warning("the issuer's keys could not be fetched", extra={"error": type(error).__name__})
            # Never seen, the next caller asks again; else what is known must do for a while.
            self._asked_at = self._clock() if self._keys else None
            return
        # A key that has not changed stays the same object: what was verified with it stays verified.
        found = {str(key.kid): key for key in fetched.keys if key.kid}
        same = {kid: old for kid, old in self._keys.items() if kid in found and _same(old, found[kid])}
        self._keys = found | same
        self._asked_at = self._got_at = self._clock()


def _same(one: Key, other: Key) -> bool:
    return one.as_dict(private=False) == other.as_dict(private=False)
