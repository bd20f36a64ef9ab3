"""An access token on every request of an httpx client: OAuth 2.0 client credentials (RFC 6749, 4.4)."""

import time
from collections.abc import Generator

import httpx

# Renewed a little early: a token that is nearly over may be over when it arrives.
EARLY_SECONDS = 30.0
# What a token response may leave out (RFC 6749, 5.1): then it is asked for often rather than used too long.
DEFAULT_SECONDS = 60.0
TIMEOUT = httpx.Timeout(5)


class ClientCredentials(httpx.Auth):
    """httpx authentication with a token of the issuer, renewed before it runs out and once when it is refused.

    Token requests go through the client that they authenticate, with its transport and its certificates. Raises
    `httpx.HTTPStatusError` when the issuer refuses the credentials.
    """

    requires_response_body = True

    def __init__(self, token_url: str, client_id: str, client_secret: str, *, scope: str = "") -> None:
        self._token_url = token_url
        self._basic = httpx.BasicAuth(client_id, client_secret)
        self._form = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
        self._token = ""
        self._good_until = 0.0

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with a token that lasts, and again with a new one if that is refused."""
        if time.monotonic() >= self._good_until:
            yield from self._renew()
        response = yield self._signed(request)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            yield from self._renew()
            yield self._signed(request)

    def _signed(self, request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def _renew(self) -> Generator[httpx.Request, httpx.Response, None]:
        grant = httpx.Request("POST", self._token_url, data=self._form, extensions={"timeout": TIMEOUT.as_dict()})
        response = yield next(self._basic.auth_flow(grant))
        answer = response.raise_for_status().json()
        self._token = answer["access_token"]
        self._good_until = time.monotonic() + float(answer.get("expires_in", DEFAULT_SECONDS)) - EARLY_SECONDS
