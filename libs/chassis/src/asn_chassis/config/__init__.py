"""Settings: read once from the environment, whole, with every error named at once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from limits import RateLimitItem, parse_many
from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate, validates_schema

from asn_chassis.config import files, public
from asn_chassis.config.files import PREFIX
from asn_chassis.config.kinds import Names, Pairs, Windows

# Seals agree between the processes of a laptop; production must bring a key that its database does not know.
DEVELOPMENT_AUDIT_KEY = "development-only-development-only"
_PATHS = ("contracts_dir", "kafka_ca", "failpoints")


class BadSettings(Exception):
    """The environment lacks settings or holds bad ones; the message names all of them."""

    def __init__(self, errors: dict[str, Any]) -> None:
        lines = [f"  {name}: {' '.join(map(str, problems))}" for name, problems in sorted(errors.items())]
        super().__init__("bad settings in the environment:\n" + "\n".join(lines))
        self.errors = errors


@dataclass(frozen=True)
class Config:
    """The settings of one process of one service; the README's table explains each."""

    env: str
    database_url: str = field(repr=False)
    contracts_dir: Path
    issuers: dict[str, str]
    database_owner_url: str | None = field(default=None, repr=False)
    event_transport: str = "feed"
    feed_urls: dict[str, str] = field(default_factory=dict)
    kafka_servers: tuple[str, ...] = ()
    kafka_security: str = "PLAINTEXT"
    kafka_ca: Path | None = None
    kafka_user: str | None = None
    kafka_password: str | None = field(default=None, repr=False)
    token_url: str | None = None
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    browser_url: str = ""
    browser_authorize_url: str = "/oauth/authorize"
    browser_token_url: str = "/oauth/token"  # noqa: S105 -- an address
    browser_logout_url: str | None = None
    browser_client_id: str = "asn-pages"
    cursor_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    cursor_key_previous: str | None = field(default=None, repr=False)
    audit_key: str = field(default=DEVELOPMENT_AUDIT_KEY, repr=False)
    database_pool: int = 10
    max_body_bytes: int = 1_048_576
    log_level: str = "INFO"
    # In the web role its server reads both by itself.
    admin_address: str | None = None
    oldest_beat: float = 30.0
    # What this process was built from, and when.
    revision: str = "unknown"
    built: str = "unknown"
    # How many gateways stand between a caller and this process: as many are believed, and none by default.
    gateways: int = 0
    # How many requests a process takes of one client, and of one address without a good token; none: as many as come.
    rate_client: tuple[RateLimitItem, ...] = tuple(parse_many("3000/minute,100/second"))
    rate_address: tuple[RateLimitItem, ...] = tuple(parse_many("1200/minute,100/second"))
    failpoints: Path | None = None

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Self:
        """Read every `ASN_…` variable, and the files of secrets; BadSettings names all that is missing or wrong."""
        given = {name: value for name, value in env.items() if name.startswith(PREFIX) and value != ""}
        settings, unread = files.filled_in(given)
        try:
            loaded = _Settings().load(settings)
        except ValidationError as error:
            others = {name: why for name, why in error.messages_dict.items() if f"{name}_FILE" not in unread}
            raise BadSettings(others | unread) from error
        if unread:
            raise BadSettings(unread)
        return cls(**loaded)


def settings_of_process() -> Config:
    """Return the settings of this process; a process with bad ones ends here, and says in one block what is wrong."""
    try:
        return Config.from_environment(os.environ)
    except BadSettings as error:
        raise SystemExit(str(error)) from None


_ADDRESS = validate.Regexp(r"postgresql\+psycopg://", error="must begin with postgresql+psycopg://")


def _is_file(path: str) -> None:
    if not Path(path).is_file():
        raise ValidationError("is no file.")


class _Settings(Schema):
    class Meta:
        unknown = RAISE

    env = fields.String(required=True, validate=validate.OneOf(["development", "test", "production"]))
    database_url = fields.String(required=True, validate=_ADDRESS)
    database_owner_url = fields.String(validate=_ADDRESS)
    contracts_dir = fields.String(required=True)
    issuers = Pairs(required=True)
    event_transport = fields.String(validate=validate.OneOf(["feed", "kafka"]))
    feed_urls = Pairs()
    kafka_servers = Names()
    kafka_security = fields.String(validate=validate.OneOf(["PLAINTEXT", "SASL_SSL"]))
    kafka_ca = fields.String(validate=_is_file)
    kafka_user = fields.String()
    kafka_password = fields.String()
    token_url = fields.Url(require_tld=False)
    client_id = fields.String()
    client_secret = fields.String()
    browser_url = fields.Url(require_tld=False)
    browser_authorize_url = fields.Url(require_tld=False)
    browser_token_url = fields.Url(require_tld=False)
    browser_logout_url = fields.Url(require_tld=False)
    browser_client_id = fields.String()
    cursor_key = fields.String(validate=validate.Length(min=32))
    cursor_key_previous = fields.String(validate=validate.Length(min=32))
    audit_key = fields.String(validate=validate.Length(min=32))
    database_pool = fields.Integer(validate=validate.Range(1, 100))
    max_body_bytes = fields.Integer(validate=validate.Range(1_024, 104_857_600))
    log_level = fields.String(validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]))
    admin_address = fields.String(
        validate=validate.Regexp(r"(unix:/.+|.*:\d{1,5})\Z", error="must be host:port or unix:/path.")
    )
    oldest_beat = fields.Float(validate=validate.Range(0.5, 600))
    revision = fields.String(validate=validate.Length(max=100))
    built = fields.String(validate=validate.Length(max=100))
    gateways = fields.Integer(validate=validate.Range(0, 5))
    rate_client = Windows()
    rate_address = Windows()
    failpoints = fields.String()

    def on_bind_field(self, field_name: str, field_obj: Any) -> None:
        field_obj.data_key = PREFIX + field_name.upper()

    @validates_schema(skip_on_field_errors=False)
    def check_tests_only(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("failpoints") and data.get("env") != "test":
            raise ValidationError({"ASN_FAILPOINTS": ["is for ASN_ENV=test alone."]})

    @validates_schema(skip_on_field_errors=False)
    def check_together(self, data: dict[str, Any], **_: Any) -> None:
        errors: dict[str, list[str]] = {}
        if not (Path(data.get("contracts_dir", "")) / "problems.yaml").is_file() and "contracts_dir" in data:
            errors["ASN_CONTRACTS_DIR"] = ["holds no problems.yaml."]
        if data.get("event_transport", "feed") == "kafka" and not data.get("kafka_servers"):
            errors["ASN_KAFKA_SERVERS"] = ["is needed with ASN_EVENT_TRANSPORT=kafka."]
        if data.get("kafka_security") == "SASL_SSL":
            for name in ("kafka_user", "kafka_password"):
                if not data.get(name):
                    errors[PREFIX + name.upper()] = ["is needed with ASN_KAFKA_SECURITY=SASL_SSL."]
        if data.get("feed_urls"):
            for name in ("token_url", "client_id", "client_secret"):
                if not data.get(name):
                    errors[PREFIX + name.upper()] = ["is needed to read the feeds of ASN_FEED_URLS."]
        if errors:
            raise ValidationError(errors)

    @validates_schema(skip_on_field_errors=False)
    def check_production(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("env") == "production" and (errors := public.objections(data)):
            raise ValidationError({PREFIX + name.upper(): [problem] for name, problem in errors.items()})

    @post_load
    def as_paths(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, **{name: Path(data[name]) for name in _PATHS if name in data}}
