"""Queries on the replica of units."""

from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from feedback_service.domain.unit import Unit
from feedback_service.persistence.mapping import units


def is_known(session: Session, unit_id: UUID) -> bool:
    """Tell whether the unit has been announced."""
    return bool(session.scalar(select(exists().where(units.c.id == unit_id))))


def keep(session: Session, unit: Unit) -> None:
    """Insert or overwrite the unit; older news than what is kept changes nothing."""
    news = insert(units).values({column.name: getattr(unit, column.name) for column in units.c})
    session.execute(
        news.on_conflict_do_update(
            index_elements=[units.c.id],
            set_={column.name: news.excluded[column.name] for column in units.c if column is not units.c.id},
            where=units.c.version < news.excluded.version,
        )
    )


def listed(*, code: str | None) -> Select[Unit]:
    """Select the units, all or the ones with this code."""
    query = select(Unit)
    return query if code is None else query.where(units.c.code == code)
