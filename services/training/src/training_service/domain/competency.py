"""The competency dictionary, as training knows it."""

from dataclasses import dataclass
from uuid import UUID

from asn_kernel.reason import Labelled


class UnknownCompetency(Exception):
    """The dictionary has no such competency."""

    def __init__(self, competency_code: str) -> None:
        super().__init__(competency_code)
        self.competency_code = competency_code


@dataclass(eq=False)
class Competency:
    """A competency of the dictionary; `version` is that of the last event applied, 0 for those of the national list.

    `id` is None there: the national list knows codes alone.
    """

    code: str
    name: str
    kind: str
    version: int
    id: UUID | None = None
    name_en: str | None = None

    @property
    def labelled(self) -> Labelled:
        """The code with its names; a competency that the city added has one name for both languages."""
        return Labelled(self.code, self.name, self.name_en or self.name)
