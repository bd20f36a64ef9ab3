"""The competency profile: what the evidence about one person says, whatever order it arrived in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class EvidenceKind(StrEnum):
    """What a level rests on."""

    ASSESSMENT = "ASSESSMENT"
    TRAINING = "TRAINING"


@dataclass(eq=False)
class Evidence:
    """One observation of a level 1..5 at the instant `at`; `source_id` is the evaluation or the enrolment."""

    source_id: UUID
    competency_code: str
    kind: EvidenceKind
    level: int
    at: datetime


@dataclass(frozen=True)
class ProfileEntry:
    """The level of one competency, the kind of evidence it rests on and the time of that evidence."""

    competency_code: str
    level: int
    evidence: EvidenceKind
    recorded_at: datetime


def profile_of(evidence: Iterable[Evidence]) -> dict[str, ProfileEntry]:
    """Return code to entry: by time of evidence, an assessment sets the level, a training only raises it."""
    profile: dict[str, ProfileEntry] = {}
    for each in sorted(evidence, key=_by_time):
        known = profile.get(each.competency_code)
        if known is None or each.kind is EvidenceKind.ASSESSMENT or each.level > known.level:
            profile[each.competency_code] = ProfileEntry(each.competency_code, each.level, each.kind, each.at)
    return profile


def _by_time(evidence: Evidence) -> tuple[datetime, EvidenceKind, int, UUID]:
    # Kind, level and source break a tie of time, so that the same evidence always gives the same profile.
    return evidence.at, evidence.kind, evidence.level, evidence.source_id
