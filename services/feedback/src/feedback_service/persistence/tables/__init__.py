"""The tables of the feedback service: a file an aggregate."""

from feedback_service.persistence.tables.answers import answers
from feedback_service.persistence.tables.indices import satisfaction_indices, unit_indices
from feedback_service.persistence.tables.metadata import metadata
from feedback_service.persistence.tables.public_services import public_service_words, public_services
from feedback_service.persistence.tables.staff import assignments, logins
from feedback_service.persistence.tables.surveys import surveys
from feedback_service.persistence.tables.units import unit_words, units

__all__ = [
    "answers",
    "assignments",
    "logins",
    "metadata",
    "public_service_words",
    "public_services",
    "satisfaction_indices",
    "surveys",
    "unit_indices",
    "unit_words",
    "units",
]
