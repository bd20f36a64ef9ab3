"""Joins the parts of the employee service."""

from pathlib import Path

from flask import Flask

from asn_chassis.app import create_service_app
from asn_chassis.config import Config
from asn_chassis.service import Service
from employee_service.api import (
    assignments,
    competencies,
    employees,
    logins,
    positions,
    profile,
    public_services,
    units,
)
from employee_service.api.problems import PROBLEMS
from employee_service.pages import me
from employee_service.persistence.mapping import mappers
from employee_service.policies.regulations import Regulations
from employee_service.subscriptions import HANDLERS, REPLICAS

SERVICE = Service(
    name="employee",
    title="ASN employee service",
    label={"id": "Layanan pegawai", "en": "Employee service"},
    owns={
        "id": "Unit kerja, jabatan dengan standarnya, kamus kompetensi, pegawai ASN, karier, dan profil kompetensi.",
        "en": "Units, positions with their standards, the dictionary, civil servants, careers, competency profiles.",
    },
    version="0.1.0",
    metadata=mappers.metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    handlers=HANDLERS,
    replicas=REPLICAS,
    problems=PROBLEMS,
    regulations=Regulations,
    pages=(me.pages,),
    references=(
        "competencies",
        "competency-kinds",
        "competency-levels",
        "employments",
        "evidence-kinds",
        "gap-classes",
        "grades-pns",
        "grades-pppk",
        "job-levels",
        "jpm-bands",
        "sexes",
        "unit-kinds",
    ),
    resources=(units.RESOURCE, employees.RESOURCE),
    blueprints=(
        units.blueprint,
        competencies.blueprint,
        public_services.blueprint,
        positions.blueprint,
        employees.blueprint,
        assignments.blueprint,
        profile.blueprint,
        logins.blueprint,
    ),
)


def create_app(config: Config) -> Flask:
    """Return the application of this service."""
    return create_service_app(SERVICE, config)
