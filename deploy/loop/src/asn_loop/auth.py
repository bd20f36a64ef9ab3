"""An access token for every request: OAuth2 client credentials, renewed before it runs out."""

import time
from collections.abc import Generator

import httpx

# A token that is nearly over may be over when it arrives.
MARGIN = 30


class ClientCredentials(httpx.Auth):
    """httpx authentication with a token of the issuer."""

    requires_response_body = True

    def __init__(self, token_url: str, client_id: str, client_secret: str) -> None:
        self._token_url = token_url
        self._basic = httpx.BasicAuth(client_id, client_secret)
        self._token = ""
        self._valid_until = 0.0

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Fetch a token when there is none that lasts, and send the request with it."""
        if time.monotonic() > self._valid_until:
            grant = httpx.Request("POST", self._token_url, data={"grant_type": "client_credentials"})
            answer = yield next(self._basic.auth_flow(grant))
            answer.raise_for_status()
            body = answer.json()
            self._token = body["access_token"]
            self._valid_until = time.monotonic() + body["expires_in"] - MARGIN
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request
