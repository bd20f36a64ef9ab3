"""Adds citizens' answers to the running index of their survey."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from evaluation_service.domain.service_index import AnswerTally, ScoredAnswer
from evaluation_service.persistence import service_indices


def weigh_index(session: Session, answers: Iterable[ScoredAnswer], *, at: datetime) -> None:
    """Add up the answers by survey, then write every survey once."""
    tallies: dict[UUID, AnswerTally] = {}
    for answer in answers:
        tally = tallies.get(answer.survey_id)
        if tally is None:
            tallies[answer.survey_id] = AnswerTally.of(answer)
        else:
            tally.add(answer)
    # Sorted, so that two writers never wait for each other.
    service_indices.add_answers(session, [tallies[survey_id] for survey_id in sorted(tallies)], at=at)
