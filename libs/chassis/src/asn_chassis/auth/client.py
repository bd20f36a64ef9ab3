"""Gets and renews our own access tokens (client credentials), for the feeds that we read."""

import time
from collections.abc import Generator
from threading import Lock

import httpx

# Renew a little early: a token must not run out on the way.
EARLY_SECONDS = 30.0


class ClientCredentials(httpx.Auth):
    """httpx authentication by the OAuth 2.0 client-credentials grant."""

    requires_response_body = True

    def __init__(self, *, token_url: str, client_id: str, client_secret: str, scope: str) -> None:
        self._token_url = token_url
        self._basic = httpx.BasicAuth(client_id, client_secret)
        self._scope = scope
        self._token = ""
        self._good_until = 0.0
        self._lock = Lock()

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add a token to the request; once more with a new one if the first is refused."""
        request.headers["Authorization"] = f"Bearer {self._current()}"
        response = yield request
        if response.status_code == httpx.codes.UNAUTHORIZED:
            self._good_until = 0.0
            request.headers["Authorization"] = f"Bearer {self._current()}"
            yield request

    def _current(self) -> str:
        with self._lock:
            if time.monotonic() >= self._good_until:
                form = {"grant_type": "client_credentials", "scope": self._scope}
                answer = httpx.post(self._token_url, data=form, auth=self._basic, timeout=5).raise_for_status().json()
                self._token = answer["access_token"]
                self._good_until = time.monotonic() + float(answer.get("expires_in", 60)) - EARLY_SECONDS
            return self._token
