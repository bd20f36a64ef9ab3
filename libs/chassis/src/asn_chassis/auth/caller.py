"""Who calls: the client, on whose behalf, and what it may do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Caller:
    """The holder of a verified token; use cases get this, never a string."""

    client_id: str
    subject: str
    scopes: frozenset[str]
    agency: str | None = None

    def may(self, scope: str) -> bool:
        """Tell whether the token carries the scope."""
        return scope in self.scopes
