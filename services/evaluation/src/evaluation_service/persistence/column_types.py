"""Column types that turn domain values into what PostgreSQL stores, and back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

from evaluation_service.domain.evaluation import AssessedLevel
from evaluation_service.domain.reasons import Reason
from evaluation_service.domain.scales import Mutu
from evaluation_service.domain.service_index import ElementScore


class Assessed(TypeDecorator[tuple[AssessedLevel, ...]]):
    """Assessed levels, stored as a JSON list."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: tuple[AssessedLevel, ...] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Store one object per competency."""
        return [{"competency_code": item.competency_code, "level": item.level} for item in value or ()]

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[AssessedLevel, ...]:  # noqa: ARG002
        """Return the levels in the order in which they were stored."""
        return tuple(AssessedLevel(**item) for item in value or ())


class Reasons(TypeDecorator[tuple[Reason, ...]]):
    """The reasons of a decision, stored as a JSON list."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: tuple[Reason, ...] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Store the reasons as they travel."""
        return [_to_json(reason.as_data()) for reason in value or ()]

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[Reason, ...]:  # noqa: ARG002
        """Return the reasons in the order in which they were given."""
        return tuple(Reason(**_from_json(reason)) for reason in value or ())


class Inputs(TypeDecorator[Mapping[str, Any]]):
    """The inputs of a decision, stored as a JSON object."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Store the inputs by name."""
        return _to_json(value or {})

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Mapping[str, Any]:  # noqa: ARG002
        """Return the inputs by name."""
        return _from_json(value or {})  # type: ignore[no-any-return]


class ElementScores(TypeDecorator[tuple[ElementScore, ...]]):
    """The graded elements of a published index, stored as a JSON list; NULL while the survey runs."""

    impl = JSONB(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: tuple[ElementScore, ...] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Store one object per element."""
        return None if value is None else [_to_json(vars(score)) for score in value]

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[ElementScore, ...] | None:  # noqa: ARG002
        """Return the elements in the order in which they were stored."""
        if value is None:
            return None
        return tuple(
            ElementScore(row["element"], Decimal(str(row["nrr"])), Decimal(str(row["value"])), Mutu(row["mutu"]))
            for row in value
        )


def _to_json(value: Any) -> Any:
    """Scores have at most seven digits, which a JSON number keeps exactly."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return {name: _to_json(inner) for name, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_to_json(inner) for inner in value]
    return value


def _from_json(value: Any) -> Any:
    """Floats end here: what comes out of the database is Decimal again."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, dict):
        return {name: _from_json(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_from_json(inner) for inner in value]
    return value
