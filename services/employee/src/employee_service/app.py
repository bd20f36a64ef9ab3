"""Joins the parts of the employee service."""

from pathlib import Path

from flask import Flask

from asn_chassis.app import create_service_app
from asn_chassis.config import Config
from asn_chassis.service import Service
from employee_service.api import assignments, competencies, employees, positions, profile, units
from employee_service.api.problems import PROBLEMS
from employee_service.events.consumed import HANDLERS
from employee_service.persistence.mapping import mappers

SERVICE = Service(
    name="employee",
    title="ASN employee service",
    version="0.1.0",
    metadata=mappers.metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    handlers=HANDLERS,
    problems=PROBLEMS,
    blueprints=(
        units.blueprint,
        competencies.blueprint,
        positions.blueprint,
        employees.blueprint,
        assignments.blueprint,
        profile.blueprint,
    ),
)


def create_app(config: Config) -> Flask:
    """Return the application of this service."""
    return create_service_app(SERVICE, config)
