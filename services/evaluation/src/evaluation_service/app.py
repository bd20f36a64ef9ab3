"""Joins the parts of the evaluation service."""

from pathlib import Path

from flask import Flask

from asn_chassis.app import create_service_app
from asn_chassis.config import Config
from asn_chassis.service import Service
from evaluation_service.api import (
    employees,
    evaluations,
    incentives,
    service_improvements,
    service_indices,
    training_needs,
)
from evaluation_service.api.problems import PROBLEMS
from evaluation_service.events.consumed import HANDLERS
from evaluation_service.events.rebuilt import REPLICAS
from evaluation_service.persistence.mapping import metadata

SERVICE = Service(
    name="evaluation",
    title="ASN evaluation service",
    version="0.1.0",
    metadata=metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    handlers=HANDLERS,
    problems=PROBLEMS,
    blueprints=(
        evaluations.blueprint,
        training_needs.blueprint,
        incentives.blueprint,
        service_improvements.blueprint,
        service_indices.blueprint,
        employees.blueprint,
    ),
    replicas=REPLICAS,
)


def create_app(config: Config) -> Flask:
    """Return the application of this service."""
    return create_service_app(SERVICE, config)
