"""Who calls: the client, the person if there is one, and what both may do and reach."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Reach(StrEnum):
    """Whose data a caller may reach; a token without a word of it reaches nobody's."""

    PUBLIC = "public"
    SELF = "self"
    SUBTREE = "subtree"
    PROVIDER = "provider"
    ALL = "all"


@dataclass(frozen=True)
class Caller:
    """The holder of a verified token; use cases get this, never a string.

    A person is known by issuer and subject; a machine by its client. `unit_id` is a machine's alone: a person's unit is
    that of today's assignment.
    """

    issuer: str
    client_id: str
    subject: str
    scopes: frozenset[str]
    agency: str | None = None
    purpose: str | None = None
    reach: Reach | None = None
    unit_id: UUID | None = None
    person: bool = False

    @property
    def key(self) -> str:
        """What tells callers apart where one must not get what another was given: persons share a client."""
        return f"{self.issuer} {self.client_id} {self.subject}"

    def may(self, scope: str) -> bool:
        """Tell whether the token carries the scope."""
        return scope in self.scopes


# Whoever needs no token: sees no row that tells of a person.
ANYBODY = Caller(issuer="", client_id="public", subject="", scopes=frozenset(), reach=Reach.PUBLIC)
