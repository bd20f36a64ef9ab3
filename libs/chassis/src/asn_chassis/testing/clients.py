"""Who calls a service under test: tokens that it accepts, and a client that carries one."""

from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey

from asn_chassis.clock import now
from asn_chassis.ids import new_id

ISSUER = "https://issuer.test"


@dataclass
class Tokens:
    """Makes access tokens that the services under test accept."""

    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "test"}))

    def mint(self, service: str, *scopes: str, header: dict[str, str] | None = None, **changes: Any) -> str:
        """Return a token for a service; `changes` replace claims (None removes one), `header` the header."""
        at = int(now().timestamp())
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "sub": "test-client",
            "client_id": "test-client",
            "aud": [service],
            "iat": at,
            "exp": at + 300,
            "jti": str(new_id()),
            "scope": " ".join(scopes),
            "reach": "all",
        }
        claims = {name: value for name, value in (claims | changes).items() if value is not None}
        return jwt.encode(header or {"alg": "ES256", "typ": "at+jwt", "kid": "test"}, claims, self.key)


class ApiClient(FlaskClient):
    """A client with a token; gives every POST an Idempotency-Key of its own unless the test gives one."""

    bearer: str | None = None

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send the request."""
        headers = dict(kwargs.pop("headers", None) or {})
        if self.bearer is not None:
            headers.setdefault("Authorization", f"Bearer {self.bearer}")
        if kwargs.get("method") == "POST":
            headers.setdefault("Idempotency-Key", str(new_id()))
        return super().open(*args, headers=headers, **kwargs)
