"""Telling a person what goes on."""

from typing import Protocol


class Say(Protocol):
    """Tells a person what goes on: an English sentence of the catalogue, and its values."""

    def __call__(self, sentence: str, **values: object) -> None:
        """Say it in the person's language."""


def silent(sentence: str, **values: object) -> None:
    """Say nothing."""
