"""Joins the parts of the training service."""

from pathlib import Path

from flask import Flask

from asn_chassis.app import create_service_app
from asn_chassis.config import Config
from asn_chassis.service import Service
from training_service.api import (
    budgets,
    competencies,
    courses,
    enrolments,
    learning_hours,
    needs,
    plans,
    providers,
    units,
)
from training_service.api.problems import PROBLEMS
from training_service.persistence.mapping import metadata
from training_service.policies.regulations import Regulations
from training_service.subscriptions.handlers import HANDLERS, REPLICAS

SERVICE = Service(
    name="training",
    title="ASN training service",
    label={"id": "Layanan pelatihan", "en": "Training service"},
    owns={
        "id": "Penyelenggara, pelatihan, anggaran, daftar kebutuhan, rencana, kepesertaan, dan jam pelajaran (JP).",
        "en": "Providers, courses, budget, the register of needs, plans, enrolments and learning hours (JP).",
    },
    version="0.1.0",
    metadata=metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    handlers=HANDLERS,
    problems=PROBLEMS,
    blueprints=(
        providers.blueprint,
        courses.blueprint,
        budgets.blueprint,
        needs.blueprint,
        plans.blueprint,
        enrolments.blueprint,
        learning_hours.blueprint,
        competencies.blueprint,
        units.blueprint,
    ),
    replicas=REPLICAS,
    regulations=Regulations,
    references=("learning-forms", "provider-kinds", "employments", "competencies", "competency-levels"),
)


def create_app(config: Config) -> Flask:
    """Return the application of this service."""
    return create_service_app(SERVICE, config)
