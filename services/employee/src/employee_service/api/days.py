"""Fields of days: from when something holds, and the day that a view shows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from asn_chassis.clock import now
from asn_chassis.web import Schema, WithdrawalRequest, fields
from asn_kernel.business_day import business_day


def effective_date(description: str) -> fields.Date:
    """Return the required day from which a fact holds; it may lie ahead."""
    return fields.Date(required=True, metadata={"description": description})


class DatedWithdrawalRequest(WithdrawalRequest):
    """From which day on something is no more, and why."""

    effective_date = effective_date("Day from which it is no more; it may lie ahead")


class AsOfQuery(Schema):
    """The day that is shown."""

    as_of = fields.Date(
        load_default=None,
        metadata={"description": "Show what holds on this day; today (WIB) where it is left out"},
    )


def today() -> date:
    """Return the business day."""
    return business_day(now())


def day_of(query: Mapping[str, Any]) -> date:
    """Return the day that the query asks for."""
    asked: date | None = query["as_of"]
    return today() if asked is None else asked
