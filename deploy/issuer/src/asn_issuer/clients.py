"""Who may ask for a token: machines with a secret and pages without one, read from one YAML file."""

import hmac
import re
from pathlib import Path
from uuid import UUID

import msgspec

from asn_issuer.tokens import Grant

# RFC 8252, 7.3: on this machine's own address any port will do, since programs take what is free.
LOOPBACK = re.compile(r"(http://(?:127\.0\.0\.1|localhost))(?::\d{1,5})?(/.*)?\Z")


class Machine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One system of one agency, with the most it may ever be granted."""

    client_id: str
    secret: str
    description: str
    agency: str
    purpose: str
    audience: tuple[str, ...]
    scopes: tuple[str, ...]
    reach: str
    unit: UUID | None = None

    def knows(self, secret: str) -> bool:
        """Whether this is the client's secret; takes the same time for every wrong one."""
        return hmac.compare_digest(self.secret.encode(), secret.encode())

    def grant(self, scopes: tuple[str, ...]) -> Grant:
        """Return what a token of this client says."""
        return Grant(
            client_id=self.client_id,
            subject=self.client_id,
            audience=self.audience,
            scopes=scopes,
            agency=self.agency,
            purpose=self.purpose,
            reach=self.reach,
            unit=self.unit,
        )


class Pages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pages on which a person signs in: a public client, which proves itself by PKCE and its redirect URI."""

    client_id: str
    description: str
    audience: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    # Where an issuer that keeps somebody signed in may send the browser after signing out.
    logout_uris: tuple[str, ...] = ()

    def may_return_to(self, uri: str) -> bool:
        """Whether this is a redirect URI of the client, character by character but for the port on loopback."""
        return LOOPBACK.sub(r"\1\2", uri) in self.redirect_uris


class Clients(msgspec.Struct, frozen=True):
    """All clients, by their id."""

    machines: dict[str, Machine]
    pages: dict[str, Pages]

    @property
    def scopes(self) -> frozenset[str]:
        """Every scope that some machine holds."""
        return frozenset(scope for machine in self.machines.values() for scope in machine.scopes)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    machines: tuple[Machine, ...]
    pages: tuple[Pages, ...]


def read_clients(path: Path) -> Clients:
    """Read the file; `msgspec.ValidationError` says what is wrong in it."""
    file = msgspec.yaml.decode(path.read_bytes(), type=_File)
    return Clients(
        machines={client.client_id: client for client in file.machines},
        pages={client.client_id: client for client in file.pages},
    )
