"""The four APIs, called by people who try again until they are served; and what they were answered."""

import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from asn_chaos.stack import CLIENT, SERVICES, Stack
from asn_oauth import ClientCredentials

Json = dict[str, Any]
CREATED = 201


@dataclass
class Accepted:
    """What was answered with 201: how many answers, and the ids of the rest; and what was not.

    `repeated` counts requests that had to be sent again, `given_up` those that nobody waited for at the end, `refused`
    refusals by their code. Answers are counted alone: who repeats one is told that it is kept, and no id.
    """

    answers: int = 0
    employees: set[str] = field(default_factory=set)
    evaluations: set[str] = field(default_factory=set)
    finalised: set[str] = field(default_factory=set)
    repeated: int = 0
    given_up: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def wrong(self) -> Iterator[str]:
        """Say where services were disturbed so much that the load proves nothing."""
        attempts = len(self.evaluations) + self.refused.total()
        # Who is busy elsewhere hears late of people: a sixth is still a load.
        if 6 * len(self.evaluations) < attempts or not self.finalised:
            yield f"only {len(self.evaluations)} of {attempts} evaluations were opened: {dict(self.refused)}"


class Callers:
    """The four APIs, called by people who try again until they are served."""

    def __init__(self, stack: Stack, stop: threading.Event, accepted: Accepted) -> None:
        auth = ClientCredentials(f"{stack.url('issuer')}/oauth/token", *CLIENT)
        self._http = {name: httpx.Client(base_url=stack.url(name), auth=auth, timeout=15) for name in SERVICES}
        self._stop = stop
        self._accepted = accepted

    def post(self, service: str, path: str, body: Json | None = None) -> httpx.Response | None:
        """Send until there is an answer that says something, under one key; None when stopped meanwhile."""
        key = str(uuid.uuid4())
        while True:
            try:
                headers = {"Idempotency-Key": key}
                answer = self._http[service].post(f"/v1{path}", json=body, headers=headers)
                if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                    return answer
            except (httpx.TransportError, httpx.HTTPStatusError):
                pass
            self._accepted.repeated += 1
            if self._stop.wait(0.2):
                self._accepted.given_up[service] += 1
                return None

    def created(self, service: str, path: str, body: Json) -> Json:
        """Create something that the load needs before it begins."""
        answer = self.post(service, path, body)
        assert answer is not None
        assert answer.status_code == CREATED, answer.text
        found: Json = answer.json()
        return found

    def close(self) -> None:
        """Close the connections."""
        for http in self._http.values():
            http.close()
