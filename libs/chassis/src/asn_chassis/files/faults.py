"""What is wrong with a file as a whole, so that none of its rows can be read or taken."""

from typing import Any


class BadFile(Exception):
    """The file is no table of the resource: `code` and `variant` of the problem that says why, with its values."""

    def __init__(self, code: str, variant: str | None = None, **values: Any) -> None:
        super().__init__(code if variant is None else f"{code}: {variant}")
        self.code = code
        self.variant = variant
        self.values = values
