"""Which Kafka a process talks to, and as whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from asn_chassis.config import Config


@dataclass(frozen=True)
class Cluster:
    """The brokers, and with SASL_SSL the user that they know by password (SCRAM-SHA-512).

    Without a `ca` the certificates of the brokers are checked against those that the system trusts.
    """

    servers: Sequence[str]
    security: str = "PLAINTEXT"
    ca: Path | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, config: Config) -> Self:
        """Return the cluster that the settings name."""
        return cls(
            config.kafka_servers, config.kafka_security, config.kafka_ca, config.kafka_user, config.kafka_password
        )

    def settings(self) -> dict[str, Any]:
        """Return what every client of the library has to know."""
        servers = {"bootstrap_servers": list(self.servers), "security_protocol": self.security}
        if self.security == "PLAINTEXT":
            return servers
        return servers | {
            "ssl_cafile": None if self.ca is None else str(self.ca),
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_plain_username": self.user,
            "sasl_plain_password": self.password,
        }

    def silence(self) -> str:
        """Say why no broker may have answered: the library does not tell one cause from another."""
        servers = ", ".join(self.servers)
        if self.security == "PLAINTEXT":
            return f"no broker of {servers} answered: it is away, or wants TLS and a password (ASN_KAFKA_SECURITY)"
        return (
            f"no broker of {servers} answered: it is away, refuses the password of {self.user} (ASN_KAFKA_PASSWORD), "
            "or has a certificate that ASN_KAFKA_CA does not vouch for"
        )
