"""Queries on answers."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import exists, func, insert, select, text
from sqlalchemy.orm import Session

from feedback_service.domain.answer import Answer, Respondent
from feedback_service.domain.assessment import ElementAnswers
from feedback_service.domain.integrity import IntegrityFacts
from feedback_service.domain.survey import Survey
from feedback_service.persistence.tables import answers

# Whether enough wait is asked before any is locked: most answers find too few and lock nothing. Of two answers that
# find enough at once, one locks them and the other passes them by.
_take_unrecorded = text("""
    WITH free AS MATERIALIZED (
        SELECT id FROM answers
        WHERE survey_id = :survey_id AND NOT recorded
          AND :least <= (SELECT count(*) FROM (
              SELECT FROM answers WHERE survey_id = :survey_id AND NOT recorded LIMIT :least
          ) AS waiting)
        FOR UPDATE SKIP LOCKED
    )
    UPDATE answers SET recorded = true
    FROM free WHERE answers.id = free.id AND :least <= (SELECT count(*) FROM free)
    RETURNING answers.id, answers.survey_id, answers.scores, answers.submitted_date
""").columns(answers.c.id, answers.c.survey_id, answers.c.scores, answers.c.submitted_date)

_count = text("""
    WITH given AS MATERIALIZED (SELECT scores FROM answers WHERE survey_id = :survey_id)
    SELECT score.key AS element, score.value::int AS score, count(*) AS answers,
           (SELECT count(*) FROM given) AS respondents
    FROM given, jsonb_each(given.scores) AS score
    GROUP BY score.key, score.value
""")

# Nothing of an answer leaves this query: only how many there are of some kind.
_spread = text("""
    WITH given AS MATERIALIZED (SELECT scores, submitted_date FROM answers WHERE survey_id = :survey_id),
         days AS (SELECT count(*) AS answers FROM given GROUP BY submitted_date),
         equal AS (
             SELECT count(*) AS answers FROM given
             WHERE (SELECT count(*) FROM jsonb_object_keys(scores)) >= :elements GROUP BY scores
         )
    SELECT (SELECT count(*) FROM given) AS respondents,
           (SELECT count(*) FROM days) AS days, (SELECT max(answers) FROM days) AS busiest_day,
           (SELECT coalesce(sum(answers), 0)::int FROM equal) AS comparable,
           (SELECT coalesce(max(answers), 0) FROM equal) AS most_equal
""")


def add(session: Session, answer: Answer) -> None:
    """Insert the answer; no event tells of it yet."""
    row = {
        "id": answer.id,
        "survey_id": answer.survey_id,
        "scores": dict(answer.scores),
        **asdict(answer.respondent),
        "submitted_date": answer.submitted_date,
        "recorded": False,
    }
    session.execute(insert(answers), row)


def take_unrecorded(session: Session, survey_id: UUID, *, least: int) -> list[Answer]:
    """Mark as recorded, and return, the answers that no event tells of and nobody else is taking, if `least` wait.

    Who they are from stays behind. None are returned, and none marked, where fewer wait.
    """
    taken = session.execute(_take_unrecorded, {"survey_id": survey_id, "least": least})
    return [
        Answer(
            id=row.id,
            survey_id=row.survey_id,
            scores=row.scores,
            respondent=Respondent(),
            submitted_date=row.submitted_date,
        )
        for row in taken
    ]


def any_of(session: Session, survey_id: UUID) -> bool:
    """Tell whether the survey has an answer."""
    return bool(session.scalar(select(exists().where(answers.c.survey_id == survey_id))))


def number(session: Session, survey_id: UUID, *, most: int) -> int:
    """Return how many answers a survey has; beyond `most` nobody counts."""
    few = select(answers.c.id).where(answers.c.survey_id == survey_id).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(few)) or 0


def spread(session: Session, survey: Survey, *, elements: int, least: int) -> IntegrityFacts:
    """Return how the answers of a survey lie over days and over each other; there is at least one.

    Answers with scores for fewer than `elements` are not compared. Numbers below `least` are given as 0.
    """
    row = session.execute(_spread, {"survey_id": survey.id, "elements": elements}).one()

    def shown(number: int) -> int:
        return number if number >= least else 0

    return IntegrityFacts(
        respondents=row.respondents,
        population=survey.population,
        days=row.days,
        busiest_day=shown(row.busiest_day),
        comparable=shown(row.comparable),
        most_equal=shown(row.most_equal),
    )


def counted(session: Session, survey: Survey) -> tuple[int, tuple[ElementAnswers, ...]]:
    """Return how many answered and how often each element got each score, in the survey's order.

    One aggregate query: the answers themselves are never loaded.
    """
    rows = session.execute(_count, {"survey_id": survey.id}).all()
    counts = {(row.element, row.score): row.answers for row in rows}
    elements = tuple(
        ElementAnswers(
            element.code,
            element.label_id,
            element.label_en,
            (
                counts.get((element.code, 1), 0),
                counts.get((element.code, 2), 0),
                counts.get((element.code, 3), 0),
                counts.get((element.code, 4), 0),
            ),
        )
        for element in survey.elements
    )
    return (rows[0].respondents if rows else 0), elements
