"""Identity: UUIDv7, made in Python so that no database feature is needed."""

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """Return a new UUIDv7 (RFC 9562): ordered by time, safe to show, impossible to enumerate."""
    return uuid_utils.compat.uuid7()
