"""Settings: all errors at once, and no start with a bad one."""

import pytest

from asn_chassis.config import BadSettings, Config
from asn_chassis.config.files import SECRETS
from asn_chassis.kafka.clients import BrokerUnreachable
from asn_chassis.kafka.cluster import Cluster


@pytest.fixture
def good(contracts_dir):
    return {
        "ASN_ENV": "development",
        "ASN_DATABASE_URL": "postgresql+psycopg:///asn",
        "ASN_CONTRACTS_DIR": str(contracts_dir),
        "ASN_ISSUERS": "http://issuer.test=http://issuer.test/jwks",
        "PATH": "/bin",
    }


def test_good_settings_are_read(good):
    config = Config.from_environment(good)

    assert config.issuers == {"http://issuer.test": "http://issuer.test/jwks"}


def test_everything_that_is_missing_is_named_at_once():
    with pytest.raises(BadSettings) as caught:
        Config.from_environment({})

    assert set(caught.value.errors) == {"ASN_ENV", "ASN_DATABASE_URL", "ASN_CONTRACTS_DIR", "ASN_ISSUERS"}


@pytest.mark.parametrize(
    ("name", "value", "blamed"),
    [
        ("ASN_ENV", "dev", "ASN_ENV"),
        ("ASN_DATABASE_URL", "sqlite://", "ASN_DATABASE_URL"),
        ("ASN_CONTRACTS_DIR", "no/such/folder", "ASN_CONTRACTS_DIR"),
        ("ASN_ISSUERS", "http://issuer", "ASN_ISSUERS"),
        ("ASN_EVENT_TRANSPORT", "pigeon", "ASN_EVENT_TRANSPORT"),
        ("ASN_EVENT_TRANSPORT", "kafka", "ASN_KAFKA_SERVERS"),
        ("ASN_FEED_URLS", "employee=http://employee.test", "ASN_CLIENT_SECRET"),
        ("ASN_DATABASE_POOL", "many", "ASN_DATABASE_POOL"),
        ("ASN_DATABASE_POLL", "5", "ASN_DATABASE_POLL"),
        ("ASN_CURSOR_KEY", "short", "ASN_CURSOR_KEY"),
        ("ASN_CURSOR_KEY_PREVIOUS", "short", "ASN_CURSOR_KEY_PREVIOUS"),
        ("ASN_AUDIT_KEY", "short", "ASN_AUDIT_KEY"),
        ("ASN_KAFKA_SECURITY", "TLS", "ASN_KAFKA_SECURITY"),
        ("ASN_KAFKA_SECURITY", "SASL_SSL", "ASN_KAFKA_PASSWORD"),
        ("ASN_KAFKA_CA", "no/such/file", "ASN_KAFKA_CA"),
        ("ASN_BROWSER_TOKEN_URL", "/oauth/token", "ASN_BROWSER_TOKEN_URL"),
    ],
)
def test_a_bad_setting_is_named(good, name, value, blamed):
    with pytest.raises(BadSettings) as caught:
        Config.from_environment({**good, name: value})

    assert blamed in caught.value.errors
    assert blamed in str(caught.value)


# What a development deployment may say, and production may not.
PUBLIC = {
    "ASN_DATABASE_URL": "postgresql+psycopg://training_web:development-only-training-web@training-db/training",
    "ASN_DATABASE_OWNER_URL": "postgresql+psycopg://training:development-only-training@training-db/training",
    "ASN_CLIENT_SECRET": "development-only-training-consumer",
    "ASN_CURSOR_KEY": "development-only-development-only",
    "ASN_CURSOR_KEY_PREVIOUS": "development-only-development-only",
    "ASN_AUDIT_KEY": "development-only-development-only",
    "ASN_KAFKA_PASSWORD": "development-only-training-relay",
    "ASN_ISSUERS": "https://sso.test=http://sso.test/jwks",
    "ASN_FEED_URLS": "employee=https://employee.test,feedback=http://feedback.test",
    "ASN_TOKEN_URL": "http://sso.test/token",
    "ASN_BROWSER_URL": "http://training.test",
    "ASN_BROWSER_AUTHORIZE_URL": "http://sso.test/auth",
    "ASN_BROWSER_TOKEN_URL": "http://sso.test/token",
    "ASN_KAFKA_SECURITY": "PLAINTEXT",
    "ASN_FAILPOINTS": "failpoint",
}


@pytest.fixture
def production(good, tmp_path):
    (tmp_path / "ca.pem").touch()
    return {
        **good,
        "ASN_ENV": "production",
        "ASN_DATABASE_URL": "postgresql+psycopg://training_web:3f7c@training-db/training",
        "ASN_ISSUERS": "https://sso.test=https://sso.test/jwks",
        "ASN_EVENT_TRANSPORT": "kafka",
        "ASN_KAFKA_SERVERS": "kafka:9092",
        "ASN_KAFKA_SECURITY": "SASL_SSL",
        "ASN_KAFKA_CA": str(tmp_path / "ca.pem"),
        "ASN_KAFKA_USER": "training-relay",
        "ASN_KAFKA_PASSWORD": "9b1d",
        "ASN_CURSOR_KEY": "0123456789abcdef" * 2,
        "ASN_AUDIT_KEY": "fedcba9876543210" * 2,
    }


