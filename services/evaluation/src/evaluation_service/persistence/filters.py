"""Narrows a list by the filters that a caller gave."""

from typing import Any

from sqlalchemy import Select, Table


def matching(statement: Select[Any], table: Table, **filters: Any) -> Select[Any]:
    """Add `column = value` for every filter that is not None."""
    given = {name: value for name, value in filters.items() if value is not None}
    return statement.where(*(table.c[name] == value for name, value in given.items()))
