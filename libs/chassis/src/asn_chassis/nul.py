"""U+0000, which PostgreSQL cannot keep: found at the edges, before it reaches a statement."""

from collections.abc import Iterator
from typing import Any

NUL = "\x00"
# How JSON spells it; bytes without this hold none.
ESCAPED = b"\\u0000"

Path = tuple[str | int, ...]


def nul_paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path to every text or name with U+0000 in a decoded JSON value."""
    if isinstance(value, str):
        if NUL in value:
            yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            if NUL in name:
                yield (*path, name.replace(NUL, "\N{REPLACEMENT CHARACTER}"))
            yield from nul_paths(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from nul_paths(inner, (*path, index))
