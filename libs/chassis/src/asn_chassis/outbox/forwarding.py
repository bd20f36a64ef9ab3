"""Moves the end of a restored log behind whatever readers have seen of the log that was lost."""

from sqlalchemy import text
from sqlalchemy.orm import Session

# Positions are used up one an event: a longer way is a slip of the keyboard.
FARTHEST = 1_000_000_000
# Of a log whose readers cannot be asked; no service publishes so much between two backups.
MARGIN = 1_000_000

_lock = text("SELECT last_position FROM outbox_log FOR UPDATE")
# What the relay has not published yet lies behind its watermark, and is not passed over.
_forward = text("""
    UPDATE outbox_log SET last_position = :position, published_position = CASE
        WHEN EXISTS (SELECT FROM outbox WHERE outbox.position > published_position) THEN published_position
        ELSE :position END
""")


class NotForward(ValueError):
    """The position is no place to go forward to."""


def forward(session: Session, position: int | None = None) -> tuple[int, int]:
    """Let the next event come behind this position, or far behind the end; return where the log ended, and ends now.

    NotForward when the log has come as far by itself, or the position lies absurdly far ahead.
    """
    last = int(session.scalars(_lock).one())
    position = last + MARGIN if position is None else position
    if position <= last:
        raise NotForward(f"the log ends at {last} already: positions never go back")
    if position > last + FARTHEST:
        raise NotForward(f"the log ends at {last}: {position} is more than {FARTHEST} positions ahead")
    session.execute(_forward, {"position": position})
    return last, position
