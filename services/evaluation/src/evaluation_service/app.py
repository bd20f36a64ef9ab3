"""Joins the parts of the evaluation service."""

from pathlib import Path

from flask import Flask

from asn_chassis.app import create_service_app
from asn_chassis.config import Config
from asn_chassis.service import Service
from evaluation_service.api import (
    competencies,
    employees,
    evaluations,
    incentives,
    service_improvements,
    service_indices,
    training_needs,
    units,
)
from evaluation_service.api.problems import PROBLEMS
from evaluation_service.jobs import TASKS
from evaluation_service.persistence.mapping import metadata
from evaluation_service.policies.regulations import Regulations
from evaluation_service.subscriptions.handlers import HANDLERS, REPLICAS

SERVICE = Service(
    name="evaluation",
    title="ASN evaluation service",
    label={"id": "Layanan evaluasi", "en": "Evaluation service"},
    owns={
        "id": "Evaluasi kinerja, kebutuhan pelatihan, usulan penghargaan, dan permintaan perbaikan layanan.",
        "en": "Evaluations, training needs, incentives and requests to improve a public service.",
    },
    version="0.1.0",
    metadata=metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    handlers=HANDLERS,
    jobs=TASKS,
    problems=PROBLEMS,
    blueprints=(
        evaluations.blueprint,
        training_needs.blueprint,
        incentives.blueprint,
        service_improvements.blueprint,
        service_indices.blueprint,
        employees.blueprint,
        competencies.blueprint,
        units.blueprint,
    ),
    replicas=REPLICAS,
    regulations=Regulations,
    references=(
        "elements",
        "mutu",
        "predicates",
        "expectations",
        "discipline-levels",
        "employments",
        "gap-classes",
        "incentive-kinds",
        "improvement-actions",
        "competencies",
        "competency-levels",
    ),
)


def create_app(config: Config) -> Flask:
    """Return the application of this service."""
    return create_service_app(SERVICE, config)
