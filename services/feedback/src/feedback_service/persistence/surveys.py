"""Queries on surveys, and the two locks that let a closing lose no answer."""

from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_kernel.period import Period
from feedback_service.domain.survey import Survey, SurveyNotFound, SurveyState
from feedback_service.domain.survey_for_answer import SurveyForAnswer
from feedback_service.persistence.tables import surveys, units

SORTS = {
    "id": (surveys.c.id,),
    "opened_at": (surveys.c.opened_at, surveys.c.id),
    "period": (surveys.c.period, surveys.c.id),
}

# Row locks do not queue: answers that overlap share theirs for ever, and a closing would never get its own. Advisory
# locks do, so answers and closings take turns by them first. The row lock then reads the state that the closing left:
# it is on top of the join, so it comes after the turn, whatever the plan.
_for_answer = text("""
    WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(:turn))
    SELECT surveys.id, surveys.service_id, surveys.unit_id, surveys.period, surveys.state, surveys.elements
    FROM turn, surveys
    WHERE surveys.id = :survey_id
    FOR KEY SHARE OF surveys
""").columns(
    surveys.c.id, surveys.c.service_id, surveys.c.unit_id, surveys.c.period, surveys.c.state, surveys.c.elements
)


def add_new(session: Session, survey: Survey) -> bool:
    """Insert the survey unless its service has one for the period; tell whether it was inserted."""
    return bool(rows.add_new(session, surveys, [survey]))


def get(session: Session, survey_id: UUID) -> Survey:
    """Return the survey; raises SurveyNotFound."""
    return rows.get(session, Survey, survey_id, missing=SurveyNotFound)


def for_answer(session: Session, survey_id: UUID) -> SurveyForAnswer:
    """Return what an answer needs of its survey; raises SurveyNotFound.

    Answers do not wait for each other, only for a closing under way; the state that is read after it is CLOSED.
    """
    row = session.execute(_for_answer, {"turn": _turn_of(survey_id), "survey_id": survey_id}).one_or_none()
    if row is None:
        raise SurveyNotFound(survey_id)
    return SurveyForAnswer(
        id=row.id,
        service_id=row.service_id,
        unit_id=row.unit_id,
        period=row.period,
        state=row.state,
        element_codes=[element.code for element in row.elements],
    )


def lock(session: Session, survey_id: UUID) -> Survey:
    """Return the survey, held until the transaction ends; answers go on. Raises SurveyNotFound."""
    found = session.scalars(
        select(Survey).where(surveys.c.id == survey_id).with_for_update(key_share=True),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        raise SurveyNotFound(survey_id)
    return found


def lock_for_closing(session: Session, survey_id: UUID) -> Survey:
    """Return the survey; raises SurveyNotFound.

    Waits for the answers under way and holds off new ones until the closing commits.
    """
    rows.hold(session, [survey_id])
    return rows.get(session, Survey, survey_id, missing=SurveyNotFound, lock=True)


def any_open(session: Session, unit_id: UUID, period: Period) -> bool:
    """Tell whether a survey of the unit and the period has not ended: it takes answers, or is held."""
    query = listed(service_id=None, unit_id=unit_id, subtree=False, period=period, state=None)
    query = query.where(surveys.c.state.in_([SurveyState.OPEN, SurveyState.HELD]))
    return bool(session.scalar(select(query.exists())))


def listed(
    *, service_id: UUID | None, unit_id: UUID | None, subtree: bool, period: Period | None, state: SurveyState | None
) -> Select[Survey]:
    """Select the surveys that match every filter given."""
    within = rows.units_of(units, unit_id, subtree=subtree)
    return rows.matching(select(Survey), surveys, service_id=service_id, unit_id=within, period=period, state=state)


def _turn_of(survey_id: UUID) -> int:
    """Return the advisory lock that `rows.hold` takes on a survey: the random half of its id."""
    return int.from_bytes(survey_id.bytes[8:], "big", signed=True)
