"""Changes of a row by whoever has seen its newest version; any other change is refused, so that none is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# The versions that a caller allows the row to have, None for any.
Versions = frozenset[int] | None


@dataclass(eq=False)
class VersionStale(Exception):
    """The row has another version than the caller has seen: somebody has changed it meanwhile."""

    version: int


def require_version(entity: Any, versions: Versions) -> None:
    """Raise VersionStale unless the entity, whose row's lock the caller holds, has one of the versions."""
    if versions is not None and entity.version not in versions:
        raise VersionStale(entity.version)


def change(entity: Any, changes: Mapping[str, Any], *, versions: Versions) -> bool:
    """Set the attributes that differ and count the version up; False, and nothing is changed, where none differs.

    The caller holds the row's lock. Raises VersionStale.
    """
    require_version(entity, versions)
    differing = {name: value for name, value in changes.items() if getattr(entity, name) != value}
    for name, value in differing.items():
        setattr(entity, name, value)
    entity.version += bool(differing)
    return bool(differing)
