"""Settings: read once from the environment, whole, with every error named at once."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from limits import RateLimitItem, parse_many
from marshmallow import RAISE, Schema, ValidationError, fields, post_load, pre_load, validate, validates_schema

PREFIX = "ASN_"
# Seals agree between the processes of a laptop; production must bring a key that its database does not know.
DEVELOPMENT_AUDIT_KEY = "development-only-development-only"
_PATHS = ("contracts_dir", "failpoints")
_BROWSER = ("browser_url", "browser_authorize_url", "browser_token_url")


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
    database_url: str
    contracts_dir: Path
    issuers: dict[str, str]
    database_owner_url: str | None = None
    event_transport: str = "feed"
    feed_urls: dict[str, str] = field(default_factory=dict)
    kafka_servers: tuple[str, ...] = ()
    token_url: str | None = None
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    browser_url: str = ""
    browser_authorize_url: str = "/oauth/authorize"
    browser_token_url: str = "/oauth/token"  # noqa: S105 -- an address
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
        """Read every `ASN_…` variable; BadSettings names all that is missing, unknown or wrong."""
        try:
            loaded = _Settings().load({name: value for name, value in env.items() if name.startswith(PREFIX)})
        except ValidationError as error:
            raise BadSettings(error.messages_dict) from error
        return cls(**loaded)


class _Pairs(fields.Field[dict[str, str]]):
    """`name=value,name=value`; a value may hold `=`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, str]:  # noqa: ARG002
        pairs = [entry.strip().partition("=") for entry in str(value).split(",") if entry.strip()]
        if not all(name and content for name, _, content in pairs):
            raise ValidationError("must be name=value pairs, separated by commas.")
        return {name: content for name, _, content in pairs}


class _Names(fields.Field[tuple[str, ...]]):
    """Words separated by commas."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[str, ...]:  # noqa: ARG002
        return tuple(entry.strip() for entry in str(value).split(",") if entry.strip())


class _Windows(fields.Field[tuple[RateLimitItem, ...]]):
    """`600/minute,50/second`: requests in a window of time; `off` for no limit."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[RateLimitItem, ...]:  # noqa: ARG002
        if value == "off":
            return ()
        try:
            windows = tuple(parse_many(str(value)))
        except ValueError as error:
            raise ValidationError("must be off, or like 600/minute,50/second.") from error
        if not all(window.amount > 0 for window in windows):
            raise ValidationError("must allow at least one request in each window.")
        return windows


_ADDRESS = validate.Regexp(r"postgresql\+psycopg://", error="must begin with postgresql+psycopg://")


class _Settings(Schema):
    class Meta:
        unknown = RAISE

    env = fields.String(required=True, validate=validate.OneOf(["development", "test", "production"]))
    database_url = fields.String(required=True, validate=_ADDRESS)
    database_owner_url = fields.String(validate=_ADDRESS)
    contracts_dir = fields.String(required=True)
    issuers = _Pairs(required=True)
    event_transport = fields.String(validate=validate.OneOf(["feed", "kafka"]))
    feed_urls = _Pairs()
    kafka_servers = _Names()
    token_url = fields.Url(require_tld=False)
    client_id = fields.String()
    client_secret = fields.String()
    browser_url = fields.Url(require_tld=False)
    browser_authorize_url = fields.Url(require_tld=False)
    browser_token_url = fields.Url(require_tld=False)
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
    rate_client = _Windows()
    rate_address = _Windows()
    failpoints = fields.String()

    def on_bind_field(self, field_name: str, field_obj: Any) -> None:
        field_obj.data_key = PREFIX + field_name.upper()

    @pre_load
    def drop_empty(self, data: dict[str, str], **_: Any) -> dict[str, str]:
        return {name: value for name, value in data.items() if value != ""}

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
        if data.get("feed_urls"):
            for name in ("token_url", "client_id", "client_secret"):
                if not data.get(name):
                    errors[PREFIX + name.upper()] = ["is needed to read the feeds of ASN_FEED_URLS."]
        if errors:
            raise ValidationError(errors)

    @validates_schema(skip_on_field_errors=False)
    def check_production(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("env") != "production":
            return
        errors: dict[str, list[str]] = {}
        if "cursor_key" not in data:
            errors["ASN_CURSOR_KEY"] = ["is needed in production: all replicas must agree on it."]
        if data.get("audit_key", DEVELOPMENT_AUDIT_KEY) == DEVELOPMENT_AUDIT_KEY:
            errors["ASN_AUDIT_KEY"] = ["is needed in production: whoever knows it can forge the audit."]
        addresses = {
            "ASN_ISSUERS": [url for pair in data.get("issuers", {}).items() for url in pair],
            **{PREFIX + name.upper(): [data[name]] for name in _BROWSER if name in data},
        }
        for name, urls in addresses.items():
            if any(not url.startswith("https://") for url in urls):
                errors[name] = ["must be https:// in production."]
        if errors:
            raise ValidationError(errors)

    @post_load
    def as_paths(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, **{name: Path(data[name]) for name in _PATHS if name in data}}
