"""Keeps the competencies that the city adds to the national list."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from training_service.domain.competency import Competency
from training_service.persistence import competencies


def keep_dictionary(session: Session, *, added: Sequence[Competency]) -> None:
    """Keep the competencies, unless something newer is known."""
    competencies.keep(session, added)