def blamed(settings):
    with pytest.raises(BadSettings) as caught:
        Config.from_environment(settings)
    assert all(name in str(caught.value) for name in caught.value.errors)
    return set(caught.value.errors)


def test_production_starts_with_secrets_of_its_own(production):
    assert Config.from_environment(production).kafka_user == "training-relay"


@pytest.mark.parametrize("name", PUBLIC)
def test_production_refuses_what_everybody_knows_and_what_everybody_can_hear(production, name):
    client = {"ASN_TOKEN_URL": "https://sso.test/token", "ASN_CLIENT_ID": "training", "ASN_CLIENT_SECRET": "51aa"}

    assert blamed({**production, **client, name: PUBLIC[name]}) == {name}


def test_production_names_all_that_it_refuses_at_once(production):
    assert blamed({**production, **PUBLIC, "ASN_CLIENT_ID": "training"}) == set(PUBLIC)


@pytest.mark.parametrize("name", ["ASN_CURSOR_KEY", "ASN_AUDIT_KEY", "ASN_KAFKA_USER", "ASN_KAFKA_PASSWORD"])
def test_production_does_without_no_key(production, name):
    assert blamed({**production, name: ""}) == {name}


def test_production_takes_no_kafka_that_says_nothing_of_tls(production):
    del production["ASN_KAFKA_SECURITY"]

    assert blamed(production) == {"ASN_KAFKA_SECURITY"}


def test_development_may_use_what_is_public(good):
    allowed = {**PUBLIC, "ASN_FAILPOINTS": "", "ASN_CLIENT_ID": "training"}

    assert Config.from_environment({**good, **allowed}).audit_key == PUBLIC["ASN_AUDIT_KEY"]


@pytest.mark.parametrize("written", ["0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef\n"])
def test_a_secret_comes_from_its_file_without_the_end_of_its_line(good, tmp_path, written):
    key = tmp_path / "cursor_key"
    key.write_text(written, encoding="utf-8")

    assert Config.from_environment({**good, "ASN_CURSOR_KEY_FILE": str(key)}).cursor_key == written.strip()


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_may_come_from_a_file(good, tmp_path, name):
    value = "postgresql+psycopg://asn:0123456789abcdef0123456789abcdef@db/asn"
    secret = tmp_path / name
    secret.write_text(value, encoding="utf-8")
    variable = f"ASN_{name.upper()}"
    settings = {other: said for other, said in good.items() if other != variable}

    assert getattr(Config.from_environment({**settings, f"{variable}_FILE": str(secret)}), name) == value


def test_a_secret_that_cannot_be_had_is_named_together_with_all_else(good, tmp_path):
    for name, content in {"none": b"", "line": b"\n", "binary": b"\xff\xfe", "good": b"x" * 32}.items():
        (tmp_path / name).write_bytes(content)
    files = {
        "ASN_DATABASE_OWNER_URL_FILE": tmp_path / "none",
        "ASN_CURSOR_KEY_FILE": tmp_path / "no-such-file",
        "ASN_CURSOR_KEY_PREVIOUS_FILE": tmp_path,
        "ASN_KAFKA_PASSWORD_FILE": tmp_path / "line",
        "ASN_AUDIT_KEY_FILE": tmp_path / "binary",
        "ASN_CLIENT_SECRET_FILE": tmp_path / "good",
    }
    other = {"ASN_CLIENT_SECRET": "another", "ASN_DATABASE_POOL": "many"}

    settings = {**good, **other, **{name: str(path) for name, path in files.items()}}

    assert blamed(settings) == {*files, "ASN_DATABASE_POOL"}


def test_what_is_no_secret_has_no_file(good, tmp_path):
    assert blamed({**good, "ASN_LOG_LEVEL_FILE": str(tmp_path)}) == {"ASN_LOG_LEVEL_FILE"}


def test_secrets_are_not_shown(production):
    config = Config.from_environment({**production, "ASN_CLIENT_SECRET": "hush-hush"})

    for shown in (repr(config), repr(Cluster.of(config))):
        for secret in ("hush-hush", "9b1d", "3f7c", production["ASN_CURSOR_KEY"], production["ASN_AUDIT_KEY"]):
            assert secret not in shown


def test_each_silence_of_kafka_names_its_causes(production):
    secured = BrokerUnreachable(Cluster.of(Config.from_environment(production)))

    assert "refuses the password of training-relay" in str(secured)
    assert "ASN_KAFKA_CA" in str(secured)
    assert "ASN_KAFKA_SECURITY" in str(BrokerUnreachable(Cluster(["kafka:9092"])))
