"""Column types that turn domain values into what PostgreSQL stores, and back."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

from feedback_service.domain.assessment import ElementScore, Mutu, Tally
from feedback_service.domain.period import Period
from feedback_service.domain.unsur import Unsur


class PeriodText(TypeDecorator[Period]):
    """A period, stored as "2026-S1": it sorts as the periods do."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Period | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store the text form."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Period | None:  # noqa: ARG002
        """Return the period."""
        return None if value is None else Period.parse(value)


class ElementScores(TypeDecorator[tuple[ElementScore, ...]]):
    """The graded elements of an index, stored as JSON; decimals as strings, since JSON numbers are floats."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: tuple[ElementScore, ...] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Store one object per element."""
        return [
            {
                "element": score.element.value,
                "nrr": str(score.nrr),
                "value": str(score.value),
                "mutu": score.mutu.value,
                "rank": score.rank,
            }
            for score in value or ()
        ]

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[ElementScore, ...]:  # noqa: ARG002
        """Return the elements in the order in which they were stored."""
        return tuple(
            ElementScore(
                Unsur(row["element"]),
                Decimal(row["nrr"]),
                Decimal(row["value"]),
                Mutu(row["mutu"]),
                row["rank"],
            )
            for row in value or ()
        )


class TallyJson(TypeDecorator[Tally]):
    """The inputs of an index, stored as JSON."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: Tally | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Store respondents, sums and counts."""
        return value and {
            "respondents": value.respondents,
            "sums": {unsur.value: total for unsur, total in value.sums.items()},
            "counts": {unsur.value: filled for unsur, filled in value.counts.items()},
        }

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Tally | None:  # noqa: ARG002
        """Return the sums and counts by element."""
        return value and Tally(
            value["respondents"],
            {unsur: value["sums"][unsur] for unsur in Unsur},
            {unsur: value["counts"][unsur] for unsur in Unsur},
        )
