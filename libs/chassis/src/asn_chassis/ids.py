"""Identity: UUIDv7, made in Python so that no database feature is needed."""

import re
from uuid import UUID

import uuid_utils.compat

# The usual spelling of a UUID, in either case, to be matched as a whole.
FORM = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def new_id() -> UUID:
    """Return a new UUIDv7 (RFC 9562): ordered by time, safe to show, impossible to enumerate."""
    return uuid_utils.compat.uuid7()
