"""Names given twice in one JSON object: readers differ on which of the two they believe, so neither is."""

import json
from collections import Counter
from typing import Any

from asn_chassis.nul import Path

_TWICE = object()


def repeated_path(raw: bytes) -> Path | None:
    """Return the path to a name that its object has twice, of JSON that is known to be well-formed; None without."""
    found: list[str] = []

    def joined(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        inner = dict(pairs)
        if len(inner) != len(pairs):
            times = Counter(name for name, _ in pairs)
            twice = next(name for name, count in times.items() if count > 1)
            found.append(twice)
            inner[twice] = _TWICE
        return inner

    value = json.loads(raw, object_pairs_hook=joined)
    return _path_to_it(value, ()) if found else None


def _path_to_it(value: Any, path: Path) -> Path | None:
    if value is _TWICE:
        return path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return next((found for step, each in inner if (found := _path_to_it(each, (*path, step))) is not None), None)
