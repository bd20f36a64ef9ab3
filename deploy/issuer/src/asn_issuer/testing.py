"""Signing in without a browser, for tests and the command line: the authorization code flow over httpx."""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

REDIRECT_URI = "http://127.0.0.1:8101/login/callback"
PAGES = "asn-pages"


class Login(HTMLParser):
    """The form of a login page: its address, and what it sends of itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action: str | None = None
        self.hidden: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the first form's address and the hidden fields."""
        given = dict(attrs)
        if tag == "form" and self.action is None:
            self.action = given.get("action") or ""
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[given.get("name") or ""] = given.get("value") or ""


class Browser(httpx.HTTPTransport):
    """Trusts its own machine as browsers do: a cookie marked Secure goes back there without TLS too."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request; the marks are taken off, since httpx knows no such exception."""
        response = super().handle_request(request)
        told = response.headers.multi_items()
        response.headers = httpx.Headers([(name, value.replace(";Secure", "")) for name, value in told])
        return response


def log_in(
    http: httpx.Client,
    issuer: str,
    answer: dict[str, str],
    *,
    scope: str = "",
    client_id: str = PAGES,
    redirect_uri: str = REDIRECT_URI,
) -> dict[str, Any]:
    """Sign in as `answer` fills the form in (`{"person": "employee-1"}`) and return the token response.

    Works with every issuer that has a discovery document and a login form. RuntimeError where the issuer sends back
    an error; httpx.HTTPStatusError where it refuses outright.
    """
    metadata = http.get(f"{issuer}/.well-known/openid-configuration").raise_for_status().json()
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
        **({"scope": scope} if scope else {}),
    }
    page = http.get(metadata["authorization_endpoint"], params=asked)
    told = returned(_filled_in(http, page, answer))
    if "code" not in told or told.get("state") != state:
        raise RuntimeError(f"the issuer sends back {told.get('error')}: {told.get('error_description')}")
    exchange = {
        "grant_type": "authorization_code",
        "code": told["code"],
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    tokens: dict[str, Any] = http.post(metadata["token_endpoint"], data=exchange).raise_for_status().json()
    return tokens


def challenge_of(verifier: str) -> str:
    """Return the code_challenge of a verifier by the method S256 (RFC 7636, 4.2)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def returned(answer: httpx.Response) -> dict[str, str]:
    """Return the parameters with which a response sends the browser back; httpx.HTTPStatusError where it does not."""
    if not answer.has_redirect_location:
        answer.raise_for_status()
        raise RuntimeError("the issuer shows a page instead of going back")
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in query.items()}


def _filled_in(http: httpx.Client, page: httpx.Response, answer: dict[str, str]) -> httpx.Response:
    """Send the form of a login page; a page that sends back at once is the answer itself."""
    if page.has_redirect_location:
        return page
    form = Login(page.raise_for_status().text)
    address = urljoin(str(page.url), form.action or "")
    return http.post(address, data={**form.hidden, **answer}, follow_redirects=False)
