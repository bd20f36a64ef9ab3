"""The data that the loop works with: published answers, the city's regions, and the made-up scenario."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

FOLDER = Path(__file__).with_name("data")


@dataclass(frozen=True)
class Unit:
    """A unit of the city; `code` is its natural key."""

    code: str
    name: str
    kind: str
    parent_code: str | None = None


@dataclass(frozen=True)
class Competency:
    """A technical competency to add to the dictionary."""

    code: str
    name: str
    kind: str
    source: str


@dataclass(frozen=True)
class Position:
    """A position, its standard (competency code to level 1 to 5), and the codes of the services that it serves."""

    code: str
    title: str
    unit: str
    job_level: str
    standard: dict[str, int]
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """What the assessor, named by NIP, finds in every period; `assessed` is competency code to level 1 to 5."""

    assessor: str
    work_result: str
    behaviour: str
    discipline: str = "CLEAR"
    assessed: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Employee:
    """A synthetic employee; only some are evaluated, and only some sign in, as the issuer's subject `login`."""

    nip: str
    name: str
    grade: str
    position: str
    evaluation: Evaluation | None = None
    login: str | None = None


@dataclass(frozen=True)
class PublicService:
    """A service that citizens can judge; what its standard promises in minutes, if that is known."""

    code: str
    name: str
    unit: str
    standard_minutes: int | None = None


@dataclass(frozen=True)
class Provider:
    """Who gives a course."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class Course:
    """A course; hours are JP, cost is whole rupiah."""

    code: str
    title: str
    competency_code: str
    target_level: int
    hours: int
    form: str
    provider: str
    cost_per_seat: int


@dataclass(frozen=True)
class Training:
    """What can be learnt, from whom, and what the year may cost (whole rupiah)."""

    budget_per_year: int
    providers: tuple[Provider, ...]
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class Scenario:
    """The made-up part of the demonstration; citizens are asked about the first public service."""

    units: tuple[Unit, ...]
    competencies: tuple[Competency, ...]
    positions: tuple[Position, ...]
    employees: tuple[Employee, ...]
    public_services: tuple[PublicService, ...]
    training: Training

    @property
    def surveyed(self) -> PublicService:
        """The service that the answers are about."""
        return self.public_services[0]


def scenario() -> Scenario:
    """Read scenario.toml; `msgspec.ValidationError` says what is wrong in it."""
    return msgspec.toml.decode((FOLDER / "scenario.toml").read_bytes(), type=Scenario)


def regions() -> list[Unit]:
    """Give the city, its kecamatan and kelurahan, parents first."""
    return [
        Unit(row["code"], row["name"], row["kind"].upper(), row["parent_code"] or None)
        for row in _rows("sibolga-regions.csv")
    ]


def answers() -> list[tuple[str, dict[str, int]]]:
    """Give the respondents' numbers with their scores, element to 1..4."""
    return [
        (row.pop("respondent"), {element.upper(): int(score) for element, score in row.items()})
        for row in _rows("skm-sekadau-2019-s1.csv")
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
