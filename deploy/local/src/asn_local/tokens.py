"""A token on the command line: as a client, or as a person who signs in without a browser."""

import httpx

from asn_issuer.clients import read_clients
from asn_issuer.config import CLIENTS, PERSONS
from asn_issuer.persons import read_persons
from asn_issuer.testing import log_in
from asn_local.errors import StackError


def token_of(issuer: str, who: str) -> str:
    """Return an access token of a client or a person of the development issuer at this address."""
    machines, persons = read_clients(CLIENTS).machines, read_persons(PERSONS).persons
    if who not in {*machines, *persons}:
        raise StackError(f"Nobody is called {who}. Clients: {', '.join(machines)}. Persons: {', '.join(persons)}.")
    try:
        with httpx.Client() as http:
            answer = log_in(http, issuer, {"person": who}) if who in persons else _by_secret(http, issuer, who)
    except httpx.HTTPError as error:
        raise StackError(
            f"The development issuer gives no token at {issuer}: is the demo running? ({error})"
        ) from error
    return str(answer["access_token"])


def _by_secret(http: httpx.Client, issuer: str, who: str) -> dict[str, object]:
    secret = read_clients(CLIENTS).machines[who].secret
    answer = http.post(f"{issuer}/oauth/token", data={"grant_type": "client_credentials"}, auth=(who, secret))
    found: dict[str, object] = answer.raise_for_status().json()
    return found
