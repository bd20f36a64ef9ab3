"""Settings of the development issuer: read once, from the environment, complaining about all at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from environs import Env, validate

ENVIRONMENTS = ("development", "test")
CLIENTS = Path(__file__).with_name("clients.yaml")
PERSONS = Path(__file__).with_name("persons.yaml")


@dataclass(frozen=True)
class Config:
    """What the issuer needs to know."""

    issuer: str
    state: Path
    clients: Path
    persons: Path

    @classmethod
    def from_environment(cls) -> Self:
        """Read ASN_ENV and ASN_ISSUER_*; `EnvValidationError` names every missing or wrong setting."""
        env = Env(eager=False)
        env.str(
            "ASN_ENV",
            validate=validate.OneOf(
                ENVIRONMENTS, error="The development issuer runs in {choices} only, not in {input}."
            ),
        )
        issuer = env.str("ASN_ISSUER_URL", validate=validate.URL(schemes={"http", "https"}, require_tld=False))
        state = env.path("ASN_ISSUER_STATE")
        clients = env.path("ASN_ISSUER_CLIENTS", default=CLIENTS)
        persons = env.path("ASN_ISSUER_PERSONS", default=PERSONS)
        env.seal()
        return cls(issuer=issuer.rstrip("/"), state=state, clients=clients, persons=persons)
