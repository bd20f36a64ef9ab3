"""The column type of the decision about one need."""

from typing import Any

from sqlalchemy import Dialect

from asn_chassis.rows import Json
from asn_chassis.values import typed
from asn_kernel.decision import Decision
from training_service.domain.line_facts import LineFacts
from training_service.domain.plan import AlreadyMet, Line, LineKind, SeatBought, SeatJoined, SeatShared, Unfunded

OUTCOMES: dict[LineKind, Any] = {
    LineKind.SEAT_BOUGHT: SeatBought,
    LineKind.SEAT_SHARED: SeatShared,
    LineKind.SEAT_JOINED: SeatJoined,
    LineKind.UNFUNDED: Unfunded,
    LineKind.ALREADY_MET: AlreadyMet,
}


class LineDecision(Json):
    """A plan line's decision as JSONB; the `kind` of its outcome tells which one it is."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(Line)

    def process_result_value(self, value: Any, dialect: Dialect) -> Line | None:  # noqa: ARG002
        """Return the decision; None for NULL."""
        if value is None:
            return None
        kind: Any = Decision[LineFacts, OUTCOMES[LineKind(value["outcome"]["kind"])]]  # type: ignore[misc]
        found: Line = typed(value, kind)
        return found
