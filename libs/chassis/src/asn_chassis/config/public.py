"""What production refuses: secrets that everybody knows, and ways on which anybody can listen."""

from collections.abc import Mapping
from typing import Any

from asn_chassis.config.files import SECRETS

# Every secret of the development deployment says so of itself.
PUBLIC = "development-only"
_ADDRESSES = ("token_url", "browser_url", "browser_authorize_url", "browser_token_url", "browser_logout_url")


def objections(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return what keeps a process with these settings from starting in production: the reason, by setting."""
    return {**_without_tls(settings), **_missing(settings), **_public(settings)}


def _public(settings: Mapping[str, Any]) -> dict[str, str]:
    known = [name for name in SECRETS if PUBLIC in settings.get(name, "")]
    return dict.fromkeys(known, "is public, from the development deployment: production needs one of its own.")


def _missing(settings: Mapping[str, Any]) -> dict[str, str]:
    reasons = {
        "cursor_key": "is needed in production: all replicas must agree on it.",
        "audit_key": "is needed in production: whoever knows it can forge the audit.",
    }
    return {name: reason for name, reason in reasons.items() if name not in settings}


def _without_tls(settings: Mapping[str, Any]) -> dict[str, str]:
    addresses = {
        "issuers": [url for pair in settings.get("issuers", {}).items() for url in pair],
        "feed_urls": list(settings.get("feed_urls", {}).values()),
        **{name: [settings[name]] for name in _ADDRESSES if name in settings},
    }
    found = {
        name: "must be https:// in production."
        for name, urls in addresses.items()
        if any(not url.startswith("https://") for url in urls)
    }
    if settings.get("kafka_servers") and settings.get("kafka_security") != "SASL_SSL":
        found["kafka_security"] = "must be SASL_SSL in production: without it Kafka believes whoever reaches it."
    return found
