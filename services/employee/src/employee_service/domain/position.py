"""Positions (jabatan) and the competency standard that each of them asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from employee_service.domain.competency import checked_level
from employee_service.domain.errors import StandardNotLater


class JobLevel(StrEnum):
    """Level of a position; UU 20/2023: managerial, functional (JF), executive staff (pelaksana)."""

    JPT_UTAMA = "JPT_UTAMA"
    JPT_MADYA = "JPT_MADYA"
    JPT_PRATAMA = "JPT_PRATAMA"
    ADMINISTRATOR = "ADMINISTRATOR"
    PENGAWAS = "PENGAWAS"
    AHLI_UTAMA = "AHLI_UTAMA"
    AHLI_MADYA = "AHLI_MADYA"
    AHLI_MUDA = "AHLI_MUDA"
    AHLI_PERTAMA = "AHLI_PERTAMA"
    PENYELIA = "PENYELIA"
    MAHIR = "MAHIR"
    TERAMPIL = "TERAMPIL"
    PEMULA = "PEMULA"
    PELAKSANA = "PELAKSANA"
    KLEREK = "KLEREK"
    OPERATOR = "OPERATOR"
    TEKNISI = "TEKNISI"


@dataclass(eq=False)
class Requirement:
    """One competency and its level 1..5 in the standard that takes effect on `effective_date`."""

    competency_code: str
    level: int
    effective_date: date


@dataclass(frozen=True)
class PositionStandardSet:
    """A position asks for this standard from `effective_date` on; `standard` maps code to level."""

    position_id: UUID
    unit_id: UUID
    title: str
    job_level: JobLevel
    serves_public: bool
    standard: Mapping[str, int]
    effective_date: date
    version: int


@dataclass(eq=False)
class Position:
    """A position with every standard it ever had; the newest is `standard`, the valid one `standard_on`."""

    id: UUID
    code: str
    title: str
    unit_id: UUID
    job_level: JobLevel
    serves_public: bool
    created_at: datetime
    version: int = 1
    requirements: list[Requirement] = field(default_factory=list)

    @classmethod
    def define(
        cls,
        *,
        position_id: UUID,
        code: str,
        title: str,
        unit_id: UUID,
        job_level: JobLevel,
        serves_public: bool,
        standard: Mapping[str, int],
        effective_date: date,
        at: datetime,
    ) -> tuple[Self, PositionStandardSet]:
        """Make the position with its first standard; raises LevelOutOfRange."""
        position = cls(position_id, code, title, unit_id, job_level, serves_public, created_at=at)
        position.requirements.extend(_requirements(standard, effective_date))
        return position, position.standard_set()

    def revise_standard(self, standard: Mapping[str, int], *, effective_date: date) -> PositionStandardSet:
        """Add a standard that replaces the present one; raises StandardNotLater, LevelOutOfRange."""
        if effective_date <= self.effective_date:
            raise StandardNotLater(effective_date, current_date=self.effective_date)
        self.requirements.extend(_requirements(standard, effective_date))
        self.version += 1
        return self.standard_set()

    @property
    def effective_date(self) -> date:
        """Day on which the newest standard takes effect."""
        return max(requirement.effective_date for requirement in self.requirements)

    @property
    def newest(self) -> list[Requirement]:
        """The requirements of the newest standard by code, even when its day is still to come."""
        day = self.effective_date
        newest = [requirement for requirement in self.requirements if requirement.effective_date == day]
        return sorted(newest, key=lambda requirement: requirement.competency_code)

    @property
    def standard(self) -> dict[str, int]:
        """The newest standard, code to level."""
        return {requirement.competency_code: requirement.level for requirement in self.newest}

    def standard_on(self, day: date) -> dict[str, int]:
        """Return the standard in force on `day`, code to level; empty before the first one."""
        begun = [requirement for requirement in self.requirements if requirement.effective_date <= day]
        newest = max((requirement.effective_date for requirement in begun), default=None)
        return {each.competency_code: each.level for each in begun if each.effective_date == newest}

    def standard_set(self) -> PositionStandardSet:
        """State the newest standard as a fact."""
        return PositionStandardSet(
            position_id=self.id,
            unit_id=self.unit_id,
            title=self.title,
            job_level=self.job_level,
            serves_public=self.serves_public,
            standard=self.standard,
            effective_date=self.effective_date,
            version=self.version,
        )


def _requirements(standard: Mapping[str, int], effective_date: date) -> list[Requirement]:
    return [Requirement(code, checked_level(level), effective_date) for code, level in standard.items()]
