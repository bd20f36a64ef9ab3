"""Settings: all errors at once, and no start with a bad one."""

import pytest

from asn_chassis.config import BadSettings, Config


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
        ("ASN_ENV", "production", "ASN_ISSUERS"),
        ("ASN_ENV", "production", "ASN_AUDIT_KEY"),
        ("ASN_BROWSER_TOKEN_URL", "/oauth/token", "ASN_BROWSER_TOKEN_URL"),
    ],
)
def test_a_bad_setting_is_named(good, name, value, blamed):
    with pytest.raises(BadSettings) as caught:
        Config.from_environment({**good, name: value})

    assert blamed in caught.value.errors
    assert blamed in str(caught.value)


def test_production_sends_nobody_to_an_address_without_tls(good):
    addresses = {"ASN_BROWSER_AUTHORIZE_URL": "http://sso.test/auth", "ASN_BROWSER_TOKEN_URL": "http://sso.test/token"}
    with pytest.raises(BadSettings) as caught:
        Config.from_environment({**good, "ASN_ENV": "production", **addresses})

    assert set(addresses) <= set(caught.value.errors)


def test_secrets_are_not_shown(good):
    config = Config.from_environment({**good, "ASN_CLIENT_SECRET": "hush-hush"})

    assert "hush-hush" not in repr(config)
