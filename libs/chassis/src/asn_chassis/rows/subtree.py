"""What a filter by a unit means: the unit and, unless it alone is asked for, those below it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Table, any_, cast, func, select


def units_of(units: Table, unit_id: UUID | None, *, subtree: bool) -> Any:
    """Return what a column of units is compared with: the unit or, with `subtree`, whatever of these lies below it too.

    None for no unit. Computed once a statement and compared by `=` alone, so that indexes are used under row security.
    """
    if unit_id is None or not subtree:
        return unit_id
    # A unit that this service does not know, and a moved one whose news come late, is itself all the same.
    tree = select(cast(unit_id, units.c.id.type).label("id")).cte("subtree", recursive=True)
    tree = tree.union(select(units.c.id).where(units.c.parent_id == tree.c.id))
    return any_(func.array(select(tree.c.id).scalar_subquery()))
