"""Rows of the competency dictionary."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_chassis.database import contracts_of
from asn_kernel.codes import CompetencyKind
from asn_kernel.reason import Labelled
from employee_service.domain.competency import (
    Competency,
    CompetencyNotFound,
    DuplicateCompetencyCode,
    UnknownCompetency,
)
from employee_service.persistence.tables.competencies import competencies, competency_words

SORTS = {"id": (competencies.c.id,), "code": (competencies.c.code,), "name": (competencies.c.name, competencies.c.id)}


def add_new(session: Session, competency: Competency) -> None:
    """Insert the competency; DuplicateCompetencyCode when its code is taken."""
    if not rows.add_new(session, competencies, [competency]):
        raise DuplicateCompetencyCode(competency.code)


def get(session: Session, competency_id: UUID) -> Competency:
    """Return the competency; CompetencyNotFound."""
    return rows.get(session, Competency, competency_id, missing=CompetencyNotFound)


def require_all(session: Session, codes: Iterable[str]) -> None:
    """Check that the dictionary holds every code; UnknownCompetency names the first that it lacks."""
    wanted = sorted(set(codes))
    known = labels_of(session, wanted)
    for code in wanted:
        if code not in known:
            raise UnknownCompetency(code)


def labels_of(session: Session, codes: Iterable[str]) -> dict[str, Labelled]:
    """Return the names of these competencies by code, without those that the dictionary does not hold.

    The dictionary is in Indonesian; the shipped competencies have an English name beside it.
    """
    english = {entry["code"]: entry["label_en"] for entry in contracts_of(session).references("competencies")}
    named = select(competencies.c.code, competencies.c.name).where(competencies.c.code.in_(sorted(codes)))
    return {code: Labelled(code, name, english.get(code, name)) for code, name in session.execute(named)}


def general_codes(session: Session) -> tuple[str, ...]:
    """Return the codes that do not depend on a craft, managerial and sociocultural ones, sorted."""
    general = competencies.c.kind != CompetencyKind.TECHNICAL
    return tuple(session.scalars(select(competencies.c.code).where(general).order_by(competencies.c.code)))


def listed(*, code: str | None, kind: CompetencyKind | None, q: str | None) -> Select[Competency]:
    """Return the query for the competencies with this code, of this kind and with such a name, where given."""
    statement = rows.matching(select(Competency), competencies, code=code, kind=kind)
    return rows.named(statement, competency_words, competencies.c.id, q)
