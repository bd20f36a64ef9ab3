"""Lets the decisions of this service be taken one after the other."""

from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import rows

# One lock for all of them: what one decision rests on (levels, posts, indices) may be what another one makes, and
# with a single lock nobody ever waits in a circle.
_ALL: Final = UUID("00000000-0000-7000-8000-000000000001")


def hold(session: Session) -> None:
    """Wait until no other transaction decides or keeps what decisions rest on; hold that until this one ends."""
    rows.hold(session, [_ALL])
