"""Settings of the loop: read once, from the environment, complaining about all at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from environs import Env, validate

SERVICES = ("employee", "feedback", "evaluation", "training")


@dataclass(frozen=True)
class Config:
    """Where the services are, who we are, and how long we wait for anything to happen.

    `addresses` are those that work where the report is read; `report` is the folder of the page for the browser.
    """

    services: dict[str, str]
    addresses: dict[str, str]
    token_url: str
    client_id: str
    client_secret: str
    persons_issuer: str | None
    patience: float
    report: Path | None

    @classmethod
    def from_environment(cls) -> Self:
        """Read ASN_<SERVICE>_URL and the rest; `EnvValidationError` names every missing or wrong setting."""
        env = Env(eager=False)
        url = validate.URL(schemes={"http", "https"}, require_tld=False)
        services = {name: env.str(f"ASN_{name.upper()}_URL", validate=url) for name in SERVICES}
        addresses = {name: env.str(f"ASN_{name.upper()}_ADDRESS", default=services[name]) for name in SERVICES}
        report = env.str("ASN_LOOP_REPORT", default="")
        config = cls(
            services=services,
            addresses=addresses,
            report=Path(report) if report else None,
            token_url=env.str("ASN_TOKEN_URL", validate=url),
            client_id=env.str("ASN_CLIENT_ID"),
            client_secret=env.str("ASN_CLIENT_SECRET"),
            persons_issuer=env.str("ASN_PERSONS_ISSUER", default=None, validate=url),
            patience=env.float("ASN_LOOP_PATIENCE", default=60.0, validate=validate.Range(1, 3600)),
        )
        env.seal()
        return config
