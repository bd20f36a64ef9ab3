"""Secrets from files: `ASN_<NAME>_FILE` names a file that holds what `ASN_<NAME>` would say."""

from collections.abc import Mapping
from pathlib import Path

PREFIX = "ASN_"
SECRETS = (
    "database_url",
    "database_owner_url",
    "client_secret",
    "cursor_key",
    "cursor_key_previous",
    "audit_key",
    "kafka_password",
)


def filled_in(settings: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the settings with the secrets of their files instead of the files' names, and what is wrong with any."""
    filled, errors = dict(settings), {}
    for name in (PREFIX + secret.upper() for secret in SECRETS):
        path = filled.pop(f"{name}_FILE", None)
        if path is None:
            continue
        if name in filled:
            errors[f"{name}_FILE"] = [f"says what {name} says too: one of both."]
            continue
        try:
            # An editor ends its last line, and no secret ends with that.
            secret = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, ValueError) as error:
            errors[f"{name}_FILE"] = [f"cannot be read: {error.strerror if isinstance(error, OSError) else 'no text'}."]
            continue
        if secret:
            filled[name] = secret
        else:
            errors[f"{name}_FILE"] = ["is empty."]
    return filled, errors
