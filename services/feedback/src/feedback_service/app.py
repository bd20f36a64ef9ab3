"""Joins the parts of the feedback service."""

from pathlib import Path

from flask import Flask

from asn_chassis.app import create_service_app
from asn_chassis.config import Config
from asn_chassis.service import Service
from feedback_service.api import (
    answers,
    public_services,
    satisfaction_indices,
    survey_integrity,
    surveys,
    unit_indices,
    units,
)
from feedback_service.api.problems import PROBLEMS
from feedback_service.pages import board
from feedback_service.persistence.mapping import metadata
from feedback_service.policies.regulations import Regulations
from feedback_service.subscriptions.handlers import HANDLERS, REPLICAS

SERVICE = Service(
    name="feedback",
    title="ASN feedback service",
    label={"id": "Layanan umpan balik", "en": "Feedback service"},
    owns={
        "id": "Layanan publik, survei kepuasan masyarakat (SKM), jawaban, dan indeks survei dan unit.",
        "en": "Public services, satisfaction surveys (SKM), answers, and the indices of surveys and of units.",
    },
    version="0.1.0",
    metadata=metadata,
    migrations=Path(__file__).parents[2] / "migrations",
    handlers=HANDLERS,
    problems=PROBLEMS,
    blueprints=(
        public_services.blueprint,
        surveys.blueprint,
        survey_integrity.blueprint,
        answers.blueprint,
        satisfaction_indices.blueprint,
        unit_indices.blueprint,
        units.blueprint,
    ),
    pages=(board.pages,),
    replicas=REPLICAS,
    regulations=Regulations,
    references=(
        "elements",
        "mutu",
        "sample-methods",
        "weight-modes",
        "index-refusals",
        "sexes",
        "age-groups",
        "education",
        "occupations",
    ),
)


def create_app(config: Config) -> Flask:
    """Return the application of this service."""
    return create_service_app(SERVICE, config)
