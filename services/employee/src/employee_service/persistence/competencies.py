"""Queries about the competency dictionary."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from employee_service.domain.competency import Competency, CompetencyKind
from employee_service.domain.errors import CompetencyNotFound, DuplicateCompetencyCode, UnknownCompetency
from employee_service.persistence.insertion import insert_unless_taken
from employee_service.persistence.tables import competencies

KEYS = (competencies.c.id,)


def add(session: Session, competency: Competency) -> None:
    """Insert the competency; DuplicateCompetencyCode when its code is taken."""
    if not insert_unless_taken(session, competencies, competency, key="code"):
        raise DuplicateCompetencyCode(competency.code)


def get(session: Session, competency_id: UUID) -> Competency:
    """Return the competency; CompetencyNotFound."""
    competency = session.get(Competency, competency_id)
    if competency is None:
        raise CompetencyNotFound(competency_id)
    return competency


def require_all(session: Session, codes: Iterable[str]) -> None:
    """Check that the dictionary holds every code; UnknownCompetency names the first that it lacks."""
    wanted = sorted(set(codes))
    known = set(session.scalars(select(competencies.c.code).where(competencies.c.code.in_(wanted))))
    for code in wanted:
        if code not in known:
            raise UnknownCompetency(code)


def codes_for_every_position(session: Session) -> list[str]:
    """Return the codes that do not depend on a craft: managerial and sociocultural ones."""
    general = competencies.c.kind != CompetencyKind.TECHNICAL
    return list(session.scalars(select(competencies.c.code).where(general).order_by(competencies.c.code)))


def listed(*, code: str | None, kind: CompetencyKind | None) -> Select[Competency]:
    """Return the query for the competencies with this code and of this kind, where given."""
    query = select(Competency)
    query = query if code is None else query.where(competencies.c.code == code)
    return query if kind is None else query.where(competencies.c.kind == kind)
