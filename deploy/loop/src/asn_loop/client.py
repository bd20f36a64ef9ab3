"""HTTP as the loop needs it: retries that cannot double, pages followed to the end, things found or created."""

import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_random_exponential

from asn_loop.errors import LoopError, Refused

Json = dict[str, Any]

BUSY = frozenset({429, 502, 503, 504})
CONFLICT = 409
ABSENT = 404


class _Busy(LoopError):
    """The service asks to come back later."""


class Api:
    """One service under /v1. Every POST carries an Idempotency-Key, so that it may be sent again."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def get(self, path: str, **query: object) -> Json:
        """Read one thing; `Refused` when it is not there."""
        return self._send("GET", path, params=_given(query))

    def read(self, path: str) -> Json | None:
        """Read one thing, or None while it is not there."""
        try:
            return self.get(path)
        except Refused as refusal:
            if refusal.status == ABSENT:
                return None
            raise

    def items(self, path: str, **filters: object) -> Iterator[Json]:
        """Give all things of a list, page by page."""
        page = self.get(path, **filters)
        yield from page["items"]
        while page["next_cursor"]:
            page = self.get(path, **filters, cursor=page["next_cursor"])
            yield from page["items"]

    def find(self, path: str, **natural_key: object) -> Json | None:
        """Give the one thing with this natural key, or None."""
        return next(self.items(path, **natural_key), None)

    def references(self, name: str) -> dict[str, Json]:
        """Give the entries of a code list by their codes."""
        return {entry["code"]: entry for entry in self.get(f"/references/{name}")["items"]}

    def post(self, path: str, body: Json | None = None, *, key: str | None = None) -> Json:
        """Create or do something; the same `key` does it once only."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self._send("POST", path, json=body, headers=headers)

    def ensure(self, path: str, body: Json, **natural_key: object) -> Json:
        """Find the thing with this natural key or create it, also when somebody else is faster."""
        found = self.find(path, **natural_key)
        if found is not None:
            return found
        try:
            return self.post(path, body)
        except Refused as refusal:
            found = self.find(path, **natural_key) if refusal.status == CONFLICT else None
            if found is None:
                raise
            return found

    @retry(
        retry=retry_if_exception_type((httpx.TransportError, _Busy)),
        wait=wait_random_exponential(multiplier=0.1, max=2),
        stop=stop_after_delay(60),
        reraise=True,
    )
    def _send(self, method: str, path: str, **options: Any) -> Json:
        response = self._http.request(method, f"/v1{path}", **options)
        if response.status_code in BUSY:
            raise _Busy(f"{method} {response.url} answers {response.status_code}")
        if response.is_error:
            raise Refused(f"{method} {response.url}", response.status_code, _problem(response))
        return response.json(parse_float=Decimal)  # type: ignore[no-any-return]


def _given(query: Json) -> Json:
    return {name: value for name, value in query.items() if value is not None}


def _problem(response: httpx.Response) -> Json:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
