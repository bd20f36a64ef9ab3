"""Who may ask for a token: the clients of the development issuer, read from one YAML file."""

import hmac
from pathlib import Path

import msgspec


class Client(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One system of one agency, with the most it may ever be granted."""

    client_id: str
    secret: str
    description: str
    agency: str
    purpose: str
    audience: tuple[str, ...]
    scopes: tuple[str, ...]
    agency_scope: str = "own"

    def knows(self, secret: str) -> bool:
        """Whether this is the client's secret; takes the same time for every wrong one."""
        return hmac.compare_digest(self.secret.encode(), secret.encode())


class ClientFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The YAML file as it is written."""

    clients: tuple[Client, ...]


def read_clients(path: Path) -> dict[str, Client]:
    """Clients by their id; `msgspec.ValidationError` says what is wrong in the file."""
    return {client.client_id: client for client in msgspec.yaml.decode(path.read_bytes(), type=ClientFile).clients}
